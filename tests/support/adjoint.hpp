// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Tests of adjoints: x_adj = (df/dx)^T y_adj, against differences of f along random directions.
#pragma once

#include "support/finite_differences.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tesseral::test {

inline double dot(std::vector<double> const& a, std::vector<double> const& b) {
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

/// <v, x_adj> = d/dh <f(x + h v), y_adj> for random v that are zero outside of entries begin … end of x. The difference
/// may be `tolerance` of its typical size, which is the norm of x_adj.
template <class Function>
void expect_adjoint(Function const& f, std::vector<double> const& x, std::vector<double> const& x_adj,
                    std::vector<double> const& y_adj, std::size_t begin, std::size_t end, double tolerance,
                    double step = 1e-3) {
  ASSERT_EQ(x_adj.size(), x.size());
  Random random(77);
  double norm = 0.0;
  for (std::size_t k = begin; k < end; ++k) norm += x_adj[k] * x_adj[k];
  EXPECT_GT(norm, 0.0);
  for (int repeat = 0; repeat < 4; ++repeat) {
    std::vector<double> v(x.size(), 0.0);
    for (std::size_t k = begin; k < end; ++k) v[k] = random.normal();
    double const numerical = derivative(
        [&](double h) {
          auto moved = x;
          for (std::size_t k = begin; k < end; ++k) moved[k] += h * v[k];
          auto const y = f(moved);
          EXPECT_EQ(y.size(), y_adj.size());
          return dot(y, y_adj);
        },
        step);
    EXPECT_NEAR(dot(v, x_adj), numerical, tolerance * std::sqrt(norm));
  }
}

template <class Function>
void expect_adjoint(Function const& f, std::vector<double> const& x, std::vector<double> const& x_adj,
                    std::vector<double> const& y_adj, double tolerance) {
  expect_adjoint(f, x, x_adj, y_adj, 0, x.size(), tolerance);
}

}  // namespace tesseral::test
