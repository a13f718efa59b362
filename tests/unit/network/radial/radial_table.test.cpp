// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/radial/radial_table.hpp"

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

/// test(s, z) for all unordered pairs of species.
template <class Test>
void for_each_pair(ModelData const& data, Test const& test) {
  for (int s = 0; s < data.architecture.species; ++s)
    for (int z = 0; z <= s; ++z) test(s, z);
}

TableIntervals uniform(int of_zone) {
  TableIntervals intervals;
  intervals.fill(of_zone);
  return intervals;
}

// The interpolant and its derivative, [path][channel], by plain loops.
struct Interpolated {
  std::vector<double> R, slope;
};
template <class Real>
Interpolated from_table(RadialTable<Space, Real> const& table, Architecture const& a, double r, int s = 0, int z = 0) {
  constexpr int lanes = RadialTable<Space, Real>::lanes;
  TablePosition at(table, r, a.r_cut);
  if (table.by_pair()) at.interval += table.first_interval(s, z);
  Interpolated result;
  for (int q = 0; q < table.paths; ++q)
    for (int c = 0; c < a.channels; ++c) {
      double value = 0.0, slope = 0.0;
      for (int power = 0; power < 6; ++power) {
        double const coefficient =
            table.values(at.interval * table.interval_stride() + table.pack_offset(c / lanes * lanes) +
                         q * table.path_stride() + power * table.power_stride() + c % lanes);
        value += coefficient * std::pow(at.t, power);
        if (power > 0) slope += coefficient * power * std::pow(at.t, power - 1) * at.per_length;
      }
      result.R.push_back(value);
      result.slope.push_back(slope);
    }
  return result;
}

TEST(RadialValues, AreEquivalentToReference) {
  for_each_layer([](ModelData const& data, int t) {
    double const r_cut = data.architecture.r_cut;
    for (double const r : {0.5, 1.1, 0.6 * r_cut, 0.97 * r_cut, r_cut, 1.2 * r_cut})
      for_each_pair(data, [&](int s, int z) {
        EXPECT_TRUE(all_near(radial_values(data, t, r, s, z).R, reference::radial_functions(data, t, r, s, z), 1e-12))
            << r;
      });
  });
}

// Small distances too: there the Bessel functions come from a series.
TEST(RadialValues, HaveTheirDerivatives) {
  for_each_layer([](ModelData const& data, int t) {
    for (double const r : {0.003, 0.012, 0.05, 0.8, 2.0, 3.5, 3.99}) {
      if (data.agnesi && r < 0.05) continue;  // where the distance does not change
      int const last = data.architecture.species - 1;
      auto const values = [&](double x) { return radial_values(data, t, x, last, 0); };
      auto const at = values(r);
      std::vector<double> slope, curvature;
      for (std::size_t k = 0; k < at.R.size(); ++k) {
        slope.push_back(derivative([&](double h) { return values(r + h).R[k]; }, 5e-4));
        curvature.push_back(derivative([&](double h) { return values(r + h).slope[k]; }, 5e-4));
      }
      EXPECT_TRUE(all_near(at.slope, slope, 1e-8 * (1e-3 + max_abs(slope)))) << r;
      EXPECT_TRUE(all_near(at.curvature, curvature, 1e-8 * (1e-2 + max_abs(curvature)))) << r;
    }
  });
}

TEST(RadialTable, HoldsTheNetworkAtItsKnotsAndNearItBetween) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    TableFit const fit = fit_table(data, t, 1e-9);
    TableIntervals const& intervals = fit.intervals;
    auto const table = make_radial_table<Space, double>(data, t, intervals);
    double const width = a.r_cut / table_zones;
    double error = 0.0, largest = 0.0;
    for_each_pair(data, [&](int s, int z) {
      auto const network = [&](double r) { return radial_values(data, t, r, s, z).R; };
      for (int zone = 2; zone < table_zones; ++zone)
        for (int k = 0; k < intervals[zone]; ++k) {
          auto const at = [&](double part) { return width * (zone + (k + part) / intervals[zone]); };
          auto const exact = network(at(0));
          EXPECT_TRUE(all_near(from_table(table, a, at(0), s, z).R, exact, 1e-12 * (1e-3 + max_abs(exact)))) << at(0);
          for (double const part : {0.21, 0.5, 0.83}) {
            auto const between = network(at(part)), actual = from_table(table, a, at(part), z, s).R;
            ASSERT_EQ(actual.size(), between.size());
            for (std::size_t i = 0; i < actual.size(); ++i) error = std::max(error, std::abs(actual[i] - between[i]));
            largest = std::max(largest, max_abs(between));
          }
        }
    });
    EXPECT_LT(error, 1.2e-9 * largest);
    EXPECT_EQ(radial_table_error(data, t, intervals), fit.error);
    EXPECT_NEAR(fit.error, error / largest, 0.5 * error / largest);
    // an error of order h^6
    EXPECT_NEAR(std::log2(radial_table_error(data, t, uniform(12)) / radial_table_error(data, t, uniform(24))), 6.0,
                0.7);
  });
}

