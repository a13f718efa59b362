// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/clebsch_gordan.hpp"

#include "reference/wigner.hpp"
#include "support/near.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace tesseral::test {
namespace {

std::vector<double> dense(std::vector<CouplingTerm> const& terms, int l1, int l2, int l) {
  std::vector<double> C((2 * l1 + 1) * (2 * l2 + 1) * (2 * l + 1), 0.0);
  for (auto const& term : terms) C[(term.m1 * (2 * l2 + 1) + term.m2) * (2 * l + 1) + term.m] += term.value;
  return C;
}

TEST(ClebschGordan, IsEquivalentToReference) {
  constexpr int largest = max_l_clebsch_gordan;
  double worst = 0.0;
  for (int l1 = 0; l1 <= largest; ++l1)
    for (int l2 = 0; l2 <= largest; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, largest); ++l) {
        auto const actual = dense(clebsch_gordan_terms(l1, l2, l), l1, l2, l);
        auto const expected = reference::clebsch_gordan(l1, l2, l);
        for (std::size_t k = 0; k < actual.size(); ++k) worst = std::max(worst, std::abs(actual[k] - expected[k]));
      }
  EXPECT_LT(worst, 1e-13);
}

TEST(ClebschGordan, HasNoBlockOutsideTheTriangle) {
  EXPECT_TRUE(clebsch_gordan_terms(1, 1, 3).empty());
  EXPECT_TRUE(clebsch_gordan_terms(2, 4, 1).empty());
  EXPECT_FALSE(clebsch_gordan_terms(2, 4, 2).empty());
}

TEST(ClebschGordan, EvenBlocksArePositiveMultiplesOfGauntBlocks) {
  for (int l1 = 0; l1 <= 4; ++l1)
    for (int l2 = 0; l2 <= 4; ++l2)
      for (int l = std::abs(l1 - l2); l <= l1 + l2 && l <= 6; l += 2) {
        auto gaunt = dense(gaunt_terms(l1, l2, l), l1, l2, l);
        double norm2 = 0.0;
        for (double const g : gaunt) norm2 += g * g;
        for (double& g : gaunt) g /= std::sqrt(norm2);
        EXPECT_TRUE(all_near(dense(clebsch_gordan_terms(l1, l2, l), l1, l2, l), gaunt, 1e-13)) << l1 << l2 << l;
      }
}

// z = x × y / sqrt 6 for vectors in the order of the harmonics, (y, z, x): positive entries (1,2,0) and its cyclic
// ones.
TEST(ClebschGordan, TheOddBlockOfVectorsIsTheCrossProduct) {
  auto const terms = clebsch_gordan_terms(1, 1, 1);
  ASSERT_EQ(terms.size(), 6u);
  for (auto const& term : terms) {
    int const sign = term.m2 == (term.m1 + 1) % 3 ? 1 : -1;
    EXPECT_NEAR(term.value, sign / std::sqrt(6.0), 1e-15);
  }
}

TEST(ClebschGordan, OddBlocksAreAntisymmetric) {
  auto const forward = dense(clebsch_gordan_terms(2, 3, 4), 2, 3, 4),
             swapped = dense(clebsch_gordan_terms(3, 2, 4), 3, 2, 4),
             cyclic = dense(clebsch_gordan_terms(4, 2, 3), 4, 2, 3);
  for (int m1 = 0; m1 < 5; ++m1)
    for (int m2 = 0; m2 < 7; ++m2)
      for (int m = 0; m < 9; ++m) {
        double const value = forward[(m1 * 7 + m2) * 9 + m];
        EXPECT_NEAR(swapped[(m2 * 5 + m1) * 9 + m], -value, 1e-14);
        EXPECT_NEAR(cyclic[(m * 5 + m1) * 7 + m2], value, 1e-14);
      }
}

TEST(ClebschGordan, IsSortedAndWithoutZeros) {
  auto const terms = clebsch_gordan_terms(3, 4, 6);
  ASSERT_FALSE(terms.empty());
  auto const key = [](CouplingTerm const& t) { return std::tuple(t.m, t.m1, t.m2); };
  for (std::size_t k = 0; k < terms.size(); ++k) {
    EXPECT_GT(std::abs(terms[k].value), 1e-6);
    if (k > 0) {
      EXPECT_LT(key(terms[k - 1]), key(terms[k]));
    }
  }
}

}  // namespace
}  // namespace tesseral::test
