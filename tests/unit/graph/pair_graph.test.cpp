// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/pair_graph.hpp"

#include "support/near.hpp"
#include "support/spaces.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace tesseral::test {
namespace {

struct Pairs {
  std::vector<int> receiver, sender;
  std::vector<double> displacement;

  PairList list() const { return {receiver.size(), receiver.data(), sender.data(), displacement.data()}; }
};

Pairs pairs_of(Structure const& structure, double reach) {
  Pairs pairs;
  for (Edge const& edge : find_edges(structure, reach)) {
    pairs.receiver.push_back(edge.receiver);
    pairs.sender.push_back(edge.sender);
    for (int d = 0; d < 3; ++d)
      pairs.displacement.push_back(structure.positions[edge.sender][d] - structure.positions[edge.receiver][d] +
                                   edge.offset[d]);
  }
  return pairs;
}

void expect_equal(NeighborGraph<HostSpace> const& actual, NeighborGraph<HostSpace> const& expected) {
  EXPECT_EQ(actual.n_owned, expected.n_owned);
  EXPECT_EQ(actual.n_total, expected.n_total);
  EXPECT_EQ(to_host(actual.species), to_host(expected.species));
  EXPECT_EQ(to_host(actual.edge_begin), to_host(expected.edge_begin));
  EXPECT_EQ(to_host(actual.receiver), to_host(expected.receiver));
  EXPECT_EQ(to_host(actual.sender), to_host(expected.sender));
  EXPECT_EQ(to_host(actual.sender_begin), to_host(expected.sender_begin));
  EXPECT_EQ(to_host(actual.sender_edge), to_host(expected.sender_edge));
  EXPECT_TRUE(all_near(to_host(actual.displacement), to_host(expected.displacement), 1e-14));
}

TEST(PairGraph, IsThatOfTheStructureWhateverTheSkin) {
  PairGraph graph;
  for (auto const& [name, structure] : test_structures(2, 4.0)) {
    SCOPED_TRACE(name);
    int const n = static_cast<int>(structure.species.size());
    StructureGraph<HostSpace> const expected({structure}, 4.0);
    for (double const reach : {4.0, 5.5}) {
      auto const pairs = pairs_of(structure, reach);
      expect_equal(graph.build(n, n, structure.species.data(), pairs.list(), 4.0), expected.graph());
    }
  }
}

TEST(PairGraph, SortsByReceiverAndKeepsTheOrderWithin) {
  std::vector<int> const species = {0, 1, 0};
  Pairs const pairs = {{1, 0, 1, 0}, {2, 2, 0, 1}, {1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0}};
  PairGraph graph;
  auto const& built = graph.build(2, 3, species.data(), pairs.list(), 3.5);
  EXPECT_EQ(to_host(built.edge_begin), (std::vector<double>{0, 1, 3}));
  EXPECT_EQ(to_host(built.receiver), (std::vector<double>{0, 1, 1}));
  EXPECT_EQ(to_host(built.sender), (std::vector<double>{2, 2, 0}));
  EXPECT_EQ(to_host(built.displacement), (std::vector<double>{2, 0, 0, 1, 0, 0, 3, 0, 0}));
}

TEST(PairGraph, NamesThePairThatIsWrong) {
  std::vector<int> const species = {0, 0, 0};
  PairGraph graph;
  auto const message_of = [&](int receiver, int sender, double x) -> std::string {
    Pairs const pairs = {{0, receiver}, {1, sender}, {1, 0, 0, x, 0, 0}};
    try {
      graph.build(2, 3, species.data(), pairs.list(), 3.5);
      return "nothing thrown";
    } catch (Error const& error) {
      return error.what();
    }
  };
  EXPECT_EQ(message_of(1, 2, 1.0), "nothing thrown");
  expect_says(message_of(2, 0, 1.0), "pair 1 (2 <- 0): no such atom (receivers are below 2");
  expect_says(message_of(0, 3, 1.0), "pair 1 (0 <- 3): no such atom");
  expect_says(message_of(-1, 0, 1.0), "no such atom");
  expect_says(message_of(1, 0, 0.0), "pair 1 (1 <- 0): its displacement is zero");
  expect_says(message_of(1, 0, std::numeric_limits<double>::quiet_NaN()), "its displacement is zero or not");
}

}  // namespace
}  // namespace tesseral::test
