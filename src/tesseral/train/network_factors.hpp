// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The factors of a network's clebsch_gordan coupling, with which it begins, and which it keeps.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

#include <cstdint>
#include <string>

namespace tesseral {

/// Where they come from: a file of `tesseral factors`, or a fit at a rank, which is exact if the rank allows it, or,
/// with neither, exact ones.
struct FactorsSource {
  std::string file;
  int rank = 0;
};

/// Of the Clebsch-Gordan coupling with all degrees up to l_max <= 3. Exact ones are of rank 8 and 28 for l_max 1 and 2
/// by a search of a second, from quadrature for 3. `seed`: of the fit's starts. Throws Error if the file's are of
/// another coupling or other degrees.
CpFactors network_factors(int l_max, FactorsSource const&, std::uint64_t seed);

}  // namespace tesseral
