// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The least-squares problem of a CP decomposition, r(X) = sum_r x0_r (x) x1_r (x) x2_r - T, for levenberg_marquardt().
/// With * the product entry by entry, G_n = X_n^T X_n, and KR the Khatri-Rao product of two factors,
///
///     dr/dX_n: J^T r = r_(n) KR(others),    J^T J = 1 (x) (G_p * G_q) for n with n (p, q: the other two),
///              (n, r, i) with (m, s, j): G_q[r][s] X_n[i][s] X_m[j][r]
///
/// (G. Tomasi, R. Bro, Comput. Stat. Data Anal. 50, 1700 (2006)). The dense matrix is small: (d0+d1+d2) R unknowns.
///
/// A tensor with T(a,b,c) = T(b,c,a), as both couplings have if all degrees are alike, is decomposed by terms that the
/// cyclic exchange permutes: single ones x (x) x (x) x and triples x (x) y (x) z + y (x) z (x) x + z (x) x (x) y. Then
/// X_1 and X_2 are X_0 with permuted columns, a third as many unknowns: d R.
/// Internal: included by the fits only.
#pragma once

#include <Eigen/Core>

#include <array>
#include <vector>

namespace tesseral {

class CpProblem {
 public:
  /// T is [i0][i1][i2] with extents `dimensions`. single < 0: no symmetry; else T has it, `single` terms are single and
  /// rank - single a multiple of 3.
  CpProblem(std::vector<double> const& T, std::array<int, 3> dimensions, int rank, int single);

  Eigen::Index size() const;
  double set(Eigen::VectorXd const& v);
  Eigen::VectorXd gradient() const;
  void normal_matrix(Eigen::MatrixXd&) const;

  /// X_n as set last, d_n rows, a column for each term.
  Eigen::MatrixXd const& factor(int n) const { return factors_[n]; }

 private:
  bool symmetric() const { return !next_.empty(); }
  Eigen::Index first(int n) const;     // of factor n among the unknowns
  int source(int n, int term) const;   // column among factor 0's that is column `term` of factor n
  Eigen::MatrixXd khatri_rao() const;  // X_1 and X_2: row i1 * d2 + i2

  std::array<int, 3> dimensions_;
  int rank_;
  std::vector<int> next_;              // term -> column of X_0 that is its column of X_1; empty without symmetry
  Eigen::MatrixXd target_, residual_;  // [i0][i1 * d2 + i2]
  std::array<Eigen::MatrixXd, 3> factors_;
};

}  // namespace tesseral
