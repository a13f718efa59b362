// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Gaunt coefficients of real harmonics normalised to sum_m Y_lm^2 = 2l+1: G(a,b,c) = <Y_a Y_b Y_c>.
#pragma once

#include <vector>

namespace tesseral {

/// One nonzero of a path's block: z[l m] += value · x[l1 m1] · y[l2 m2], orders counted from 0: m + l.
struct GauntTerm {
  int m1, m2, m;
  double value;
};

/// The nonzeros of path (l1, l2, l), sorted by (m, m1, m2); each l <= max_l. Computed by exact quadrature.
std::vector<GauntTerm> gaunt_terms(int l1, int l2, int l);

}  // namespace tesseral