// No zone could do with the next smaller number of intervals.
TEST(RadialTable, HasNoMoreIntervalsThanItsErrorAsksFor) {
  for_each_layer([](ModelData const& data, int t) {
    TableIntervals const fit = fit_table(data, t, 1e-9).intervals;
    for (int zone = 2; zone < table_zones; ++zone) {
      if (fit[zone] == 1) continue;
      TableIntervals fewer = fit;
      fewer[zone] = std::max(1, static_cast<int>(fit[zone] * 0.7));
      EXPECT_GT(radial_table_error(data, t, fewer), 1e-9) << zone;
    }
  });
}

// Energy is conserved where intervals of different lengths meet, since the functions and their slopes go on there.
TEST(RadialTable, IsSmoothBetweenZones) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    TableIntervals intervals{};
    for (int zone = 0; zone < table_zones; ++zone) intervals[zone] = 1 + zone % 3;
    auto const table = make_radial_table<Space, double>(data, t, intervals);
    for (int zone = 1; zone < table_zones; ++zone) {
      double const r = a.r_cut * zone / table_zones;
      auto const before = from_table(table, a, std::nextafter(r, 0.0)), after = from_table(table, a, r);
      EXPECT_TRUE(all_near(before.R, after.R, 1e-12 * (1 + max_abs(after.R)))) << r;
      EXPECT_TRUE(all_near(before.slope, after.slope, 1e-11 * (1 + max_abs(after.slope)))) << r;
    }
  });
}

TEST(RadialTable, SlopeIsTheDerivativeOfTheInterpolant) {
  for_each_layer([&](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    auto const table = make_radial_table<Space, double>(data, t, uniform(1));  // coarse: far from the network
    for (double r = 0.31; r < a.r_cut; r += 0.097) {
      auto const at = from_table(table, a, r);
      std::vector<double> expected;
      for (std::size_t k = 0; k < at.R.size(); ++k)
        expected.push_back(derivative([&](double h) { return from_table(table, a, r + h).R[k]; }, 1e-4));
      EXPECT_TRUE(all_near(at.slope, expected, 1e-8 * (1e-2 + max_abs(expected)))) << r;
    }
  });
}

TEST(RadialTable, IsExactlyZeroFromTheCutoffOn) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    auto const table = make_radial_table<Space, double>(data, t, uniform(3));
    for (double const r : {a.r_cut, std::nextafter(a.r_cut, 99.0), 3.0 * a.r_cut}) {
      EXPECT_EQ(max_abs(from_table(table, a, r).R), 0.0);
      EXPECT_EQ(max_abs(from_table(table, a, r).slope), 0.0);
    }
    double const inside = std::nextafter(a.r_cut, 0.0);
    EXPECT_EQ(TablePosition(table, inside, a.r_cut).interval, 3 * table_zones - 1);
    EXPECT_LT(max_abs(from_table(table, a, inside).R), 1e-16);  // the rounding of six small terms that add to zero
  });
}

// However small the spacing: nothing is lost by differences of rounded values, or by the place within 3200 intervals.
TEST(RadialTable, HasTheDigitsOfFloatInFloat) {
  for_each_layer([](ModelData const& data, int t) {
    Architecture const& a = data.architecture;
    auto const exact = make_radial_table<Space, double>(data, t, uniform(200));
    auto const single = make_radial_table<Space, float>(data, t, uniform(200));
    for (double const r : {0.9, 1.7731, 2.503, 3.2, 3.9}) {
      auto const expected = from_table(exact, a, r), actual = from_table(single, a, r);
      EXPECT_TRUE(all_near(actual.R, expected.R, 2e-7 * max_abs(expected.R))) << r;
      EXPECT_TRUE(all_near(actual.slope, expected.slope, 2e-7 * max_abs(expected.slope))) << r;
    }
  });
}

}  // namespace
}  // namespace tesseral::test
