// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/transformations.hpp"

#include "support/near.hpp"
#include "support/structures.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

std::vector<double> edge_lengths(Structure const& s) {
  std::vector<double> lengths;
  for (Edge const& edge : find_edges(s, 4.0)) {
    std::array<double, 3> end = s.positions[edge.sender];
    for (int d = 0; d < 3; ++d) end[d] += edge.offset[d];
    lengths.push_back(distance(end, s.positions[edge.receiver]));
  }
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

double triple_product(std::array<std::array<double, 3>, 3> const& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

TEST(Transformations, KeepAllDistancesAndMoveTheAtoms) {
  Structure const cell = triclinic_cell(6, 2, 3);
  for (auto const& t : {cli::permutation(), cli::translation(), cli::rotation(), cli::inversion()}) {
    SCOPED_TRACE(t.name);
    Structure const moved = t.of_structure(cell);
    EXPECT_TRUE(all_near(edge_lengths(moved), edge_lengths(cell), 1e-12));
    EXPECT_GT(distance(moved.positions[0], cell.positions[0]), 0.1);
  }
}

TEST(Transformations, ForcesGoWithThePositions) {
  Structure const s = molecule(6, 2, 3);
  for (auto const& t : {cli::permutation(), cli::rotation(), cli::inversion()})
    EXPECT_EQ(t.of_forces(s.positions), t.of_structure(s).positions) << t.name;
  EXPECT_EQ(cli::translation().of_forces(s.positions), s.positions);
}

TEST(Transformations, RotationIsProperAndInversionIsNot) {
  Structure const cell = triclinic_cell(2, 1, 3);
  double const volume = triple_product(cell.cell);
  EXPECT_NEAR(triple_product(cli::rotation().of_structure(cell).cell), volume, 1e-12 * volume);
  EXPECT_NEAR(triple_product(cli::inversion().of_structure(cell).cell), -volume, 1e-12 * volume);
}

TEST(Transformations, PermutationTakesSpeciesAlong) {
  Structure const s = molecule(6, 3, 3);
  Structure const moved = cli::permutation().of_structure(s);
  EXPECT_NE(moved.positions, s.positions);
  for (std::size_t k = 0; k < 6; ++k) {
    auto const found = std::find(s.positions.begin(), s.positions.end(), moved.positions[k]);
    ASSERT_NE(found, s.positions.end());
    EXPECT_EQ(moved.species[k], s.species[found - s.positions.begin()]);
  }
}

}  // namespace
}  // namespace tesseral::test
