// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// E0 from [data] cohesive_energy, of elements and of compounds (reference_energies.hpp has the formula).
#pragma once

#include "tesseral/data/reference_energies.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Adds E0 of all elements of the table. Throws Error if no training frame has a compound's composition, and if
/// compounds contradict each other or have no element left to tell of.
void add_cohesive_energies(ReferenceEnergies& known, DataConfig const&, std::vector<LabelledFrame> const& train,
                           std::vector<std::string> const& elements);

}  // namespace tesseral
