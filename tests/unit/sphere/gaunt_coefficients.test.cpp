// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include "reference/gaunt_3j.hpp"
#include "reference/sphere.hpp"
#include "support/near.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace tesseral::test {
namespace {

constexpr int largest = 6;

std::vector<double> dense(int l1, int l2, int l) {
  std::vector<double> G((2 * l1 + 1) * (2 * l2 + 1) * (2 * l + 1), 0.0);
  for (auto const& term : gaunt_terms(l1, l2, l))
    G[(term.m1 * (2 * l2 + 1) + term.m2) * (2 * l + 1) + term.m] += term.value;
  return G;
}

TEST(GauntCoefficients, AreEquivalentToReference) {
  for (int l1 = 0; l1 <= largest; ++l1)
    for (int l2 = 0; l2 <= largest; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, largest); l += 2)
        EXPECT_TRUE(all_near(dense(l1, l2, l), reference::gaunt(l1, l2, l), 1e-12)) << l1 << l2 << l;
}

// Independent of any quadrature, and for all degrees that products have.
TEST(GauntCoefficients, AreThoseOfWigner3jSymbols) {
  for (int const l1 : {0, 1, 2, 3, 7, 10})
    for (int const l2 : {0, 1, 4, 9})
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, 10); l += 2) {
        auto const G = dense(l1, l2, l);
        std::size_t k = 0;
        for (int m1 = -l1; m1 <= l1; ++m1)
          for (int m2 = -l2; m2 <= l2; ++m2)
            for (int m = -l; m <= l; ++m, ++k)
              ASSERT_NEAR(G[k], reference::gaunt_by_3j(l1, m1, l2, m2, l, m), 1e-12)
                  << l1 << " " << m1 << ", " << l2 << " " << m2 << ", " << l << " " << m;
      }
}

// Nonzeros of products with all degrees up to L: counted independently.
TEST(GauntCoefficients, HaveTheKnownNumberOfNonzeros) {
  std::size_t const expected[] = {1, 10, 83, 353, 1158, 2907, 6460};
  for (int L = 0; L <= 6; ++L) EXPECT_EQ(gaunt_product_terms(L, L, L).size(), expected[L]) << "L = " << L;
}

// Each block is its path's constant times a block of norm 1: sqrt((2l1+1)(2l2+1)(2l+1)) |(l1 l2 l; 0 0 0)|, with the
// closed form of the symbol.
TEST(GauntCoefficients, HaveTheKnownPathConstants) {
  auto const f = [](int n) { return reference::factorial(n); };
  for (int l1 = 0; l1 <= largest; ++l1)
    for (int l2 = 0; l2 <= largest; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, largest); l += 2) {
        int const g = (l1 + l2 + l) / 2;
        double const symbol = std::sqrt(f(2 * g - 2 * l1) * f(2 * g - 2 * l2) * f(2 * g - 2 * l) / f(2 * g + 1)) *
                              f(g) / (f(g - l1) * f(g - l2) * f(g - l));
        double norm2 = 0.0;
        for (double const value : dense(l1, l2, l)) norm2 += value * value;
        EXPECT_NEAR(std::sqrt(norm2), std::sqrt((2.0 * l1 + 1) * (2 * l2 + 1) * (2 * l + 1)) * symbol, 1e-12)
            << l1 << l2 << l;
      }
}

// By orthogonality Y_a · 1 = Y_a, and the coefficients do not depend on the order of the three harmonics.
TEST(GauntCoefficients, AreSymmetricAndNormalised) {
  EXPECT_TRUE(all_near(dense(3, 0, 3), dense(0, 3, 3), 1e-14));
  for (auto const& term : gaunt_terms(4, 0, 4)) {
    EXPECT_EQ(term.m1, term.m);
    EXPECT_NEAR(term.value, 1.0, 1e-13);
  }
  auto const forward = dense(2, 3, 5), swapped = dense(3, 2, 5);
  for (int m1 = 0; m1 < 5; ++m1)
    for (int m2 = 0; m2 < 7; ++m2)
      for (int m = 0; m < 11; ++m) EXPECT_NEAR(forward[(m1 * 7 + m2) * 11 + m], swapped[(m2 * 5 + m1) * 11 + m], 1e-13);
}

TEST(GauntCoefficients, AreSortedAndWithoutZeros) {
  auto const terms = gaunt_terms(3, 4, 5);
  ASSERT_FALSE(terms.empty());
  for (std::size_t k = 0; k < terms.size(); ++k) {
    EXPECT_GT(std::abs(terms[k].value), 1e-6);
    if (k == 0) continue;
    auto const key = [](CouplingTerm const& t) { return std::tuple(t.m, t.m1, t.m2); };
    EXPECT_LT(key(terms[k - 1]), key(terms[k]));
  }
}

}  // namespace
}  // namespace tesseral::test
