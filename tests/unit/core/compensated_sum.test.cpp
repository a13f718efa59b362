// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/compensated_sum.hpp"

#include "support/spaces.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(CompensatedSum, KeepsWhatRoundingDrops) {
  CompensatedSum sum;
  for (double const x : {1e16, 1.0, -1e16, 1e-3}) sum.add(x);
  EXPECT_EQ(sum.value(), 1.001);
  CompensatedSum other;
  other.add(1e16);
  other.add(1.0);
  sum.add(other);
  sum.add(-1e16);
  EXPECT_EQ(sum.value(), 2.001);
}

template <class Space>
class CompensatedReducerTest : public testing::Test {};
TYPED_TEST_SUITE(CompensatedReducerTest, Spaces);

// 10^6 atoms of an E0 as all-electron data has it, whose sum is known: each has an integer and a small multiple of
// 2^-20.
TYPED_TEST(CompensatedReducerTest, AMillionEnergiesAddUpExactly) {
  constexpr int n = 1000000;
  constexpr double E0 = -13587.0, unit = 1.0 / (1 << 20);
  long long units = 0;
  for (int i = 0; i < n; ++i) units += i % 1001;
  CompensatedSum sum;
  Kokkos::parallel_reduce(
      "test::sum", Kokkos::RangePolicy<TypeParam>(0, n),
      KOKKOS_LAMBDA(int i, CompensatedSum& partial) { partial.add(E0 + unit * (i % 1001)); },
      CompensatedReducer<TypeParam>(sum));
  EXPECT_EQ(sum.value(), n * E0 + unit * static_cast<double>(units));
}

}  // namespace
}  // namespace tesseral::test
