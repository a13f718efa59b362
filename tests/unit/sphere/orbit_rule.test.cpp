// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/orbit_rule.hpp"

#include "reference/sphere.hpp"
#include "support/near.hpp"
#include "tesseral/tensor_product/lifted/reflections.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Vector = std::array<double, 3>;

Vector reflected(Vector r, int s, int classes) {
  for (int d = 0; d < 3; ++d)
    if (classes == 2 ? s == 1 : (s >> d) & 1) r[d] = -r[d];
  return r;
}

// <(a·r)^n> = |a|^n / (n+1) for even n, and 0 for odd n.
TEST(OrbitRule, IntegratesPowersOfItsDegree) {
  Vector const a = {0.48, -0.6, 0.64};
  for (int degree = 0; degree <= 30; ++degree)
    for (OrbitRule const& rule : {antipodal_rule(degree), reflection_rule(degree), plain_rule(degree)})
      for (int n = 0; n <= degree; ++n) {
        double mean = 0.0;
        for (std::size_t g = 0; g < rule.points.size(); ++g)
          for (int s = 0; s < rule.classes; ++s) {
            Vector const r = reflected(rule.points[g], s, rule.classes);
            mean += rule.weights[g] * std::pow(a[0] * r[0] + a[1] * r[1] + a[2] * r[2], n);
          }
        ASSERT_NEAR(mean, n % 2 == 0 ? 1.0 / (n + 1) : 0.0, 1e-13) << "degree " << degree << ", power " << n;
      }
}

// The points of the fewest-point rules known, by halves.
TEST(OrbitRule, HasHalfOfThePointsOfAntipodalRules) {
  int const expected[][2] = {{3, 3}, {6, 11}, {9, 16}, {11, 25}, {12, 32}, {15, 41}, {18, 65}, {21, 78}};
  for (auto const& [degree, points] : expected)
    EXPECT_EQ(antipodal_rule(degree).points.size(), static_cast<std::size_t>(points)) << "degree " << degree;
}

TEST(OrbitRule, TheCheapestOneWeighsRowsAgainstPoints) {
  EXPECT_EQ(cheapest_rule(9, 16, 8).classes, 2);
  EXPECT_EQ(cheapest_rule(24, 81, 8).classes, 8);
  EXPECT_EQ(cheapest_rule(10, 16, 1000).classes, 1);  // 42 points; the antipodal rule has 50
}

// Y_lm(s r) = (-1)^bits(s & class) Y_lm(r).
TEST(Reflections, HarmonicsHaveTheSignsOfTheirClass) {
  Vector const r = {0.48, -0.6, 0.64};
  for (int const classes : {1, 2, 8})
    for (int s = 0; s < classes; ++s)
      for (int l = 0; l <= 5; ++l)
        for (int m = -l; m <= l; ++m) {
          double const sign = reflection_sign(s, reflection_class(l, m, classes));
          EXPECT_NEAR(reference::harmonic(l, m, reflected(r, s, classes)), sign * reference::harmonic(l, m, r), 1e-12)
              << "l " << l << ", m " << m << ", reflection " << s << " of " << classes;
        }
}

}  // namespace
}  // namespace tesseral::test
