// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/neighbor_list.hpp"

#include "support/random.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace tesseral::test {
namespace {

double const nan = std::numeric_limits<double>::quiet_NaN();

// All pairs in all images up to `images` cells away, in the order that find_edges() promises.
std::vector<Edge> all_pairs(Structure const& s, double r_cut, int images) {
  std::vector<Edge> edges;
  int const n = static_cast<int>(s.positions.size());
  int reach[3];
  for (int d = 0; d < 3; ++d) reach[d] = s.periodic[d] ? images : 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int u = -reach[0]; u <= reach[0]; ++u)
        for (int v = -reach[1]; v <= reach[1]; ++v)
          for (int w = -reach[2]; w <= reach[2]; ++w) {
            if (i == j && u == 0 && v == 0 && w == 0) continue;
            std::array<double, 3> offset{}, moved;
            for (int d = 0; d < 3; ++d) {
              if (s.periodic[0]) offset[d] += u * s.cell[0][d];
              if (s.periodic[1]) offset[d] += v * s.cell[1][d];
              if (s.periodic[2]) offset[d] += w * s.cell[2][d];
              moved[d] = s.positions[j][d] + offset[d];
            }
            if (distance(moved, s.positions[i]) < r_cut) edges.push_back({i, j, offset});
          }
  return edges;
}

void expect_same(Structure const& s, double r_cut, int images) {
  auto const edges = find_edges(s, r_cut);
  auto const expected = all_pairs(s, r_cut, images);
  ASSERT_EQ(edges.size(), expected.size());
  for (std::size_t e = 0; e < edges.size(); ++e) {
    ASSERT_EQ(edges[e].receiver, expected[e].receiver) << "edge " << e;
    ASSERT_EQ(edges[e].sender, expected[e].sender) << "edge " << e;
    ASSERT_LT(distance(edges[e].offset, expected[e].offset), 1e-9) << "edge " << e;
  }
}

// Moves every atom by up to two cells along the periodic directions.
void unwrap(Structure& s, Random& random) {
  for (auto& x : s.positions)
    for (int d = 0; d < 3; ++d) {
      int const cells = s.periodic[d] ? random.index(5) - 2 : 0;
      for (int k = 0; k < 3; ++k) x[k] += cells * s.cell[d][k];
    }
}

std::string error_of(Structure const& s, double r_cut) {
  try {
    find_edges(s, r_cut);
  } catch (Error const& error) {
    return error.what();
  }
  return "no error";
}

Structure atoms_at(std::vector<std::array<double, 3>> const& positions) {
  Structure s;
  s.positions = positions;
  s.species.assign(positions.size(), 0);
  return s;
}

TEST(FindEdges, TriclinicCellsAreAsAllImagesGive) {
  for (int seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    Structure s = triclinic_cell(1 + 3 * seed, 2, seed);
    unwrap(s, random);
    expect_same(s, random.uniform(1.5, 5.0), 9);
  }
}

TEST(FindEdges, LargeCellWithManyBinsIsAsAllImagesGive) {
  Structure s = triclinic_cell(300, 3, 5);
  expect_same(s, 2.0, 2);
  expect_same(s, 3.3, 2);
}

TEST(FindEdges, CutoffOfSeveralCellLengths) {
  Random random(3);
  for (double const r_cut : {3.0, 5.0, 6.5}) {
    Structure s = self_neighbor_cell(1, 3.0);  // shorter than 2.4 Å along each vector
    EXPECT_GT(find_edges(s, r_cut).size(), 20u);
    unwrap(s, random);
    expect_same(s, r_cut, 9);
  }
}

TEST(FindEdges, EveryMixtureOfPeriodicAndOpenDirections) {
  for (int mask = 0; mask < 8; ++mask) {
    SCOPED_TRACE(mask);
    Random random(20 + mask);
    Structure s = triclinic_cell(14, 2, 30 + mask);
    for (int d = 0; d < 3; ++d) s.periodic[d] = (mask >> d & 1) != 0;
    unwrap(s, random);
    expect_same(s, 4.0, 8);
    auto const with_cell = find_edges(s, 4.0);
    // What stands in the cell along an open direction is of no importance.
    for (int d = 0; d < 3; ++d)
      if (!s.periodic[d]) s.cell[d] = {nan, 0.0, 0.0};
    EXPECT_EQ(find_edges(s, 4.0).size(), with_cell.size());
  }
}

// Bins along the open direction are as thick in Å as the cutoff, however small the cell's area is.
TEST(FindEdges, TallColumnOfASmallArea) {
  Random random(5);
  std::vector<std::array<double, 3>> positions;
  for (int i = 0; i < 40; ++i) positions.push_back({random.uniform(0, 0.7), random.uniform(0, 0.7), 0.3 * i});
  Structure s = atoms_at(positions);
  s.cell = {{{0.7, 0, 0}, {0.1, 0.7, 0}, {nan, 0, 0}}};
  s.periodic = {true, true, false};
  expect_same(s, 1.5, 4);
}

