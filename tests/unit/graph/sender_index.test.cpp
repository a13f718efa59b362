// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/neighbor_graph.hpp"

#include "support/random.hpp"
#include "support/spaces.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

template <class Space>
class SenderIndexTest : public testing::Test {};
TYPED_TEST_SUITE(SenderIndexTest, Spaces);

template <class Space>
NeighborGraph<Space> graph_of(int n_total, std::vector<int> const& sender) {
  NeighborGraph<Space> graph;
  graph.n_owned = graph.n_total = n_total;
  graph.sender = to_space<Space>(sender);
  return graph;
}

template <class Space>
void expect_as_naive(SenderIndex<Space>& index, int n_total, std::vector<int> const& sender) {
  auto graph = graph_of<Space>(n_total, sender);
  index.build(Space(), graph);
  Space().fence();
  std::vector<double> begin = {0.0}, edge;
  for (int j = 0; j < n_total; ++j) {
    for (std::size_t e = 0; e < sender.size(); ++e)
      if (sender[e] == j) edge.push_back(static_cast<double>(e));
    begin.push_back(static_cast<double>(edge.size()));
  }
  EXPECT_EQ(to_host(graph.sender_begin), begin);
  EXPECT_EQ(to_host(graph.sender_edge), edge);
}

std::vector<int> random_senders(int n_edges, int n_total, int seed) {
  Random random(seed);
  std::vector<int> sender(n_edges);
  for (int& j : sender) j = random.index(n_total);
  return sender;
}

TYPED_TEST(SenderIndexTest, IsAsNaiveSortingGives) {
  SenderIndex<TypeParam> index;
  expect_as_naive(index, 50, random_senders(4000, 50, 1));
}

TYPED_TEST(SenderIndexTest, IsBuiltAnewWhenTheGraphGrowsAndShrinks) {
  SenderIndex<TypeParam> index;
  for (int n : {10, 3, 40, 1, 41}) expect_as_naive(index, n, random_senders(30 * n, n, n));
}

TYPED_TEST(SenderIndexTest, OneAtomMaySendAllEdges) {
  SenderIndex<TypeParam> index;
  expect_as_naive(index, 4, std::vector<int>(5000, 2));
}

TYPED_TEST(SenderIndexTest, GraphsWithoutEdgesOrAtoms) {
  SenderIndex<TypeParam> index;
  expect_as_naive(index, 5, {});
  expect_as_naive(index, 0, {});
}

TYPED_TEST(SenderIndexTest, NothingIsAllocatedWhenLargeEnough) {
  SenderIndex<TypeParam> index;
  auto large = graph_of<TypeParam>(50, random_senders(2000, 50, 1));
  index.build(TypeParam(), large);
  auto const* const begin = large.sender_begin.data();
  auto const* const edge = large.sender_edge.data();
  auto small = graph_of<TypeParam>(40, random_senders(1500, 40, 2));
  index.build(TypeParam(), small);
  EXPECT_EQ(small.sender_begin.data(), begin);
  EXPECT_EQ(small.sender_edge.data(), edge);
}

}  // namespace
}  // namespace tesseral::test
