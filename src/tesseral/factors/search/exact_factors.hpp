// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// CP factors of a coupling that are exact up to rounding. Gaunt: the quadrature of sphere_factors.hpp. Clebsch-Gordan:
/// its blocks are those of Gaunt and Elsasser over a constant for each path, and the inverse constants are sums of
/// K products (path_constants.hpp), so that
///
///     rank = K_even N(l1+l2+l3) + 2 K_odd N(l1+l2+l3-1),      N(t) the points of the quadrature rule of degree t.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

namespace tesseral {

struct ExactFactors {
  CpFactors factors;
  int even_products = 1;  // K_even
  int odd_products = 0;   // K_odd
};

/// With errors measured. Degrees up to max_l; throws Error beyond.
ExactFactors exact_factors(Coupling coupling, int l1, int l2, int l3);

}  // namespace tesseral
