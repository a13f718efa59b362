// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/sphere_grid.hpp"

#include "reference/sphere.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

// <F^nu Y_lm> for l <= l_out on points with the harmonics of degree l_max given.
template <class HarmonicsOf>
std::vector<double> power_moments(std::vector<double> const& F_lm, int l_out, int nu,
                                  std::vector<double> const& weights, HarmonicsOf const& harmonics_of) {
  std::vector<double> moments(num_lm(l_out), 0.0);
  for (std::size_t g = 0; g < weights.size(); ++g) {
    std::vector<double> const Y = harmonics_of(g);
    double F = 0.0;
    for (std::size_t lm = 0; lm < F_lm.size(); ++lm) F += F_lm[lm] * Y[lm];
    for (std::size_t lm = 0; lm < moments.size(); ++lm) moments[lm] += weights[g] * std::pow(F, nu) * Y[lm];
  }
  return moments;
}

TEST(SphereGrid, IsExactForEveryPowerUpToTheCorrelation) {
  struct Case {
    int l_max, l_out, correlation;
  };
  Random random(1);
  for (auto const [l_max, l_out, correlation] :
       {Case{0, 0, 1}, {1, 1, 4}, {3, 1, 3}, {3, 3, 3}, {4, 3, 4}, {6, 2, 3}, {2, 2, 6}}) {
    SCOPED_TRACE(testing::Message() << "l_max " << l_max << ", l_out " << l_out << ", correlation " << correlation);
    auto const grid = make_power_grid<HostSpace, double>(l_max, l_out, correlation);
    ASSERT_EQ(grid.l_max, l_max);
    auto weights = to_host(grid.weights);
    auto const harmonics = to_host(grid.harmonics);
    std::size_t const pairs = weights.size();
    ASSERT_EQ(static_cast<int>(pairs), grid.n_pairs);
    weights.insert(weights.end(), weights.begin(), weights.end());  // the opposite points follow
    auto const points = reference::quadrature(correlation * l_max + l_out);
    std::vector<double> reference_weights;
    for (auto const& point : points) reference_weights.push_back(point.weight);
    for (int nu = 1; nu <= correlation; ++nu) {
      auto const F_lm = random.normals(num_lm(l_max));
      auto const actual = power_moments(F_lm, l_out, nu, weights, [&](std::size_t g) {
        auto const row = harmonics.begin() + g % pairs * grid.harmonics.extent(1);
        std::vector<double> Y(row, row + num_lm(grid.l_max));
        for (int lm = 0; lm < num_lm(grid.l_max) && g >= pairs; ++lm)
          if (static_cast<int>(std::sqrt(lm)) % 2 == 1) Y[lm] = -Y[lm];
        return Y;
      });
      auto const expected = power_moments(F_lm, l_out, nu, reference_weights,
                                          [&](std::size_t g) { return reference::harmonics(grid.l_max, points[g].r); });
      EXPECT_TRUE(all_near_relative(actual, expected, 1e-12)) << "power " << nu;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
