// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A tensor product as a sum of `rank` products of three linear forms (canonical polyadic decomposition, CP):
///
///     z = A^T ((B x) ∘ (C y)),     T(lm1, lm2, lm3) = sum_r B[r][lm1] C[r][lm2] A[r][lm3]
#pragma once

#include "tesseral/sphere/coupling.hpp"

#include <vector>

namespace tesseral {

struct CpFactors {
  Coupling coupling = Coupling::gaunt;
  int l1 = 0, l2 = 0, l3 = 0;  // largest degrees of x, y and z
  int rank = 0;
  std::vector<double> A = {};  // [rank][(l3+1)^2]
  std::vector<double> B = {};  // [rank][(l1+1)^2]
  std::vector<double> C = {};  // [rank][(l2+1)^2]
  /// Distance to the coupling's tensor over its norm (Frobenius).
  double relative_error = 0.0;
  /// Root mean square, over rotations D (and inversions, for gaunt) and normal inputs, of |D z(x,y) - z(Dx,Dy)|, over
  /// that of |z|.
  double equivariance_error = 0.0;
  /// Found by least squares, so that the errors may be large; otherwise they are rounding.
  bool fitted = false;
};

/// Whether the factors stand for their coupling up to rounding, wherever they come from.
inline bool is_exact(CpFactors const& factors) { return factors.relative_error <= 1e-12; }

/// Throws Error if degrees, rank or errors are out of range; check() also if A, B or C have a wrong size or a number
/// that is not finite.
void check_ranges(CpFactors const&);
void check(CpFactors const&);

}  // namespace tesseral
