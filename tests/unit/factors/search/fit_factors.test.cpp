// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/fit_factors.hpp"

#include "support/factor_products.hpp"
#include "support/near.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

CpFactors fit(Coupling coupling, int l1, int l2, int l3, int rank, std::uint64_t seed = 1) {
  return fit_factors({coupling, l1, l2, l3, rank, seed, 3});
}

TEST(FitFactors, AreExactWhereTheRankAllowsIt) {
  struct {
    Coupling coupling;
    int l1, l2, l3, rank;
    double tolerance;
  } const cases[] = {{Coupling::gaunt, 1, 1, 1, 6, 1e-13},           {Coupling::gaunt, 2, 2, 2, 18, 1e-11},
                     {Coupling::gaunt, 1, 2, 2, 12, 1e-13},          {Coupling::clebsch_gordan, 1, 1, 1, 8, 1e-13},
                     {Coupling::clebsch_gordan, 2, 2, 2, 28, 1e-13}, {Coupling::clebsch_gordan, 1, 2, 2, 20, 1e-13}};
  for (auto const& c : cases) {
    CpFactors const factors = fit(c.coupling, c.l1, c.l2, c.l3, c.rank);
    EXPECT_NO_THROW(check(factors));
    EXPECT_EQ(factors.rank, c.rank);
    EXPECT_TRUE(factors.fitted);
    EXPECT_LT(factors.relative_error, c.tolerance) << name(c.coupling) << c.rank;
    EXPECT_LT(amplification(factors), 20.0);
    EXPECT_TRUE(all_near(tensor(factors), coupling_tensor(c.coupling, c.l1, c.l2, c.l3), 10 * c.tolerance));
  }
}

TEST(FitFactors, AreTheBestOfTheirStartsAndFixedByTheSeed) {
  CpFactors const factors = fit(Coupling::clebsch_gordan, 1, 1, 1, 7),
                  again = fit(Coupling::clebsch_gordan, 1, 1, 1, 7),
                  other = fit(Coupling::clebsch_gordan, 1, 1, 1, 7, 2);
  EXPECT_EQ(factors.A, again.A);
  EXPECT_EQ(factors.B, again.B);
  EXPECT_EQ(factors.C, again.C);
  EXPECT_NE(factors.A, other.A);
  EXPECT_NEAR(factors.relative_error, 0.0188, 1e-4);  // rank 7 is not enough
  EXPECT_NEAR(other.relative_error, factors.relative_error, 1e-6);
}

TEST(FitFactors, MoreTermsAreNeverWorse) {
  double before = 1.0;
  for (int const rank : {10, 15, 20, 28}) {
    CpFactors const factors = fit(Coupling::clebsch_gordan, 2, 2, 2, rank);
    EXPECT_LT(factors.relative_error, before);
    before = factors.relative_error;
  }
}

TEST(FitFactors, WrongRanksDegreesAndStartsAreErrors) {
  EXPECT_THROW(fit(Coupling::gaunt, 1, 1, 1, 0), Error);
  EXPECT_THROW(fit_factors({Coupling::gaunt, 1, 1, 1, 6, 1, 0}), Error);
  EXPECT_THROW(fit(Coupling::gaunt, 7, 7, 7, 5), Error);
  EXPECT_THROW(fit(Coupling::clebsch_gordan, 3, 3, 3, 20000), Error);
}

}  // namespace
}  // namespace tesseral::test
