// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/candidate_edges.hpp"

#include "support/random.hpp"
#include "support/spaces.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tesseral::test {
namespace {

using Rows = std::vector<std::vector<int>>;  // [receiver] senders
using Positions = std::vector<std::array<double, 3>>;

constexpr double r_cut = 0.6;  // about half of the pairs in a cube of edge 1

Positions random_positions(int n, Random& random) {
  Positions positions(n);
  for (auto& x : positions) x = {random.uniform(), random.uniform(), random.uniform()};
  return positions;
}

Rows random_rows(std::vector<int> const& lengths, int n_total, Random& random) {
  Rows rows;
  for (int const length : lengths) {
    rows.emplace_back();
    int const i = static_cast<int>(rows.size()) - 1;
    // not the receiver itself, which would have no distance
    while (static_cast<int>(rows.back().size()) < length)
      if (int const j = random.index(n_total); j != i) rows.back().push_back(j);
  }
  return rows;
}

template <class Space>
void take(CandidateEdges<Space>& candidates, Rows const& rows, int n_total) {
  auto const count = candidates.new_list(Space(), static_cast<int>(rows.size()), n_total);
  auto const host_count = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), count);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(host_count(i), 0);
    host_count(i) = static_cast<EdgeIndex>(rows[i].size());
  }
  Kokkos::deep_copy(count, host_count);
  auto const room = candidates.make_rows(Space());
  auto const begin = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), room.begin);
  auto const sender = Kokkos::create_mirror_view(room.sender);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < rows[i].size(); ++k) sender(begin(i) + k) = rows[i][k];
  Kokkos::deep_copy(room.sender, sender);
  candidates.index_senders(Space());
}

// What select() promises, by plain loops.
struct Expected {
  std::vector<double> edge_begin = {0}, receiver, sender, displacement, sender_begin = {0}, sender_edge;

  Expected(Rows const& rows, Positions const& x) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (int const j : rows[i]) {
        double const r[3] = {x[j][0] - x[i][0], x[j][1] - x[i][1], x[j][2] - x[i][2]};
        if (std::hypot(r[0], r[1], r[2]) >= r_cut) continue;
        receiver.push_back(i);
        sender.push_back(j);
        displacement.insert(displacement.end(), r, r + 3);
      }
      edge_begin.push_back(receiver.size());
    }
    for (std::size_t j = 0; j < x.size(); ++j) {
      for (std::size_t e = 0; e < sender.size(); ++e)
        if (sender[e] == static_cast<double>(j)) sender_edge.push_back(e);
      sender_begin.push_back(sender_edge.size());
    }
  }
};

template <class Space>
void expect_as_naive(CandidateEdges<Space>& candidates, Rows const& rows, Positions const& positions) {
  NeighborGraph<Space> graph;
  EXPECT_EQ(candidates.select(Space(), to_space<Space>(positions), r_cut, graph), 0);
  Space().fence();
  Expected const expected(rows, positions);
  EXPECT_EQ(graph.n_owned, static_cast<int>(rows.size()));
  EXPECT_EQ(graph.n_total, static_cast<int>(positions.size()));
  EXPECT_EQ(to_host(graph.edge_begin), expected.edge_begin);
  EXPECT_EQ(to_host(graph.receiver), expected.receiver);
  EXPECT_EQ(to_host(graph.sender), expected.sender);
  EXPECT_EQ(to_host(graph.displacement), expected.displacement);
  EXPECT_EQ(to_host(graph.sender_begin), expected.sender_begin);
  EXPECT_EQ(to_host(graph.sender_edge), expected.sender_edge);
}

template <class Space>
class CandidateEdgesTest : public testing::Test {};
TYPED_TEST_SUITE(CandidateEdgesTest, Spaces);

TYPED_TEST(CandidateEdgesTest, OneListServesMovingAtoms) {
  Random random(1);
  Rows const rows = random_rows(std::vector<int>(50, 70), 120, random);
  CandidateEdges<TypeParam> candidates;
  take(candidates, rows, 120);
  EXPECT_EQ(candidates.n_candidates(), 50 * 70);
  for (int step = 0; step < 5; ++step) expect_as_naive(candidates, rows, random_positions(120, random));
}

