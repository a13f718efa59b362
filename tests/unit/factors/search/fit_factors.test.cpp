// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/fit_factors.hpp"

#include "support/factor_products.hpp"
#include "support/near.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

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

// Singular values of T unfolded along a mode: T T^T is a multiple of 1 for each degree, by Schur's lemma.
std::vector<double> singular_values_squared(std::vector<double> const& T, int d, int mode) {
  std::vector<double> gram(d * d, 0.0), values;
  auto const at = [&](int i, int j, int k) {
    std::size_t const index[3][3] = {{0, 1, 2}, {1, 0, 2}, {1, 2, 0}};  // where i, j, k go
    int place[3];
    int const value[3] = {i, j, k};
    for (int n = 0; n < 3; ++n) place[n] = value[index[mode][n]];
    return T[(place[0] * d + place[1]) * d + place[2]];
  };
  for (int p = 0; p < d; ++p)
    for (int q = 0; q < d; ++q) {
      for (int j = 0; j < d; ++j)
        for (int k = 0; k < d; ++k) gram[p * d + q] += at(p, j, k) * at(q, j, k);
      if (p != q) {
        EXPECT_NEAR(gram[p * d + q], 0.0, 1e-13);
      }
    }
  for (int p = 0; p < d; ++p) values.push_back(gram[p * d + p]);
  std::sort(values.begin(), values.end(), std::greater<>());
  return values;
}

// |D z(x,y) - z(Dx,Dy)| <= 2 |x| |y| |T - fit| <= 2 |x| |y| sqrt(sum over the modes of the squared singular values
// beyond the first R_T = floor(rank^(1/3))): TDN, theorem 3.1. The first follows from the second with a fit that is no
// worse than a truncated higher-order singular value decomposition, which is a CP decomposition of rank R_T^3.
TEST(FitFactors, ErrorsKeepTheBoundOfTensorDecompositionNetworks) {
  constexpr int l = 2, d = num_lm(l);
  auto const T = coupling_tensor(Coupling::clebsch_gordan, l, l, l);
  Random random(7);
  for (int const rank : {10, 15, 20, 28}) {
    int kept = 1;
    while ((kept + 1) * (kept + 1) * (kept + 1) <= rank) ++kept;
    double tail = 0.0;
    for (int mode = 0; mode < 3; ++mode) {
      auto const values = singular_values_squared(T, d, mode);
      for (int k = kept; k < d; ++k) tail += values[k];
    }
    CpFactors const factors = fit(Coupling::clebsch_gordan, l, l, l, rank);
    double const distance = factors.relative_error * norm(T);
    EXPECT_LE(distance, std::sqrt(tail));
    auto const sampled = sample_equivariance(factors, 200, random);
    EXPECT_LE(sampled.largest, 2.0 * distance + 1e-13);
    EXPECT_GT(sampled.largest, 0.1 * distance - 1e-13);
    EXPECT_NEAR(sampled.relative, factors.equivariance_error, 0.15 * factors.equivariance_error + 1e-13);
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
