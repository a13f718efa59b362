// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/spherical_harmonics.hpp"

#include "reference/sphere.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

std::vector<double> evaluate(std::array<double, 3> const& r) {
  double const length = std::sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
  std::vector<double> Y(num_lm(max_l));
  spherical_harmonics(max_l, r[0] / length, r[1] / length, r[2] / length, Y.data());
  return Y;
}

// Random directions, and those at which formulas with angles or square roots break down.
std::vector<std::array<double, 3>> directions() {
  std::vector<std::array<double, 3>> list = {{0, 0, 1},  {0, 0, -1}, {1, 0, 0},         {0, -1, 0},
                                             {1, 1, 0},  {0, 1, 1},  {1e-9, 0, 1},      {0, 1e-160, -1},
                                             {-1, 0, 0}, {1, 1, 1},  {1e-5, -1e-5, -1}, {1, 1e-12, 1e-12}};
  Random random(1);
  for (int k = 0; k < 50; ++k) list.push_back(random.unit_vector());
  return list;
}

TEST(SphericalHarmonics, IsEquivalentToReference) {
  for (auto const& r : directions())
    EXPECT_TRUE(all_near(evaluate(r), reference::harmonics(max_l, r), 1e-13)) << r[0] << " " << r[1] << " " << r[2];
}

TEST(SphericalHarmonics, FollowsTheConventions) {
  Random random(2);
  auto const r = random.unit_vector();
  auto const Y = evaluate(r);
  double const root_3 = std::sqrt(3.0), root_15 = std::sqrt(15.0);
  EXPECT_NEAR(Y[0], 1.0, 1e-15);
  EXPECT_NEAR(Y[lm_index(1, -1)], root_3 * r[1], 1e-14);
  EXPECT_NEAR(Y[lm_index(1, 0)], root_3 * r[2], 1e-14);
  EXPECT_NEAR(Y[lm_index(1, 1)], root_3 * r[0], 1e-14);
  EXPECT_NEAR(Y[lm_index(2, -2)], root_15 * r[0] * r[1], 1e-14);
  EXPECT_NEAR(Y[lm_index(2, 2)], 0.5 * root_15 * (r[0] * r[0] - r[1] * r[1]), 1e-14);
  for (int l = 0; l <= max_l; ++l) {
    double sum = 0.0;
    for (int m = -l; m <= l; ++m) sum += Y[lm_index(l, m)] * Y[lm_index(l, m)];
    EXPECT_NEAR(sum, 2 * l + 1, 1e-12);
  }
}

TEST(SphericalHarmonics, WritesNoDegreeAboveTheOneAskedFor) {
  for (int l_max = 0; l_max < max_l; ++l_max) {
    std::vector<double> Y(num_lm(max_l), 7.0);
    spherical_harmonics(l_max, 0.6, 0.0, 0.8, Y.data());
    std::vector<double> expected = reference::harmonics(max_l, {0.6, 0.0, 0.8});
    for (int lm = num_lm(l_max); lm < num_lm(max_l); ++lm) expected[lm] = 7.0;
    EXPECT_TRUE(all_near(Y, expected, 1e-13)) << "l_max " << l_max;
  }
}

TEST(SphericalHarmonics, SinglePrecisionTracksDouble) {
  Random random(4);
  for (int k = 0; k < 20; ++k) {
    auto const u = random.unit_vector();
    std::vector<float> Y(num_lm(max_l));
    spherical_harmonics(max_l, static_cast<float>(u[0]), static_cast<float>(u[1]), static_cast<float>(u[2]), Y.data());
    EXPECT_TRUE(all_near(std::vector<double>(Y.begin(), Y.end()), evaluate(u), 3e-5));
  }
}

}  // namespace
}  // namespace tesseral::test
