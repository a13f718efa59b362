// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/paths.hpp"

#include "support/structures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace tesseral::test {
namespace {

using namespace tesseral::scans;
using scans::Path;

ModelData without_network(std::vector<std::string> const& elements) {
  ModelData data;
  data.elements = elements;
  for (std::size_t s = 0; s < elements.size(); ++s) data.E0.push_back(-10.0 - s);
  data.architecture.species = static_cast<int>(elements.size());
  data.architecture.r_cut = 5.0;
  return data;
}

SelfTest self_test(Structure const& structure) {
  SelfTest test;
  test.structure = structure;
  test.energy = -7.0;
  return test;
}

// Two waters far apart, H at 0.96 Å from O.
Structure two_waters() {
  Structure s;
  for (double const x : {0.0, 4.0}) {
    s.species.insert(s.species.end(), {1, 0, 0});
    s.positions.insert(s.positions.end(), {{x, 0.0, 0.0}, {x, 0.76, 0.59}, {x, -0.76, 0.59}});
  }
  return s;
}

TEST(Paths, DimersAreOfAllPairsAndAsFarApartAsTheySay) {
  auto const paths = dimer_paths(without_network({"H", "C", "O"}));
  std::set<std::string> names;
  for (Path const& path : paths) {
    names.insert(path.curve.name);
    ASSERT_EQ(path.structures.size(), path.curve.distances.size());
    for (std::size_t k = 0; k < path.structures.size(); ++k)
      EXPECT_NEAR(distance(path.structures[k].positions[0], path.structures[k].positions[1]), path.curve.distances[k],
                  1e-12);
    EXPECT_EQ(path.curve.distances.front(), 0.05);
    EXPECT_EQ(path.curve.distances.back(), 5.0);
  }
  EXPECT_EQ(names, (std::set<std::string>{"H-H", "H-C", "H-O", "C-C", "C-O", "O-O"}));
  Path const& h_c = paths[1];
  EXPECT_EQ(h_c.structures.front().species, (std::vector<int>{0, 1}));
  EXPECT_EQ(h_c.zero, -21.0);
  EXPECT_NEAR(h_c.curve.contact, 0.8 * (0.31 + 0.76), 1e-12);
  EXPECT_NEAR(h_c.curve.deepest, 1.2 * 5.75, 1e-12);
  EXPECT_EQ(h_c.curve.about_deepest, "");
}

TEST(Paths, AThirdAtomStandsOnTheBisector) {
  auto const paths = third_atom_paths(without_network({"H", "C"}));
  EXPECT_EQ(paths.size(), 6u);
  auto const found =
      std::find_if(paths.begin(), paths.end(), [](Path const& p) { return p.curve.name == "H into C-C"; });
  ASSERT_NE(found, paths.end());
  for (std::size_t k = 0; k < found->structures.size(); ++k) {
    auto const& x = found->structures[k].positions;
    double const height = found->curve.distances[k];
    EXPECT_NEAR(distance(x[0], x[1]), 2 * 0.76, 1e-12);
    EXPECT_NEAR(distance(x[2], x[0]), std::hypot(height, 0.76), 1e-12);
    EXPECT_NEAR(distance(x[2], x[1]), std::hypot(height, 0.76), 1e-12);
  }
  EXPECT_NEAR(std::hypot(found->curve.contact, 0.76), 0.8 * (0.31 + 0.76), 1e-12);
  EXPECT_NEAR(found->curve.deepest, 1.2 * (10.01 + 2 * 5.75), 1e-12);
  EXPECT_EQ(found->zero, -32.0);
}

// H in the middle of two Cs is 2.44 Å from both, and contact is at 2.20 Å.
TEST(Paths, WhatIsNotInContactInTheMiddleNeedNotFall) {
  Path const path = third_atom_paths(without_network({"Cs", "H"}))[1];
  EXPECT_EQ(path.curve.name, "H into Cs-Cs");
  EXPECT_EQ(path.curve.contact, 0.0);
}

TEST(Paths, SayWhereTheDepthIsFrom) {
  auto const paths = dimer_paths(without_network({"Li", "Si", "Pu"}));
  EXPECT_NEAR(paths[1].curve.deepest, 1.2 * std::sqrt(1.05 * 3.21), 1e-12);
  EXPECT_EQ(paths[1].curve.about_deepest, "Li-Si bound by the mean of Li-Li and Si-Si");
  EXPECT_EQ(paths[2].curve.name, "Li-Pu");
  EXPECT_TRUE(std::isinf(paths[2].curve.deepest));
  EXPECT_EQ(paths[2].curve.about_deepest, "no bond of Li-Pu is known");
}

TEST(Paths, AnAtomIsPushedAlongFreeWaysOnly) {
  ModelData data = without_network({"H", "O"});
  data.self_tests = {self_test(two_waters())};
  auto const paths = pushed_atom_paths(data);
  ASSERT_FALSE(paths.empty());
  std::set<int> pushed;
  for (Path const& path : paths) {
    SCOPED_TRACE(path.curve.name);
    auto const& start = data.self_tests[0].structure;
    EXPECT_EQ(path.structures.back().positions, start.positions) << "the longest distance is the start";
    EXPECT_EQ(path.zero, -7.0);
    auto const& end = path.structures.front().positions;
    int atom = -1, met = 0;
    for (int i = 0; i < 6; ++i)
      if (distance(end[i], start.positions[i]) > 1e-9) atom = i;
    ASSERT_GE(atom, 0);
    pushed.insert(start.species[atom]);
    for (int i = 0; i < 6; ++i) {
      if (i == atom) continue;
      if (std::abs(distance(end[i], end[atom]) - 0.05) < 1e-9) {
        ++met;
        continue;
      }
      for (Structure const& s : path.structures)
        EXPECT_GE(distance(s.positions[i], s.positions[atom]),
                  contact_distance(data, s.species[i], s.species[atom]) - 1e-9);
    }
    EXPECT_EQ(met, 1);
  }
  EXPECT_EQ(pushed, (std::set<int>{0, 1}));
}

// The nearest neighbours come first, and through the boundary: an fcc cell of four atoms, whose images move along.
TEST(Paths, AnAtomOfACrystalIsPushedInThreeDirections) {
  ModelData data = without_network({"Cu"});
  Structure cell;
  cell.species = {0, 0, 0, 0};
  double const a = 3.63;
  cell.positions = {{0.0, 0.0, 0.0}, {0.0, a / 2, a / 2}, {a / 2, 0.0, a / 2}, {a / 2, a / 2, 0.0}};
  cell.cell = {{{a, 0, 0}, {0, a, 0}, {0, 0, a}}};
  cell.periodic = {true, true, true};
  data.self_tests = {self_test(cell)};
  auto const paths = pushed_atom_paths(data);
  ASSERT_EQ(paths.size(), 3u);
  for (Path const& path : paths) {
    EXPECT_NEAR(path.curve.distances.back(), a / std::sqrt(2.0), 1e-9);
    Structure const& end = path.structures.front();
    double nearest = 9.0;
    for (int i = 1; i < 4; ++i) nearest = std::min(nearest, image_distance(end, end.positions[0], end.positions[i]));
    EXPECT_NEAR(nearest, 0.05, 1e-9);
  }
  EXPECT_NE(paths[0].structures.front().positions, paths[1].structures.front().positions);
}

TEST(Paths, SelfTestsAreCompressedToHalfOfContact) {
  ModelData data = without_network({"H", "O"});
  Structure cell = two_waters();
  cell.species.resize(3);
  cell.positions.resize(3);
  cell.cell = {{{3.0, 0.0, 0.0}, {0.5, 4.0, 0.0}, {0.0, 0.0, 5.0}}};
  cell.periodic = {true, true, true};
  data.self_tests = {self_test(two_waters()), self_test(cell)};
  auto const paths = compression_paths(data);
  ASSERT_EQ(paths.size(), 2u);
  Path const& path = paths[1];
  EXPECT_EQ(path.curve.name, "closest O-H of self-test 2");
  EXPECT_EQ(path.curve.contact, 0.0) << "all of it is judged by its depth";
  EXPECT_EQ(path.zero, data.E0[1] + 2.0 * data.E0[0]);
  EXPECT_NEAR(path.curve.distances.front(), 0.5 * 0.8 * (0.31 + 0.66), 1e-12);
  EXPECT_NEAR(path.curve.distances.back(), std::hypot(0.76, 0.59), 1e-12);
  for (std::size_t k = 0; k < path.structures.size(); ++k) {
    Structure const& s = path.structures[k];
    EXPECT_NEAR(distance(s.positions[0], s.positions[1]), path.curve.distances[k], 1e-12);
    EXPECT_NEAR(s.cell[1][1] / s.cell[1][0], 8.0, 1e-12);
    EXPECT_NEAR(s.cell[2][2], 5.0 * path.curve.distances[k] / path.curve.distances.back(), 1e-12);
  }
}

TEST(Paths, AnAtomAloneIsNotPushed) {
  ModelData data = without_network({"Cu"});
  Structure alone;
  alone.species = {0};
  alone.positions = {{0.0, 0.0, 0.0}};
  alone.cell = {{{2.5, 0, 0}, {0, 2.5, 0}, {0, 0, 2.5}}};
  alone.periodic = {true, true, true};
  data.self_tests = {self_test(alone)};
  EXPECT_TRUE(pushed_atom_paths(data).empty());
  data.self_tests[0].structure.periodic = {};
  EXPECT_TRUE(compression_paths(data).empty());
}

}  // namespace
}  // namespace tesseral::test
