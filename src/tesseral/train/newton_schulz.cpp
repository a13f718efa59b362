// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/newton_schulz.hpp"

#include <Eigen/Core>

namespace tesseral {

void orthogonalise(double* matrix, int rows, int columns) {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  constexpr double a = 3.4445, b = -4.7750, c = 2.0315;
  constexpr int steps = 5;
  Eigen::Map<Matrix> whole(matrix, rows, columns);
  // The smaller of the two Gram matrices is the cheaper one.
  bool const wide = rows <= columns;
  Matrix X = wide ? Matrix(whole) : Matrix(whole.transpose());
  double const norm = X.norm();
  if (norm == 0.0) return;
  X /= norm;
  for (int n = 0; n < steps; ++n) {
    Matrix const gram = X * X.transpose();
    Matrix const polynomial = b * gram + c * (gram * gram);
    X = (a * X + polynomial * X).eval();
  }
  if (wide)
    whole = X;
  else
    whole = X.transpose();
}

}  // namespace tesseral
