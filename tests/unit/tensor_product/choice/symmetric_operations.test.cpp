// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/symmetric_operations.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

// By hand, of vectors: x.x has three nonzeros, x[a] x[a], and one row; x.x times x one coefficient of each row, 1.
TEST(SymmetricOperations, AreThoseOfTheFormulas) {
  SymmetricSpec spec;
  spec.l_x = spec.l_z = 1;
  spec.channels = 16;
  double const linear = 2 * 4;
  auto const nothing = count_symmetric_power(spec, false);
  EXPECT_EQ(nothing.forward, linear);
  EXPECT_EQ(nothing.backward, linear);

  spec.pairs = {{1, 1, 0}};
  auto const pair = count_symmetric_power(spec, false);
  EXPECT_EQ(pair.forward, linear + (3 * 3 + 2));
  EXPECT_EQ(pair.backward, linear + (2 * 3 * 3 + 2));

  spec.triples = {{1, 1, 0, 1, 1}};
  auto const both = count_symmetric_power(spec, false);
  EXPECT_EQ(both.forward, pair.forward + (3 * 3 + 2) + 2 * 3);
  EXPECT_EQ(both.backward, pair.backward + (3 * 3 * 3 + 2 * 2) + 2 * 2 * 3);
}

}  // namespace
}  // namespace tesseral::test
