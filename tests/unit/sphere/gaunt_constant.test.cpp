// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/gaunt_constant.hpp"

#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace tesseral::test {
namespace {

static_assert(gaunt_constant(2, -1, 2, -1, 0, 0) == 1.0, "a constant of the compiler");
static_assert(gaunt_constant(1, 0, 1, 0, 1, 0) == 0.0, "an odd sum");

TEST(GauntConstant, IsTheCoefficientByQuadrature) {
  for (int l1 = 0; l1 <= 4; ++l1)
    for (int l2 = 0; l2 <= 4; ++l2)
      for (int l3 = 0; l3 <= 4; ++l3) {
        std::map<std::array<int, 3>, double> values;
        for (CouplingTerm const& term : gaunt_terms(l1, l2, l3))
          values[{term.m1 - l1, term.m2 - l2, term.m - l3}] = term.value;
        for (int m1 = -l1; m1 <= l1; ++m1)
          for (int m2 = -l2; m2 <= l2; ++m2)
            for (int m3 = -l3; m3 <= l3; ++m3) {
              auto const found = values.find({m1, m2, m3});
              double const expected = found == values.end() ? 0.0 : found->second;
              double const value = gaunt_constant(l1, m1, l2, m2, l3, m3);
              EXPECT_NEAR(value, expected, 5e-14);
              EXPECT_EQ(value == 0.0, expected == 0.0) << l1 << m1 << l2 << m2 << l3 << m3;
            }
      }
}

}  // namespace
}  // namespace tesseral::test
