// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Exact CP factors from quadrature on the sphere. Paths with l1+l2+l3 even are Gaunt integrals, those with l1+l2+l3
/// odd Elsasser integrals (E. C. Bullard, H. Gellman, Phil. Trans. R. Soc. A 247, 213 (1954)),
///
///     G(a,b,c) = <Y_a Y_b Y_c>,     E(a,b,c) = <Y_c r·(grad Y_a x grad Y_b)>,
///
/// one and two products of linear forms for each point: with tangents e, f at the point, r = e x f,
/// r·(grad u x grad v) = (e·grad u)(f·grad v) - (f·grad u)(e·grad v).
#pragma once

#include "tesseral/factors/cp_factors.hpp"

namespace tesseral {

/// G for all degrees up to l1, l2, l3 <= max_l; rank: points of the rule of degree l1+l2+l3. Errors are not set.
CpFactors gaunt_factors(int l1, int l2, int l3);

/// E, the same way; rank: twice the points of the rule of degree l1+l2+l3-1; at least one l is not 0. `coupling` is
/// clebsch_gordan, which these are a part of.
CpFactors elsasser_factors(int l1, int l2, int l3);

}  // namespace tesseral
