// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/formula.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

using Fractions = std::map<std::string, double>;

TEST(AtomicFractions, AreThePartsOfAllAtoms) {
  EXPECT_EQ(atomic_fractions("Cu"), (Fractions{{"Cu", 1.0}}));
  EXPECT_EQ(atomic_fractions("H2O"), (Fractions{{"H", 2.0 / 3.0}, {"O", 1.0 / 3.0}}));
  EXPECT_EQ(atomic_fractions("CH3OH"), (Fractions{{"C", 1.0 / 6.0}, {"H", 4.0 / 6.0}, {"O", 1.0 / 6.0}}));
  EXPECT_EQ(atomic_fractions("CO"), (Fractions{{"C", 0.5}, {"O", 0.5}}));
  Fractions const solid = atomic_fractions("Li6.75P3S11");
  EXPECT_DOUBLE_EQ(solid.at("Li"), 27.0 / 83.0);
  EXPECT_DOUBLE_EQ(solid.at("S"), 44.0 / 83.0);
}

TEST(AtomicFractions, OfWhatIsNoFormulaAreNone) {
  for (char const* const text : {"", "2", "h2o", "Qq", "H2 O", "H0", "H-2", "H2.5.1", "Ca(OH)2", "H2O.", "H1e3"})
    EXPECT_TRUE(atomic_fractions(text).empty()) << text;
}

}  // namespace
}  // namespace tesseral
