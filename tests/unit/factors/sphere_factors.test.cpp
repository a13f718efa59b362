// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/sphere_factors.hpp"

#include "reference/wigner.hpp"
#include "support/near.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/sphere/clebsch_gordan.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(SphereFactors, AQuadratureDecomposesTheGauntTensor) {
  constexpr int degrees[][3] = {{1, 1, 1}, {2, 2, 2}, {4, 4, 4}, {1, 3, 2}, {0, 2, 2}, {6, 6, 6}};
  for (auto const& [l1, l2, l3] : degrees) {
    CpFactors const factors = gaunt_factors(l1, l2, l3);
    EXPECT_NO_THROW(check(factors));
    EXPECT_TRUE(all_near(tensor(factors), coupling_tensor(Coupling::gaunt, l1, l2, l3), 1e-12)) << l1 << l2 << l3;
  }
}

TEST(SphereFactors, RanksAreThoseOfTheRules) {
  constexpr int ranks[] = {6, 18, 32, 58, 82, 130};
  for (int l = 1; l <= 6; ++l) EXPECT_EQ(gaunt_factors(l, l, l).rank, ranks[l - 1]);
}

// Norms after R. W. James, Proc. R. Soc. A 331, 469 (1973); the signs and all else are those of the Clebsch-Gordan
// block.
TEST(SphereFactors, ElsasserBlocksAreMultiplesOfClebschGordanBlocks) {
  constexpr int largest = 4;
  auto const T = tensor(elsasser_factors(largest, largest, largest));
  int const d = num_lm(largest);
  std::vector<double> expected(d * d * d, 0.0);
  for (int l1 = 1; l1 <= largest; ++l1)
    for (int l2 = 1; l2 <= largest; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, largest); ++l) {
        if ((l1 + l2 + l) % 2 == 0) continue;
        auto const terms = clebsch_gordan_terms(l1, l2, l);
        auto const at = [&](CouplingTerm const& t) {
          return ((l1 * l1 + t.m1) * d + l2 * l2 + t.m2) * d + l * l + t.m;
        };
        double const length = std::sqrt((2 * l1 + 1.0) * (2 * l2 + 1) * (2 * l + 1) * l1 * (l1 + 1) * l2 * (l2 + 1)) *
                              static_cast<double>(std::abs(reference::wigner_3j(l1, l2, l, 1, -1, 0)));
        ASSERT_GT(length, 0.1);
        double const sign = T[at(terms.front())] * terms.front().value > 0.0 ? 1.0 : -1.0;
        for (auto const& term : terms) expected[at(term)] = sign * length * term.value;
      }
  EXPECT_TRUE(all_near(T, expected, 1e-12 * max_abs(expected)));
}

}  // namespace
}  // namespace tesseral::test
