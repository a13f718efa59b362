// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Gaunt coefficients of real harmonics normalised to sum_m Y_lm^2 = 2l+1: G(a,b,c) = <Y_a Y_b Y_c>.
#pragma once

#include <vector>

namespace tesseral {

/// Largest degree of coefficients.
constexpr int max_l_coupling = 20;

/// One nonzero of a path's block: z[l m] += value · x[l1 m1] · y[l2 m2], orders counted from 0: m + l.
struct CouplingTerm {
  int m1, m2, m;
  double value;
};

/// The nonzeros of path (l1, l2, l), sorted by (m, m1, m2); each l <= max_l_coupling. Computed by exact
/// quadrature.
std::vector<CouplingTerm> gaunt_terms(int l1, int l2, int l);

/// One nonzero of a product of all degrees: z[lm] += value · x[lm1] · y[lm2], (l, m) at l*l + l + m.
struct ProductTerm {
  int lm1, lm2, lm;
  double value;
};

/// The nonzeros of all paths with degrees up to l1, l2 and l: path after path, l1 slowest and l fastest.
std::vector<ProductTerm> gaunt_product_terms(int l1, int l2, int l);

}  // namespace tesseral
