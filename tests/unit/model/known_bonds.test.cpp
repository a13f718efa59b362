// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/known_bonds.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

TEST(KnownBonds, ArePublishedOnesWhateverTheOrder) {
  for (auto const& bond : {deepest_bond("H", "C"), deepest_bond("C", "H")}) {
    ASSERT_TRUE(bond);
    EXPECT_EQ(bond->energy, 5.75);
    EXPECT_TRUE(bond->published);
  }
}

TEST(KnownBonds, AreGeometricMeansWhereNoneIsPublished) {
  auto const bond = deepest_bond("Ta", "W");
  ASSERT_TRUE(bond);
  EXPECT_NEAR(bond->energy, std::sqrt(4.0 * 5.0), 1e-12);
  EXPECT_FALSE(bond->published);
}

TEST(KnownBonds, AreNoneOfElementsThatAreNotThere) {
  EXPECT_FALSE(deepest_bond("Pu", "Pu"));
  EXPECT_FALSE(deepest_bond("H", "Pu"));
}

// Those of this project's data sets.
TEST(KnownBonds, HoldEveryElementOfTheDataSets) {
  for (char const* element :
       {"H", "C", "N", "O", "Li", "Na", "Si", "P", "S", "Cl", "Ni", "Cu", "Ge", "Nb", "Mo", "Ta", "W"})
    EXPECT_TRUE(deepest_bond(element, element)) << element;
}

}  // namespace
}  // namespace tesseral
