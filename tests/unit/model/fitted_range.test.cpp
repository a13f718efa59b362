// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Ranges of data: what two of them span, and what lies outside of one. In files: model_file_fitted_range.test.cpp.
#include "tesseral/model/fitted_range.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

using Words = std::vector<std::string>;

std::vector<std::string> const elements = {"H", "O", "He"};

// Of H and O; there was no He.
FittedRange fitted() {
  FittedRange range;
  range.frames = 10;
  range.atoms = {20, 10, 0};
  range.closest = {{1.5, 0.93, 5.0}, {0.93, 2.5, 5.0}, {5.0, 5.0, 5.0}};
  range.neighbors = {{2, 6}, {4, 4}, {0, 0}};
  range.energy = {-3.0, -2.8};
  range.largest_force = 5.0;
  return range;
}

// One molecule in the middle of it all.
FittedRange found() {
  FittedRange range = fitted();
  range.frames = 1;
  range.atoms = {2, 1, 0};
  range.closest[0][0] = 1.6;
  range.neighbors = {{3, 3}, {4, 4}, {0, 0}};
  range.energy = {-2.9, -2.9};
  range.largest_force = 1.0;
  return range;
}

template <class Change>
Words after(Change const& change) {
  FittedRange range = found();
  change(range);
  return departures(range, fitted(), elements);
}

TEST(FittedRange, WithinItNothingDeparts) {
  EXPECT_EQ(departures(found(), fitted(), elements), Words{});
  EXPECT_EQ(departures(fitted(), fitted(), elements), Words{}) << "its ends belong to it";
}

TEST(FittedRange, CloserPairsDepart) {
  auto const closer = [](FittedRange& r) { r.closest[0][1] = r.closest[1][0] = 0.71; };
  EXPECT_EQ(after(closer), (Words{"H-O 0.710 Å (fitted to 0.930 Å and more)"}));
}

TEST(FittedRange, FewerAndMoreNeighborsDepart) {
  EXPECT_EQ(after([](FittedRange& r) {
              r.neighbors[0] = {1, 7};
            }),
            (Words{"H with 1 neighbors (fitted to 2 to 6)", "H with 7 neighbors (fitted to 2 to 6)"}));
  EXPECT_EQ(after([](FittedRange& r) { r.neighbors[1][1] = 5; }), (Words{"O with 5 neighbors (fitted to 4)"}));
}

// Of such an element nothing else is said, whatever it is close to.
TEST(FittedRange, ElementsThatWereNotThereDepart) {
  EXPECT_EQ(after([](FittedRange& r) {
              r.atoms[2] = 1;
              r.neighbors[2] = {1, 1};
              r.closest[0][2] = r.closest[2][0] = 0.5;
            }),
            (Words{"He (fitted to none)"}));
}

// Beyond twice the span, on either side, or what is no number.
TEST(FittedRange, EnergiesFarOffDepart) {
  auto const with = [](double energy) { return after([=](FittedRange& r) { r.energy = {energy, energy}; }); };
  EXPECT_EQ(with(-3.19), Words{});
  EXPECT_EQ(with(-2.61), Words{});
  EXPECT_EQ(with(-3.21), (Words{"-3.210 eV/atom less E0 (fitted to -3.000 to -2.800)"}));
  EXPECT_EQ(with(-2.59), (Words{"-2.590 eV/atom less E0 (fitted to -3.000 to -2.800)"}));
  EXPECT_EQ(with(std::nan("")).size(), 1u);
  EXPECT_EQ(with(HUGE_VAL).size(), 1u);
}

TEST(FittedRange, LargeForcesDepart) {
  EXPECT_EQ(after([](FittedRange& r) { r.largest_force = 9.9; }), Words{});
  EXPECT_EQ(after([](FittedRange& r) { r.largest_force = 10.1; }),
            (Words{"a force of 10.1 eV/Å (fitted to 5.0 eV/Å at most)"}));
  EXPECT_EQ(after([](FittedRange& r) { r.largest_force = std::nan(""); }).size(), 1u);
}

// Perfect crystals of one volume have one energy and no forces; rounding errors are no departure from that.
TEST(FittedRange, SmallDifferencesAreNone) {
  FittedRange crystals = fitted();
  crystals.energy = {-3.0, -3.0};
  crystals.largest_force = 0.0;
  FittedRange one = found();
  one.energy = {-2.995, -2.995};
  one.largest_force = 0.01;
  EXPECT_EQ(departures(one, crystals, elements), Words{});
  one.energy = {-2.98, -2.98};
  one.largest_force = 0.2;
  EXPECT_EQ(departures(one, crystals, elements).size(), 2u);
}

TEST(FittedRange, WhatIsUnknownIsNotJudged) {
  FittedRange unlabelled = fitted();
  unlabelled.energy.reset();
  unlabelled.largest_force.reset();
  FittedRange wild = found();
  wild.energy = {100.0, 100.0};
  wild.largest_force = 100.0;
  EXPECT_EQ(departures(wild, unlabelled, elements), Words{});
  EXPECT_EQ(departures(wild, fitted(), elements).size(), 2u);
  EXPECT_EQ(departures(unlabelled, fitted(), elements), Words{});
}

TEST(FittedRange, TwoAreUnited) {
  FittedRange other = found();
  other.atoms = {1, 0, 1};
  other.closest = {{1.4, 5.0, 0.8}, {5.0, 5.0, 5.0}, {0.8, 5.0, 5.0}};
  other.neighbors = {{1, 7}, {0, 0}, {1, 1}};
  other.energy = {-2.5, -2.5};
  other.largest_force = 9.0;
  for (FittedRange const& both : {united(fitted(), other), united(other, fitted())}) {
    EXPECT_EQ(both.frames, 11);
    EXPECT_EQ(both.atoms, (std::vector<int>{21, 10, 1}));
    EXPECT_EQ(both.closest, (std::vector<std::vector<double>>{{1.4, 0.93, 0.8}, {0.93, 2.5, 5.0}, {0.8, 5.0, 5.0}}));
    EXPECT_EQ(both.neighbors, (std::vector<std::array<int, 2>>{{1, 7}, {4, 4}, {1, 1}}));
    EXPECT_EQ(both.energy, (std::array<double, 2>{-3.0, -2.5}));
    EXPECT_EQ(both.largest_force, 9.0);
  }
  other.energy.reset();
  other.largest_force.reset();
  for (FittedRange const& both : {united(fitted(), other), united(other, fitted())}) {
    EXPECT_EQ(both.energy, fitted().energy);
    EXPECT_EQ(both.largest_force, 5.0);
  }
  EXPECT_FALSE(united(other, other).energy);
  EXPECT_FALSE(united(other, other).largest_force);
}

}  // namespace
}  // namespace tesseral
