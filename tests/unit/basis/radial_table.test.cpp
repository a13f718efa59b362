// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/basis/radial_table.hpp"

#include "reference/radial.hpp"
#include "support/architectures.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "support/random_model.hpp"
#include "support/spaces.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Space = HostSpace;

template <class Test>
void for_each_layer(Test const& test) {
  for (auto const& variant : variants())
    for (int t = 0; t < variant.architecture.layers; ++t) {
      SCOPED_TRACE(variant.name + ", layer " + std::to_string(t));
      test(random_model(variant), t);
    }
}

// R[path][channel] at r without the padding.
std::vector<double> from_table(RadialTable<Space, double> const& table, Architecture const& a, double r) {
  int const channels = padded<Space, double>(a.channels);
  std::vector<double> rows(table.width), R;
  interpolate(table, r, a.r_cut, rows.data());
  for (int k = 0; k < table.width; ++k)
    if (k % channels < a.channels) R.push_back(rows[k]);
  return R;
}

TEST(RadialValues, AreEquivalentToReference) {
  for_each_layer([](ModelData const& data, int t) {
    double const r_cut = data.architecture.r_cut;
    for (double const r : {0.5, 1.1, 0.6 * r_cut, 0.97 * r_cut, r_cut, 1.2 * r_cut})
      EXPECT_TRUE(all_near(radial_values(data, t, r).R, reference::radial_functions(data, t, r), 1e-12)) << r;
  });
}

// Small distances too: there the Bessel functions come from a series.
TEST(RadialValues, HaveTheirDerivatives) {
  for_each_layer([](ModelData const& data, int t) {
    for (double const r : {0.003, 0.012, 0.05, 0.8, 2.0, 3.5, 3.99}) {
      auto const at = radial_values(data, t, r);
      std::vector<double> slope, curvature;
      for (std::size_t k = 0; k < at.R.size(); ++k) {
        slope.push_back(derivative([&](double h) { return radial_values(data, t, r + h).R[k]; }, 5e-4));
        curvature.push_back(derivative([&](double h) { return radial_values(data, t, r + h).slope[k]; }, 5e-4));
      }
      EXPECT_TRUE(all_near(at.slope, slope, 1e-8 * (1e-3 + max_abs(slope)))) << r;
      EXPECT_TRUE(all_near(at.curvature, curvature, 1e-8 * (1e-2 + max_abs(curvature)))) << r;
    }
  });
}

TEST(RadialTable, HoldsTheNetworkAtItsKnotsAndNearItBetween) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    int const n = table_intervals(data, t);
    auto const table = make_radial_table<Space, double>(data, t, n);
    double error = 0.0, largest = 0.0;
    for (int k = n / 8; k < n; ++k) {
      double const knot = k * table.spacing;
      auto const exact = radial_values(data, t, knot).R;
      EXPECT_TRUE(all_near(from_table(table, a, knot), exact, 1e-12 * (1e-3 + max_abs(exact)))) << knot;
      for (double const part : {0.21, 0.5, 0.83}) {
        auto const between = radial_values(data, t, knot + part * table.spacing).R;
        auto const actual = from_table(table, a, knot + part * table.spacing);
        ASSERT_EQ(actual.size(), between.size());
        for (std::size_t i = 0; i < actual.size(); ++i) error = std::max(error, std::abs(actual[i] - between[i]));
        largest = std::max(largest, max_abs(between));
      }
    }
    EXPECT_LT(error, 1e-9 * largest);
    EXPECT_NEAR(radial_table_error(data, t, n), error / largest, 0.5 * error / largest);
    // an error of order h^6
    EXPECT_NEAR(std::log2(radial_table_error(data, t, 200) / radial_table_error(data, t, 400)), 6.0, 0.7);
  });
}

TEST(RadialTable, AdjointIsTheDerivativeOfTheInterpolant) {
  Random random(1);
  for_each_layer([&](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    auto const table = make_radial_table<Space, double>(data, t, 20);  // coarse: far from the network
    auto const R_adj = random.normals(table.width);
    auto const value = [&](double r) {
      std::vector<double> R(table.width);
      interpolate(table, r, a.r_cut, R.data());
      double sum = 0.0;
      for (int k = 0; k < table.width; ++k) sum += R_adj[k] * R[k];
      return sum;
    };
    double largest = 0.0;
    for (double r = 0.31; r < a.r_cut; r += 0.097) largest = std::max(largest, std::abs(value(r)));
    for (double r = 0.31; r < a.r_cut; r += 0.097)
      EXPECT_NEAR(interpolate_adjoint(table, r, a.r_cut, R_adj.data()),
                  derivative([&](double h) { return value(r + h); }, 1e-4), 1e-8 * largest);
  });
}

TEST(RadialTable, IsExactlyZeroFromTheCutoffOn) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    auto const table = make_radial_table<Space, double>(data, t, 37);
    std::vector<double> const ones(table.width, 1.0);
    for (double const r : {a.r_cut, std::nextafter(a.r_cut, 99.0), 3.0 * a.r_cut}) {
      EXPECT_EQ(max_abs(from_table(table, a, r)), 0.0);
      EXPECT_EQ(interpolate_adjoint(table, r, a.r_cut, ones.data()), 0.0);
    }
    double const inside = std::nextafter(a.r_cut, 0.0);
    EXPECT_LT(max_abs(from_table(table, a, inside)), 1e-20);
  });
}

}  // namespace
}  // namespace tesseral::test
