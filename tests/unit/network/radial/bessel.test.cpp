// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/radial/bessel.hpp"

#include "reference/radial.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr double r_cut = 4.5;
constexpr int count = 12;

struct Basis {
  std::vector<double> values, slopes;
};

Basis evaluate(double r, int p) {
  Basis basis{std::vector<double>(count), std::vector<double>(count)};
  bessel_basis(r, r_cut, p, count, basis.values.data(), basis.slopes.data());
  return basis;
}

TEST(BesselBasis, IsEquivalentToReference) {
  for (int const p : {2, 3, 6, 32})
    for (double const r : {0.05, 0.7, 1.3, 2.2, 3.9, 4.4}) {
      std::vector<double> expected;
      for (int n = 1; n <= count; ++n) expected.push_back(reference::bessel(n, r, r_cut, p));
      EXPECT_TRUE(all_near(evaluate(r, p).values, expected, 1e-12)) << "p " << p << ", r " << r;
    }
}

TEST(BesselBasis, SlopesAreTheDerivatives) {
  for (int const p : {2, 3, 6, 32})
    for (double const r : {0.3, 0.7, 1.3, 2.2, 3.9, 4.4}) {
      auto const slopes = evaluate(r, p).slopes;
      std::vector<double> expected;
      for (int n = 0; n < count; ++n)
        expected.push_back(derivative([&](double h) { return evaluate(r + h, p).values[n]; }, 1e-4));
      EXPECT_TRUE(all_near(slopes, expected, 1e-8 * max_abs(expected))) << "p " << p << ", r " << r;
    }
}

TEST(BesselBasis, IsExactlyZeroFromTheCutoffOn) {
  for (double const r : {r_cut, std::nextafter(r_cut, 9.0), 1.2 * r_cut, 30.0 * r_cut}) {
    auto const basis = evaluate(r, 6);
    EXPECT_EQ(max_abs(basis.values), 0.0) << r;
    EXPECT_EQ(max_abs(basis.slopes), 0.0) << r;
  }
}

TEST(PolynomialCutoff, FallsFromOneToZeroWithTwoDerivatives) {
  for (int const p : {2, 3, 6, 32}) {
    EXPECT_EQ(polynomial_cutoff(0.0, r_cut, p).value, 1.0);
    double before = 1.0;
    for (int k = 1; k < 100; ++k) {
      double const r = k * r_cut / 100;
      auto const f = polynomial_cutoff(r, r_cut, p);
      EXPECT_NEAR(f.value, reference::cutoff(r, r_cut, p), 1e-12);
      EXPECT_NEAR(f.slope, derivative([&](double h) { return polynomial_cutoff(r + h, r_cut, p).value; }, 1e-4), 1e-8);
      EXPECT_LE(f.value, before + 1e-12);
      before = f.value;
    }
    // f' = O(depth^2) at the cutoff, so that f'' vanishes there
    double const depth = 1e-4;
    double const ratio =
        polynomial_cutoff(r_cut - 2 * depth, r_cut, p).slope / polynomial_cutoff(r_cut - depth, r_cut, p).slope;
    EXPECT_NEAR(ratio, 4.0, 0.02);
  }
}

}  // namespace
}  // namespace tesseral::test
