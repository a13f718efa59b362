// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// CP factors of a given rank by least squares, as in tensor decomposition networks (Lin, Yan, … Ji, 2025), but by
/// Levenberg and Marquardt's method from several random starts, which is exact where the rank allows it.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

#include <cstdint>

namespace tesseral {

struct FactorFit {
  Coupling coupling = Coupling::clebsch_gordan;
  int l1 = 0, l2 = 0, l3 = 0;
  int rank = 0;
  std::uint64_t seed = 1;
  int starts = 10;  // at most; the first exact one ends the search
};

/// The best of the starts: that with the smallest error in single precision, where cancellation counts. The same seed
/// gives the same factors on the same machine. Throws Error if the degrees, the rank or the starts are out of range.
///
/// Each start solves some hundred linear systems with n = rank (d1+d2+d3) unknowns, d = (l+1)^2, or n = rank d if the
/// degrees are alike: n^3/3 operations and 16 n^2 bytes each.
CpFactors fit_factors(FactorFit const&);

}  // namespace tesseral
