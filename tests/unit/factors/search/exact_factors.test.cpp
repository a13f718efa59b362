// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/exact_factors.hpp"

#include "support/factor_products.hpp"
#include "support/near.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(ExactFactors, AreExactForEveryPath) {
  constexpr int degrees[][3] = {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {4, 4, 4}, {1, 3, 2}, {3, 0, 3}, {0, 1, 1}};
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan})
    for (auto const& [l1, l2, l3] : degrees) {
      CpFactors const factors = exact_factors(coupling, l1, l2, l3).factors;
      EXPECT_NO_THROW(check(factors));
      auto const T = coupling_tensor(coupling, l1, l2, l3);
      EXPECT_TRUE(all_near(tensor(factors), T, 1e-12)) << name(coupling) << l1 << l2 << l3;
      EXPECT_LT(factors.relative_error, 1e-13);
      EXPECT_FALSE(factors.fitted);
    }
}

// K_even N(3L) + 2 K_odd N(3L-1), N = 6, 18, 32, 58 and 4, 12, 28, 48.
TEST(ExactFactors, RanksOfClebschGordan) {
  constexpr int even[] = {1, 2, 2, 3}, odd[] = {1, 1, 2, 3}, ranks[] = {14, 60, 176, 462};
  for (int l = 1; l <= 4; ++l) {
    ExactFactors const exact = exact_factors(Coupling::clebsch_gordan, l, l, l);
    EXPECT_EQ(exact.even_products, even[l - 1]) << l;
    EXPECT_EQ(exact.odd_products, odd[l - 1]) << l;
    EXPECT_EQ(exact.factors.rank, ranks[l - 1]) << l;
  }
}

TEST(ExactFactors, ProductsAreEquivariant) {
  Random random(2);
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan})
    EXPECT_LT(sample_equivariance(exact_factors(coupling, 3, 2, 3).factors, 20, random).largest, 1e-13);
}

TEST(ExactFactors, DegreesOutOfRangeAreErrors) {
  EXPECT_THROW(exact_factors(Coupling::gaunt, 7, 1, 1), Error);
  EXPECT_THROW(exact_factors(Coupling::clebsch_gordan, 1, -1, 1), Error);
}

}  // namespace
}  // namespace tesseral::test
