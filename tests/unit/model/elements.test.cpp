// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/elements.hpp"

#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tesseral {
namespace {

TEST(Elements, EverySymbolLeadsBackToItsNumber) {
  std::set<std::string> symbols;
  for (int number = 1; number <= 118; ++number) {
    symbols.insert(element_symbol(number));
    EXPECT_EQ(atomic_number(element_symbol(number)), number);
  }
  EXPECT_EQ(symbols.size(), 118u);
}

// One or two elements of each row and block: a shifted row of the table would move them.
TEST(Elements, KnownNumbers) {
  for (auto const& [symbol, number] : {std::pair{"H", 1},
                                       {"C", 6},
                                       {"O", 8},
                                       {"Si", 14},
                                       {"K", 19},
                                       {"Fe", 26},
                                       {"Br", 35},
                                       {"Ag", 47},
                                       {"I", 53},
                                       {"La", 57},
                                       {"Lu", 71},
                                       {"Au", 79},
                                       {"Rn", 86},
                                       {"U", 92},
                                       {"Cm", 96},
                                       {"Lr", 103},
                                       {"Og", 118}})
    EXPECT_EQ(atomic_number(symbol), number) << symbol;
}

TEST(Elements, WhatIsNoSymbolHasNumberZero) {
  for (char const* text : {"", "X", "si", "SI", "Si ", "Silicon", "14", "D"}) EXPECT_EQ(atomic_number(text), 0) << text;
}

TEST(Elements, RadiiAreThoseOfCordero) {
  EXPECT_EQ(covalent_radius(1), 0.31);
  EXPECT_EQ(covalent_radius(6), 0.76);  // sp3
  EXPECT_EQ(covalent_radius(14), 1.11);
  EXPECT_EQ(covalent_radius(26), 1.32);  // low spin
  EXPECT_EQ(covalent_radius(55), 2.44);
  EXPECT_EQ(covalent_radius(96), 1.69);
  for (int number = 97; number <= 118; ++number) EXPECT_EQ(covalent_radius(number), 1.5) << number;
}

TEST(Elements, MassesAreStandardAtomicWeights) {
  EXPECT_EQ(atomic_mass(1), 1.0080);
  EXPECT_EQ(atomic_mass(6), 12.011);
  EXPECT_EQ(atomic_mass(14), 28.085);
  EXPECT_EQ(atomic_mass(79), 196.97);
  EXPECT_EQ(atomic_mass(92), 238.03);
  EXPECT_EQ(atomic_mass(118), 294.0);
}

// Masses rise with the number but for the pairs that chemistry knows; a swapped digit would show up as another one.
TEST(Elements, MassesRiseButForTheKnownPairs) {
  std::set<std::string> descents;
  for (int number = 2; number <= 103; ++number)
    if (atomic_mass(number) < atomic_mass(number - 1)) descents.insert(element_symbol(number));
  EXPECT_EQ(descents, (std::set<std::string>{"K", "Ni", "I", "Pa", "Np", "Am"}));
}

TEST(Elements, ANumberOutsideOfTheTableIsAnError) {
  for (int number : {-1, 0, 119}) {
    EXPECT_THROW(element_symbol(number), Error);
    EXPECT_THROW(covalent_radius(number), Error);
    EXPECT_THROW(atomic_mass(number), Error);
  }
}

}  // namespace
}  // namespace tesseral