// Around the 64 bits of a word, and atoms that receive or send nothing.
TYPED_TEST(CandidateEdgesTest, RowsOfAnyLength) {
  Random random(2);
  Rows const rows = random_rows({0, 1, 63, 64, 65, 0, 127, 128, 129, 300, 0}, 20, random);
  CandidateEdges<TypeParam> candidates;
  take(candidates, rows, 40);
  expect_as_naive(candidates, rows, random_positions(40, random));
}

TYPED_TEST(CandidateEdgesTest, AllOrNoneWithinTheCutoff) {
  Random random(3);
  Rows const rows = random_rows(std::vector<int>(10, 130), 30, random);
  CandidateEdges<TypeParam> candidates;
  take(candidates, rows, 30);
  Positions positions = random_positions(30, random);
  for (double const scale : {0.1, 100.0}) {
    Positions scaled = positions;
    for (auto& x : scaled)
      for (double& value : x) value *= scale;
    std::size_t const edges = Expected(rows, scaled).sender.size();
    EXPECT_EQ(edges, scale < 1.0 ? 1300u : 0u);
    expect_as_naive(candidates, rows, scaled);
  }
}

TYPED_TEST(CandidateEdgesTest, ANewListReplacesTheOldOne) {
  Random random(4);
  CandidateEdges<TypeParam> candidates;
  for (int const n : {10, 3, 40, 0, 1, 41}) {
    std::vector<int> lengths;
    for (int i = 0; i < n; ++i) lengths.push_back(random.index(3 * n));
    Rows const rows = random_rows(lengths, 2 * n + 5, random);
    take(candidates, rows, 2 * n + 5);
    expect_as_naive(candidates, rows, random_positions(2 * n + 5, random));
  }
}

TYPED_TEST(CandidateEdgesTest, ARankMayHaveNoAtoms) {
  CandidateEdges<TypeParam> candidates;
  take(candidates, {}, 0);
  expect_as_naive(candidates, {}, {});
}

TYPED_TEST(CandidateEdgesTest, EdgesWithoutLengthAreCounted) {
  CandidateEdges<TypeParam> candidates;
  take(candidates, {{1, 2, 3}, {0, 3}}, 4);
  NeighborGraph<TypeParam> graph;
  Positions const positions = {{0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}, {0.2, 0.2, 0.3}, {0.1, 0.2, 0.3}};
  EXPECT_EQ(candidates.select(TypeParam(), to_space<TypeParam>(positions), r_cut, graph), 4);
  EXPECT_EQ(graph.n_edges(), 5);
}

// A position that is no number is within no cutoff, so that its atom would silently be alone.
TYPED_TEST(CandidateEdgesTest, AtomsAtOnePlaceAndAtNoPlaceAreCounted) {
  CandidateEdges<TypeParam> candidates;
  take(candidates, {{1, 2}, {0}}, 3);
  NeighborGraph<TypeParam> graph;
  double const nan = std::numeric_limits<double>::quiet_NaN();
  Positions const positions = {{0.1, 0.2, 0.3}, {0.1 + 1e-7, 0.2, 0.3}, {nan, 0.2, 0.3}};
  EXPECT_EQ(candidates.select(TypeParam(), to_space<TypeParam>(positions), r_cut, graph), 3);
}

TYPED_TEST(CandidateEdgesTest, NothingIsAllocatedWhenLargeEnough) {
  Random random(5);
  CandidateEdges<TypeParam> candidates;
  NeighborGraph<TypeParam> large, small;
  take(candidates, random_rows(std::vector<int>(20, 90), 60, random), 60);
  Positions const close(60, {0.0, 0.0, 0.1});
  candidates.select(TypeParam(), to_space<TypeParam>(close), r_cut, large);
  std::size_t const bytes = candidates.bytes();
  EXPECT_GE(bytes, 20u * 90u * (2 * sizeof(int) + sizeof(EdgeIndex)));
  take(candidates, random_rows(std::vector<int>(18, 80), 50, random), 50);
  candidates.select(TypeParam(), to_space<TypeParam>(random_positions(50, random)), r_cut, small);
  EXPECT_EQ(candidates.bytes(), bytes);
  EXPECT_EQ(small.displacement.data(), large.displacement.data());
  EXPECT_EQ(small.sender_edge.data(), large.sender_edge.data());
  EXPECT_EQ(small.edge_begin.data(), large.edge_begin.data());
}

}  // namespace
}  // namespace tesseral::test
