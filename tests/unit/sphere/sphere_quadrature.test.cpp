// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/sphere_quadrature.hpp"

#include "reference/sphere.hpp"
#include "support/near.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

// A rule of degree D integrates every harmonic up to D: 1 for l = 0, else 0.
void expect_exact(SphereRule const& rule, int degree) {
  ASSERT_EQ(rule.points.size(), rule.weights.size());
  for (auto const& r : rule.points) EXPECT_NEAR(std::hypot(r[0], r[1], r[2]), 1.0, 1e-14);
  for (double const w : rule.weights) EXPECT_GT(w, 0.0);
  std::vector<double> means((degree + 1) * (degree + 1), 0.0), expected = means;
  expected[0] = 1.0;
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    auto const Y = reference::harmonics(degree, rule.points[g]);
    for (std::size_t lm = 0; lm < Y.size(); ++lm) means[lm] += rule.weights[g] * Y[lm];
  }
  EXPECT_TRUE(all_near(means, expected, 1e-12));
}

// Legendre's explicit sum loses its digits beyond degree 15 or so: higher ones follow below.
TEST(SphereRule, IntegratesHarmonicsOfItsDegree) {
  for (int degree = 0; degree <= 14; ++degree) {
    SCOPED_TRACE(degree);
    expect_exact(sphere_rule(degree), degree);
    expect_exact(product_rule(degree), degree);
  }
}

// <(a·r)^n> = |a|^n / (n+1) for even n, 0 for odd n: a test of any degree that needs no harmonics.
TEST(SphereRule, IntegratesPowersOfItsDegree) {
  std::array<double, 3> const a = {0.48, -0.6, 0.64};
  for (int degree = 0; degree <= 45; ++degree)
    for (SphereRule const& rule : {sphere_rule(degree), product_rule(degree)})
      for (int n = 0; n <= degree; ++n) {
        double mean = 0.0;
        for (std::size_t g = 0; g < rule.points.size(); ++g) {
          auto const& r = rule.points[g];
          mean += rule.weights[g] * std::pow(a[0] * r[0] + a[1] * r[1] + a[2] * r[2], n);
        }
        ASSERT_NEAR(mean, n % 2 == 0 ? 1.0 / (n + 1) : 0.0, 1e-13) << "degree " << degree << ", power " << n;
      }
}

// Gauss-type rules are why the node product is fast: fewer points than the product rule from degree 4 on.
TEST(SphereRule, HasFewerPointsThanTheProductRule) {
  for (int degree = 4; degree <= 21; ++degree)
    EXPECT_LT(sphere_rule(degree).points.size(), product_rule(degree).points.size()) << "degree " << degree;
}

// Points of the best rules known, by degree; that of degree 18 has a negative weight, the next one serves instead.
TEST(SphereRule, HasTheKnownNumberOfPoints) {
  std::size_t const expected[] = {2, 4, 6, 10, 12, 18, 22, 28, 32, 42, 48, 58, 64, 72, 82, 98, 104, 130, 130, 148, 156};
  for (int degree = 1; degree <= 21; ++degree)
    EXPECT_EQ(sphere_rule(degree).points.size(), expected[degree - 1]) << "degree " << degree;
}

// Octahedron, icosahedron, and icosahedron with dodecahedron: weights 25/840 and 27/840.
TEST(SphereRule, IsAPlatonicSolidForDegrees3And5And9) {
  auto const sorted_weights = [](int degree) {
    auto weights = sphere_rule(degree).weights;
    std::sort(weights.begin(), weights.end());
    return weights;
  };
  EXPECT_TRUE(all_near(sorted_weights(3), std::vector<double>(6, 1.0 / 6), 1e-14));
  EXPECT_TRUE(all_near(sorted_weights(5), std::vector<double>(12, 1.0 / 12), 1e-14));
  std::vector<double> both(12, 25.0 / 840);
  both.insert(both.end(), 20, 27.0 / 840);
  EXPECT_TRUE(all_near(sorted_weights(9), both, 1e-14));
}

}  // namespace
}  // namespace tesseral::test
