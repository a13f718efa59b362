// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/rank_correlation.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(RankCorrelation, LooksAtTheOrderAlone) {
  EXPECT_DOUBLE_EQ(rank_correlation({1.0, 2.0, 3.0, 4.0}, {0.1, 0.2, 70.0, 900.0}), 1.0);
  EXPECT_DOUBLE_EQ(rank_correlation({1.0, 2.0, 3.0, 4.0}, {4.0, 3.0, 2.0, -1e9}), -1.0);
  // 1 - 6 sum of squared differences of ranks / (n (n^2 - 1)), with the differences 1, 1, 2, 0, 2
  EXPECT_NEAR(rank_correlation({1.0, 2.0, 3.0, 4.0, 5.0}, {20.0, 10.0, 50.0, 40.0, 30.0}), 1.0 - 60.0 / 120.0, 1e-15);
}

TEST(RankCorrelation, EqualNumbersShareTheirMeanRank) {
  EXPECT_EQ(ranks_of({5.0, 1.0, 5.0, 7.0}), (std::vector<double>{1.5, 0.0, 1.5, 3.0}));
  EXPECT_DOUBLE_EQ(rank_correlation({1.0, 1.0, 2.0}, {3.0, 3.0, 8.0}), 1.0);
}

TEST(RankCorrelation, IsNotANumberWhereThereIsNoOrder) {
  EXPECT_TRUE(std::isnan(rank_correlation({1.0, 1.0}, {1.0, 2.0})));
  EXPECT_TRUE(std::isnan(rank_correlation({1.0}, {1.0})));
  EXPECT_TRUE(std::isnan(rank_correlation({}, {})));
}

}  // namespace
}  // namespace tesseral::test
