// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/pack_math.hpp"
#include "tesseral/core/pack_transpose.hpp"

#include "reference/radial.hpp"
#include "support/finite_differences.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tesseral::test {
namespace {

template <class Real, int N>
struct Lanes {
  using P = Pack<Real, N>;
  static constexpr int count = N;
  static constexpr double epsilon = std::numeric_limits<Real>::epsilon();
  static constexpr double vanishing = sizeof(Real) == sizeof(double) ? 1e-300 : 1e-34;  // some 1000 · exp(-high)
};

template <class Lanes>
class PackMath : public testing::Test {};
using AllLanes =
    testing::Types<Lanes<double, 1>, Lanes<double, 4>, Lanes<double, 8>, Lanes<float, 1>, Lanes<float, 16>>;
TYPED_TEST_SUITE(PackMath, AllLanes);

TYPED_TEST(PackMath, ExponentialIsExactToRounding) {
  using P = typename TypeParam::P;
  for (double x = -80.0; x < 80.0; x += 0.0137) {
    auto const value = exp(P(x))[0];
    double const expected = std::exp(static_cast<double>(static_cast<decltype(value)>(x)));
    ASSERT_NEAR(value, expected, 4.0 * TypeParam::epsilon * expected) << x;
  }
  EXPECT_EQ(exp(P(0))[0], 1.0);
}

TYPED_TEST(PackMath, ExponentialOfEachLaneIsItsOwn) {
  using P = typename TypeParam::P;
  P const x = pack_of_lanes<P>([](int lane) { return 3.7 - 1.9 * lane; });
  P const value = exp(x);
  for (int lane = 0; lane < TypeParam::count; ++lane) {
    double const expected = std::exp(static_cast<double>(x[lane]));
    EXPECT_NEAR(value[lane], expected, 4.0 * TypeParam::epsilon * expected) << lane;
  }
}

TYPED_TEST(PackMath, ExponentialStaysFiniteAndKeepsNaN) {
  using P = typename TypeParam::P;
  EXPECT_TRUE(std::isnan(exp(P(std::numeric_limits<double>::quiet_NaN()))[0]));
  EXPECT_GE(exp(P(-1e4))[0], 0.0);
  EXPECT_LT(exp(P(-1e4))[0], 1e-37);
  EXPECT_GT(exp(P(1e4))[0], 1e38);
}

TYPED_TEST(PackMath, SiluAndItsDerivative) {
  using P = typename TypeParam::P;
  for (double x = -30.0; x < 30.0; x += 0.31) {
    EXPECT_NEAR(silu(P(x))[0], reference::silu(x), 8.0 * TypeParam::epsilon * (1.0 + std::abs(x))) << x;
    double const slope = derivative([&](double h) { return reference::silu(x + h); }, 1e-3);
    EXPECT_NEAR(silu_derivative(P(x))[0], slope, 1e-11 + 8.0 * TypeParam::epsilon) << x;
  }
  // no overflow far out
  EXPECT_NEAR(silu(P(-2000))[0], 0.0, TypeParam::vanishing);
  EXPECT_EQ(silu(P(2000))[0], 2000.0);
  EXPECT_NEAR(silu_derivative(P(-2000))[0], 0.0, TypeParam::vanishing);
  EXPECT_EQ(silu_derivative(P(2000))[0], 1.0);
}

TYPED_TEST(PackMath, TransposeExchangesRowsAndLanes) {
  using P = typename TypeParam::P;
  constexpr int N = TypeParam::count;
  P rows[N];
  for (int row = 0; row < N; ++row)
    for (int lane = 0; lane < N; ++lane) rows[row].set(lane, N * row + lane);
  transpose(rows);
  for (int row = 0; row < N; ++row)
    for (int lane = 0; lane < N; ++lane) EXPECT_EQ(rows[row][lane], N * lane + row);
}

TYPED_TEST(PackMath, LanesAreIndependent) {
  using P = typename TypeParam::P;
  P x;
  constexpr int n = sizeof(P) / sizeof(x[0]);
  for (int lane = 0; lane < n; ++lane) x.set(lane, static_cast<float>(0.25 * lane - 1.0));
  double sum = 0.0;
  for (int lane = 0; lane < n; ++lane) {
    EXPECT_NEAR(silu(x)[lane], reference::silu(0.25 * lane - 1.0), 8.0 * TypeParam::epsilon);
    sum += x[lane];
  }
  EXPECT_NEAR(sum_lanes(x), sum, 8.0 * TypeParam::epsilon * n);
}

}  // namespace
}  // namespace tesseral::test
