// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/pair_graph.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/upload.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace tesseral {
namespace {

double squared_length(double const* r) { return r[0] * r[0] + r[1] * r[1] + r[2] * r[2]; }

void check(PairList const& pairs, int n_owned, int n_total) {
  for (std::size_t p = 0; p < pairs.count; ++p) {
    int const i = pairs.receiver[p], j = pairs.sender[p];
    bool const exists = i >= 0 && i < n_owned && j >= 0 && j < n_total;
    double const length2 = squared_length(pairs.displacement + 3 * p);
    if (exists && length2 > 0.0 && std::isfinite(length2)) continue;
    std::string const pair = "pair " + std::to_string(p) + " (" + std::to_string(i) + " <- " + std::to_string(j) + ")";
    require(exists, pair + ": no such atom (receivers are below " + std::to_string(n_owned) + ", senders below " +
                        std::to_string(n_total) + ") correct the list");
    throw Error(pair +
                ": its displacement is zero or not finite (two atoms in one place have no direction) correct the "
                "positions or the list");
  }
}

}  // namespace

NeighborGraph<HostSpace> const& PairGraph::build(int n_owned, int n_total, int const* species, PairList const& pairs,
                                                 double r_cut) {
  check(pairs, n_owned, n_total);
  auto const is_edge = [&](std::size_t p) { return squared_length(pairs.displacement + 3 * p) < r_cut * r_cut; };
  grow(species_, "tesseral::pair_graph::species", n_total);
  grow(begin_, "tesseral::pair_graph::begin", n_owned + 1);
  grow(place_, "tesseral::pair_graph::place", n_owned + 1);
  std::copy_n(species, n_total, species_.data());

  // counted, then put into the rows of their receivers
  std::fill_n(begin_.data(), n_owned + 1, EdgeIndex(0));
  for (std::size_t p = 0; p < pairs.count; ++p)
    if (is_edge(p)) ++begin_(pairs.receiver[p] + 1);
  for (int i = 0; i < n_owned; ++i) begin_(i + 1) += begin_(i);
  std::copy_n(begin_.data(), n_owned + 1, place_.data());
  EdgeIndex const n_edges = begin_(n_owned);
  grow(receiver_, "tesseral::pair_graph::receiver", n_edges);
  grow(sender_, "tesseral::pair_graph::sender", n_edges);
  grow(displacement_, "tesseral::pair_graph::displacement", n_edges);
  for (std::size_t p = 0; p < pairs.count; ++p) {
    if (!is_edge(p)) continue;
    EdgeIndex const e = place_(pairs.receiver[p])++;
    receiver_(e) = pairs.receiver[p];
    sender_(e) = pairs.sender[p];
    for (int d = 0; d < 3; ++d) displacement_(e, d) = pairs.displacement[3 * p + d];
  }

  auto const edges = std::make_pair(EdgeIndex(0), n_edges);
  graph_.n_owned = n_owned;
  graph_.n_total = n_total;
  graph_.species = Kokkos::subview(species_, std::make_pair(0, n_total));
  graph_.edge_begin = Kokkos::subview(begin_, std::make_pair(0, n_owned + 1));
  graph_.receiver = Kokkos::subview(receiver_, edges);
  graph_.sender = Kokkos::subview(sender_, edges);
  graph_.displacement = Vectors<double, HostSpace>(displacement_.data(), n_edges);
  sender_index_.build(HostSpace(), graph_);
  HostSpace().fence();
  return graph_;
}

}  // namespace tesseral
