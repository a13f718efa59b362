// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/neighbor_list.hpp"

#include "support/spaces.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

template <class Space>
class StructureGraphTest : public testing::Test {};
TYPED_TEST_SUITE(StructureGraphTest, Spaces);

// What a graph should hold, one structure after the other.
struct Expected {
  std::vector<Edge> edges;  // atoms numbered through all structures
  std::vector<int> structure;
};

Expected joined(std::vector<Structure> const& structures, double r_cut) {
  Expected result;
  int first = 0;
  for (std::size_t k = 0; k < structures.size(); ++k) {
    for (Edge edge : find_edges(structures[k], r_cut)) {
      edge.receiver += first;
      edge.sender += first;
      result.edges.push_back(edge);
      result.structure.push_back(static_cast<int>(k));
    }
    first += static_cast<int>(structures[k].positions.size());
  }
  return result;
}

std::vector<Structure> examples() {
  return {molecule(7, 2, 1), Structure{}, triclinic_cell(5, 3, 2), molecule(1, 1, 3), slab(6, 2, 4)};
}

TYPED_TEST(StructureGraphTest, JoinsStructuresWithoutEdgesBetweenThem) {
  double const r_cut = 3.5;
  auto const structures = examples();
  auto const expected = joined(structures, r_cut);
  StructureGraph<TypeParam> const joined_graph(structures, r_cut);
  auto const& g = joined_graph.graph();
  ASSERT_EQ(joined_graph.n_structures(), 5);
  EXPECT_EQ(joined_graph.atom_begin(), (std::vector<int>{0, 7, 7, 12, 13, 19}));
  ASSERT_EQ(g.n_owned, 19);
  ASSERT_EQ(g.n_total, 19);
  ASSERT_EQ(g.n_edges(), static_cast<EdgeIndex>(expected.edges.size()));
  auto const receiver = to_host(g.receiver);
  auto const sender = to_host(g.sender);
  auto const begin = to_host(g.edge_begin);
  auto const species = to_host(g.species);
  auto const displacement = to_host(g.displacement);
  ASSERT_EQ(begin.size(), 20u);
  EXPECT_EQ(begin.front(), 0.0);
  EXPECT_EQ(begin.back(), static_cast<double>(g.n_edges()));
  auto const& x = joined_graph.positions();
  for (std::size_t e = 0; e < expected.edges.size(); ++e) {
    Edge const& edge = expected.edges[e];
    ASSERT_EQ(receiver[e], edge.receiver);
    ASSERT_EQ(sender[e], edge.sender);
    ASSERT_LE(begin[edge.receiver], static_cast<double>(e));
    ASSERT_GT(begin[edge.receiver + 1], static_cast<double>(e));
    for (int d = 0; d < 3; ++d)
      ASSERT_NEAR(displacement[3 * e + d], x[edge.sender][d] + edge.offset[d] - x[edge.receiver][d], 1e-13);
  }
  std::vector<double> all_species;
  for (auto const& s : structures) all_species.insert(all_species.end(), s.species.begin(), s.species.end());
  EXPECT_EQ(species, all_species);
}

TYPED_TEST(StructureGraphTest, SetPositionsMovesAndStrainsEachStructureByItsOwn) {
  double const r_cut = 3.5;
  auto const structures = examples();
  auto const expected = joined(structures, r_cut);
  StructureGraph<TypeParam> graph(structures, r_cut);
  auto x = graph.positions();
  Random random(9);
  for (auto& position : x)
    for (double& coordinate : position) coordinate += random.uniform(-0.1, 0.1);
  std::vector<std::array<std::array<double, 3>, 3>> strain(5);
  for (auto& matrix : strain)
    for (auto& row : matrix)
      for (double& entry : row) entry = random.uniform(-0.1, 0.1);
  graph.set_positions(x, &strain);
  EXPECT_EQ(graph.positions(), x);
  auto const displacement = to_host(graph.graph().displacement);
  for (std::size_t e = 0; e < expected.edges.size(); ++e) {
    Edge const& edge = expected.edges[e];
    std::array<double, 3> r;
    for (int d = 0; d < 3; ++d) r[d] = x[edge.sender][d] + edge.offset[d] - x[edge.receiver][d];
    for (int d = 0; d < 3; ++d) {
      auto const& row = strain[expected.structure[e]][d];
      ASSERT_NEAR(displacement[3 * e + d], r[d] + row[0] * r[0] + row[1] * r[1] + row[2] * r[2], 1e-13);
    }
  }
}

TYPED_TEST(StructureGraphTest, TakesEdgesFoundEarlier) {
  auto const cell = triclinic_cell(5, 3, 2);
  auto edges = find_edges(cell, 3.5);
  edges.pop_back();
  StructureGraph<TypeParam> const graph({&cell, &cell}, {&edges, &edges});
  EXPECT_EQ(graph.graph().n_edges(), static_cast<EdgeIndex>(2 * edges.size()));
  EXPECT_EQ(graph.n_structures(), 2);
}

TYPED_TEST(StructureGraphTest, WrongCountsAreRefused) {
  auto const cell = triclinic_cell(5, 3, 2);
  auto const edges = find_edges(cell, 3.5);
  EXPECT_THROW(StructureGraph<TypeParam>({&cell, &cell}, {&edges}), Error);
  StructureGraph<TypeParam> graph({cell}, 3.5);
  EXPECT_THROW(graph.set_positions({{{0, 0, 0}}}), Error);
  std::vector<std::array<std::array<double, 3>, 3>> const strains(2);
  EXPECT_THROW(graph.set_positions(cell.positions, &strains), Error);
}

}  // namespace
}  // namespace tesseral::test
