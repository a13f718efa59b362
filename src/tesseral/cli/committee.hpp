// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Several models as one: their mean, and how far they are apart, as in the pair style.
#pragma once

#include "tesseral/potential.hpp"

#include <vector>

namespace tesseral::cli {

/// Energies, forces and virials are the mean of one structure's results by each member; expected errors are sigma_i =
/// sqrt(sum_m |F_m,i - F_i|^2 / M) (Zhang et al., Comput. Phys. Commun. 253, 107206 (2020), eq. 3).
StructureResult mean_of(std::vector<StructureResult> const& members);

}  // namespace tesseral::cli