TEST(FindEdges, MoleculesWithoutCell) {
  for (int n : {1, 2, 9, 60}) expect_same(molecule(n, 1, n), 3.0, 0);
  Structure line = atoms_at({{0, 0, 0}, {1e4, 0, 0}, {1e4 + 1.0, 0, 0}});
  expect_same(line, 2.0, 0);
  EXPECT_TRUE(find_edges(Structure{}, 3.0).empty());
}

TEST(FindEdges, EachEdgeHasItsReverseAtExactlyMinusTheDisplacement) {
  StructureGraph<HostSpace> const graph({triclinic_cell(20, 1, 8)}, 4.0);
  auto const g = graph.graph();
  ASSERT_GT(g.n_edges(), 0);
  for (EdgeIndex e = 0; e < g.n_edges(); ++e) {
    bool found = false;
    for (EdgeIndex b = g.edge_begin(g.sender(e)); b < g.edge_begin(g.sender(e) + 1); ++b) {
      bool opposite = g.sender(b) == g.receiver(e);
      for (int d = 0; d < 3; ++d) opposite = opposite && g.displacement(b, d) == -g.displacement(e, d);
      found = found || opposite;
    }
    ASSERT_TRUE(found) << "edge " << e;
  }
}

TEST(FindEdges, CutoffIsExclusive) {
  EXPECT_TRUE(find_edges(atoms_at({{0, 0, 0}, {2, 0, 0}}), 2.0).empty());
  EXPECT_EQ(find_edges(atoms_at({{0, 0, 0}, {2, 0, 0}}), 2.0 + 1e-12).size(), 2u);
}

TEST(FindEdges, FccHasTwelveNeighborsInManyBins) {
  Structure s;
  int const cells = 12;
  double const a = 4.0;
  for (int d = 0; d < 3; ++d) s.cell[d][d] = a * cells;
  s.periodic = {true, true, true};
  for (int u = 0; u < 2 * cells; ++u)
    for (int v = 0; v < 2 * cells; ++v)
      for (int w = 0; w < 2 * cells; ++w)
        if ((u + v + w) % 2 == 0) s.positions.push_back({0.5 * a * u, 0.5 * a * v, 0.5 * a * w});
  s.species.assign(s.positions.size(), 0);
  auto const edges = find_edges(s, 3.0);
  std::vector<int> neighbors(s.positions.size(), 0);
  for (Edge const& edge : edges) ++neighbors[edge.receiver];
  for (int const count : neighbors) ASSERT_EQ(count, 12);
}

TEST(FindEdges, CoincidentAtomsAreNamed) {
  Structure s = atoms_at({{0, 0, 0}, {1.5, 0, 0}, {3, 0, 0}, {1.5, 0, 0}});
  EXPECT_NE(error_of(s, 2.0).find("atoms 2 and 4 coincide"), std::string::npos) << error_of(s, 2.0);
  s = atoms_at({{0, 0, 0}, {5, 0, 0}});  // the second is the first one's image
  s.cell = {{{5, 0, 0}, {0, 5, 0}, {0, 0, 5}}};
  s.periodic = {true, false, false};
  EXPECT_NE(error_of(s, 2.0).find("atoms 1 and 2 coincide"), std::string::npos) << error_of(s, 2.0);
}

TEST(FindEdges, BadInputIsRefused) {
  Structure s = atoms_at({{0, 0, 0}, {1, 0, 0}});
  s.periodic = {true, true, true};
  EXPECT_NE(error_of(s, 2.0).find("singular"), std::string::npos);
  s.cell = {{{5, 0, 0}, {0, 5, 0}, {5, 5, 0}}};
  EXPECT_NE(error_of(s, 2.0).find("singular"), std::string::npos);
  s.cell = {{{5, 0, 0}, {0, nan, 0}, {0, 0, 5}}};
  EXPECT_NE(error_of(s, 2.0).find("not finite"), std::string::npos);
  s.cell = {{{1e-6, 0, 0}, {0, 5, 0}, {0, 0, 5}}};
  EXPECT_NE(error_of(s, 2.0).find("too thin"), std::string::npos);
  s.cell = {{{1e-9, 0, 0}, {0, 5, 0}, {0, 0, 5}}};
  EXPECT_NE(error_of(s, 2.0).find("cells away"), std::string::npos);
  s.cell = {};
  s.periodic = {false, true, false};
  EXPECT_NE(error_of(s, 2.0).find("is zero"), std::string::npos);
  s.cell = {{{0, 0, 0}, {0, 5, 0}, {0, 10, 0}}};
  s.periodic = {false, true, true};
  EXPECT_NE(error_of(s, 2.0).find("singular"), std::string::npos);
  s.periodic = {false, false, false};
  EXPECT_NE(error_of(s, -1.0).find("cutoff"), std::string::npos);
  s.positions[1][2] = nan;
  EXPECT_NE(error_of(s, 2.0).find("position of atom 2"), std::string::npos);
  s.positions.pop_back();
  EXPECT_NE(error_of(s, 2.0).find("2 species but 1 positions"), std::string::npos);
}

}  // namespace
}  // namespace tesseral::test
