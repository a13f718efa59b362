// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/fourier/fourier_tables.hpp"

#include "reference/sphere.hpp"
#include "support/near.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

double series_at(std::vector<double> const& series, int largest_u, int l, int m, double theta) {
  double sum = 0.0;
  for (int u = 0; u <= largest_u; ++u)
    sum += series[(l * (l + 1) / 2 + m) * (largest_u + 1) + u] * theta_wave(m, u, theta);
  return sum;
}

TEST(FourierTables, SeriesAreTheHarmonics) {
  int const l_max = 10;
  auto const T = harmonic_series(l_max);
  for (int l = 0; l <= l_max; ++l)
    for (int m = 0; m <= l; ++m)
      for (double const theta : {0.0, 0.3, 1.7, 2.9})
        EXPECT_NEAR(series_at(T, l_max, l, m, theta),
                    reference::harmonic(l, m, {std::sin(theta), 0.0, std::cos(theta)}), 1e-11)
            << "l " << l << ", m " << m;
}

// Published coefficients of orthonormal harmonics times exponentials: 1/sqrt(4 pi) and halves of ours, a quarter for m
// > 0.
TEST(FourierTables, SeriesHaveThePublishedCoefficients) {
  auto const T = harmonic_series(2);
  double const norm = std::sqrt(4.0 * reference::pi);
  auto const coefficient = [&](int l, int m, int u) { return T[(l * (l + 1) / 2 + m) * 3 + u] / norm; };
  EXPECT_NEAR(coefficient(0, 0, 0), 0.28209, 5e-6);
  EXPECT_NEAR(coefficient(1, 0, 1) / 2, 0.24430, 5e-6);
  EXPECT_NEAR(coefficient(1, 1, 1) / 4, 0.12215, 5e-6);
  EXPECT_NEAR(coefficient(2, 0, 0), 0.15770, 5e-6);
  EXPECT_NEAR(coefficient(2, 0, 2) / 2, 0.23654, 5e-6);
  EXPECT_NEAR(coefficient(2, 2, 0) / 2, 0.13657, 5e-6);
  EXPECT_NEAR(coefficient(2, 2, 2) / 4, -0.06828, 5e-6);
}

// Nonzeros of the published table of exponentials, m and -m counted: a wave u > 0 is two of them, an order m > 0 too.
// (The published single-precision table has 957 at L = 8: waves 6 of P_82 and 2 of P_86 are zero, one up to rounding.)
TEST(FourierTables, SeriesHaveThePublishedNumberOfNonzeros) {
  int const expected[] = {11, 34, 86, 163, 289, 452, 684, 949};
  for (int L = 1; L <= 8; ++L) {
    auto const T = harmonic_series(L);
    int nonzeros = 0;
    for (int l = 0; l <= L; ++l)
      for (int m = 0; m <= l; ++m)
        for (int u = 0; u <= L; ++u)
          if (std::abs(T[(l * (l + 1) / 2 + m) * (L + 1) + u]) > 1e-12) nonzeros += (u > 0 ? 2 : 1) * (m > 0 ? 4 : 1);
    EXPECT_EQ(nonzeros, expected[L - 1]) << "L = " << L;
  }
}

// 1/2 int P_lm wave sin theta by a quadrature in z that is exact enough for any smooth function.
TEST(FourierTables, ProjectionsAreIntegralsOverTheSphere) {
  int const l_max = 4, largest_u = 9;
  auto const J = projection_series(l_max, largest_u);
  for (int l = 0; l <= l_max; ++l)
    for (int m = 0; m <= l; ++m)
      for (int u = 0; u <= largest_u; ++u) {
        double mean = 0.0;
        int const n = 4000;  // midpoints in theta: sin theta vanishes at the ends, the error is of order 1/n^2
        for (int k = 0; k < n; ++k) {
          double const theta = reference::pi * (k + 0.5) / n;
          mean += 0.5 * reference::pi / n * std::sin(theta) * theta_wave(m, u, theta) *
                  reference::harmonic(l, m, {std::sin(theta), 0.0, std::cos(theta)});
        }
        EXPECT_NEAR(J[(l * (l + 1) / 2 + m) * (largest_u + 1) + u], mean, 1e-6)
            << "l " << l << ", m " << m << ", u " << u;
      }
}

TEST(FourierTables, GridsResolveTheProductWithGoodLengths) {
  for (int L = 0; L <= 10; ++L) {
    FourierGrid const exact = fourier_grid(2 * L, L, L, FourierMethod::sums),
                      good = fourier_grid(2 * L, L, L, FourierMethod::fast);
    EXPECT_EQ(exact.thetas, 4 * L + 2);
    EXPECT_EQ(exact.rows(), 2 * L + 1);
    EXPECT_EQ(exact.azimuths, 3 * L + 1);
    EXPECT_GE(good.thetas, exact.thetas);
    EXPECT_GE(good.azimuths, exact.azimuths);
    for (int length : {good.thetas, good.azimuths}) {
      for (int const factor : {2, 3, 5})
        while (length % factor == 0) length /= factor;
      EXPECT_EQ(length, 1);
    }
  }
  EXPECT_EQ(fourier_grid(3, 3, 1, FourierMethod::sums).azimuths, 7);  // the factor of degree 3 needs all of its waves
}

}  // namespace
}  // namespace tesseral::test
