// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/measured_range.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

using Rows = std::vector<std::vector<double>>;
using Counts = std::vector<std::array<int, 2>>;

constexpr double r_cut = 2.5;
std::vector<double> const E0 = {-1.0, -10.0, -100.0};

// On a line, of species 0 0 1 0 at 0, 2, 3 and 4.25 Å: the first sees one atom only.
LabelledFrame chain() {
  LabelledFrame frame;
  frame.structure.species = {0, 1, 0, 0};
  frame.structure.positions = {{0.0, 2.0, 0.0}, {0.0, 3.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 4.25, 0.0}};
  frame.energy = -17.0;  // 4 below E0
  frame.forces = {{0.0, 3.0, 4.0}, {0.0, 0.0, 0.0}, {1.0, 0.0, 0.0}, {0.0, 0.0, 2.0}};
  frame.edges = find_edges(frame.structure, r_cut);
  return frame;
}

// One atom of species 0 that is its own neighbour along the short vectors of its cell.
LabelledFrame crystal() {
  LabelledFrame frame;
  frame.structure.species = {0};
  frame.structure.positions = {{0.3, 0.2, 0.1}};
  frame.structure.cell = {{{1.5, 0.0, 0.0}, {0.0, 2.0, 0.0}, {0.0, 0.0, 9.0}}};
  frame.structure.periodic = {true, true, true};
  frame.energy = -0.5;
  frame.edges = find_edges(frame.structure, r_cut);
  return frame;
}

FittedRange of(LabelledFrame const& frame) { return measured_range({frame}, E0, r_cut); }

TEST(MeasuredRange, OfAMolecule) {
  FittedRange const range = of(chain());
  EXPECT_EQ(range.frames, 1);
  EXPECT_EQ(range.atoms, (std::vector<int>{3, 1, 0}));
  EXPECT_EQ(range.closest, (Rows{{2.0, 1.0, r_cut}, {1.0, r_cut, r_cut}, {r_cut, r_cut, r_cut}}));
  EXPECT_EQ(range.neighbors, (Counts{{1, 3}, {2, 2}, {0, 0}}));
  ASSERT_TRUE(range.energy);
  EXPECT_DOUBLE_EQ((*range.energy)[0], -1.0);
  EXPECT_DOUBLE_EQ((*range.energy)[1], -1.0);
  EXPECT_EQ(range.largest_force, 5.0);
}

TEST(MeasuredRange, AForceThatIsNotANumberIsTheLargest) {
  LabelledFrame frame = chain();
  frame.forces[1][2] = std::nan("");
  ASSERT_TRUE(of(frame).largest_force);
  EXPECT_TRUE(std::isnan(*of(frame).largest_force));
}

TEST(MeasuredRange, OfImages) {
  FittedRange const range = of(crystal());
  EXPECT_DOUBLE_EQ(range.closest[0][0], 1.5);
  EXPECT_EQ(range.neighbors[0], (std::array<int, 2>{4, 4}));  // 1.5 twice and 2.0 twice; 2.5 is not below the cutoff
  EXPECT_FALSE(range.largest_force) << "there are no labels";
  ASSERT_TRUE(range.energy);
  EXPECT_DOUBLE_EQ((*range.energy)[0], 0.5);
}

TEST(MeasuredRange, OfFramesSpansAll) {
  LabelledFrame alone = crystal();
  alone.structure.periodic = {false, false, false};
  alone.edges.clear();
  alone.energy.reset();
  FittedRange const range = measured_range({crystal(), chain(), alone}, E0, r_cut);
  EXPECT_EQ(range.frames, 3);
  EXPECT_EQ(range.atoms, (std::vector<int>{5, 1, 0}));
  EXPECT_DOUBLE_EQ(range.closest[0][0], 1.5);
  EXPECT_DOUBLE_EQ(range.closest[0][1], 1.0);
  EXPECT_EQ(range.neighbors, (Counts{{0, 4}, {2, 2}, {0, 0}}));
  ASSERT_TRUE(range.energy);
  EXPECT_DOUBLE_EQ((*range.energy)[0], -1.0);
  EXPECT_DOUBLE_EQ((*range.energy)[1], 0.5);
  EXPECT_EQ(range.largest_force, 5.0);
}

// An edge and its reverse, images between them, may differ in the last digit; the pair has one distance.
TEST(MeasuredRange, IsSymmetricWhateverTheRounding) {
  LabelledFrame frame = crystal();
  frame.structure.species = {0, 1};
  for (int n = 0; n < 20; ++n) {
    frame.structure.positions = {{1.0 / (n + 3.0), 0.1 * n, 0.2}, {1.4 / (n + 1.0), 0.7 * n, 0.3 + 1e3 / 7.0}};
    frame.edges = find_edges(frame.structure, r_cut);
    EXPECT_NO_THROW(check(of(frame), 3, r_cut));
  }
}

}  // namespace
}  // namespace tesseral
