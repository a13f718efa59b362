// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/newton_schulz.hpp"

#include "tesseral/core/random.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>

namespace tesseral {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Matrix random_matrix(int rows, int columns, double size) {
  Random random(static_cast<std::uint64_t>(100 * rows + columns));
  Matrix matrix(rows, columns);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) matrix(i, j) = size * random.normal();
  return matrix;
}

// Singular values near 1, and the same singular vectors: U^T O V is diagonal and positive.
void expect_nearly_orthogonal(Matrix const& input) {
  Matrix output = input;
  orthogonalise(output.data(), static_cast<int>(input.rows()), static_cast<int>(input.cols()));
  Eigen::JacobiSVD<Eigen::MatrixXd> const svd(input, Eigen::ComputeThinU | Eigen::ComputeThinV);
  Eigen::MatrixXd const inner = svd.matrixU().transpose() * output * svd.matrixV();
  for (int i = 0; i < inner.rows(); ++i)
    for (int j = 0; j < inner.cols(); ++j) {
      if (i == j) {
        EXPECT_GT(inner(i, j), 0.66) << "singular value " << i;
        EXPECT_LT(inner(i, j), 1.20) << "singular value " << i;
      } else {
        EXPECT_NEAR(inner(i, j), 0.0, 1e-10);
      }
    }
}

TEST(NewtonSchulz, MakesMatricesNearlyOrthogonal) {
  expect_nearly_orthogonal(random_matrix(5, 12, 1.0));
  expect_nearly_orthogonal(random_matrix(12, 5, 1.0));
  expect_nearly_orthogonal(random_matrix(3, 3, 1e-6));
  expect_nearly_orthogonal(random_matrix(1, 7, 1e6));
}

TEST(NewtonSchulz, LeavesZerosAlone) {
  std::vector<double> zeros(6, 0.0);
  orthogonalise(zeros.data(), 2, 3);
  for (double x : zeros) EXPECT_EQ(x, 0.0);
}

}  // namespace
}  // namespace tesseral
