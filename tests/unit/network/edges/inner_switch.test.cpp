// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/edges/inner_switch.hpp"

#include "support/finite_differences.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr double radius = 1.5, silence = 0.7 * radius;

TEST(InnerSwitch, IsOneOutsideAndZeroDeepInside) {
  for (double const r : {1.5, 1.6, 4.0}) EXPECT_EQ(inner_switch(r, radius).value, 1.0) << r;
  for (double const r : {0.01, 0.5, silence - 1e-12}) EXPECT_EQ(inner_switch(r, radius).value, 0.0) << r;
  EXPECT_NEAR(inner_switch(0.85 * radius, radius).value, 0.5, 1e-14);
  EXPECT_EQ(inner_switch(0.3, 0.0).value, 1.0);  // a pair without an inner radius
}

TEST(InnerSwitch, RisesWithTheSlopeThatItTells) {
  double last = 0.0;
  for (double r = silence + 0.01; r < radius - 0.01; r += 0.02) {
    auto const w = inner_switch(r, radius);
    EXPECT_GT(w.value, last) << r;
    EXPECT_NEAR(w.slope, derivative([&](double h) { return inner_switch(r + h, radius).value; }, 1e-4), 1e-8) << r;
    last = w.value;
  }
}

// Of third order at either end, so that two derivatives vanish there.
TEST(InnerSwitch, JoinsWithTwoDerivatives) {
  auto const above_silence = [](double depth) { return inner_switch(silence + depth, radius).value; };
  auto const below_radius = [](double depth) { return 1.0 - inner_switch(radius - depth, radius).value; };
  EXPECT_NEAR(above_silence(2e-4) / above_silence(1e-4), 8.0, 0.02);
  EXPECT_NEAR(below_radius(2e-3) / below_radius(1e-3), 8.0, 0.1);
}

}  // namespace
}  // namespace tesseral::test
