// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The exact `cp` factors of the Gaunt tensor: a quadrature rule of degree l1 + l2 + … + l is a CP decomposition whose
/// factors are the harmonics at its points, G(a,b,…,c) = sum_g w_g Y_a(g) Y_b(g) … Y_c(g). "Lift" evaluates a signal at
/// the points, products are pointwise, "project" goes back.
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Points come in pairs g, -g of equal weight, of which one is listed: Y_lm(-g) = (-1)^l Y_lm(g).
template <class Space, class Real>
struct SphereGrid {
  int n_pairs = 0;
  int l_max = 0;
  Array2<Real const, Space> harmonics;  // [pair][lm], l <= l_max
  Array1<Real const, Space> weights;    // [pair], of each of its points; adding to 1/2
};

/// Grid on which <F^correlation Y_lm>, l <= l_out, is exact for F of degree l_max.
template <class Space, class Real>
SphereGrid<Space, Real> make_power_grid(int l_max, int l_out, int correlation);

}  // namespace tesseral
