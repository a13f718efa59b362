// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The end of training: how far an atom can bind where there are no data.
#pragma once

#include "tesseral/data/dataset.hpp"
#include "tesseral/model/model_data.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Sets soft_below and energy_floor of each species below the binding energies that its atoms have in `frames`, by a
/// part of what they lie below their mean; no higher than they were, of the model that was fine-tuned. Returns a line
/// that tells the floors; none, and nothing is set, with LoneAtom::network, where energies have no common zero.
std::vector<std::string> settle_floor(ModelData&, std::vector<LabelledFrame const*> const& frames);

}  // namespace tesseral
