// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/larger.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tesseral {
namespace {

TEST(Larger, KeepsWhatIsNotANumber) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(larger(1.0, 2.0), 2.0);
  EXPECT_EQ(larger(2.0, -3.0), 2.0);
  EXPECT_TRUE(std::isnan(larger(nan, 2.0)));
  EXPECT_TRUE(std::isnan(larger(2.0, nan)));
}

}  // namespace
}  // namespace tesseral
