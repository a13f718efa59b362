// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The edges of all owned atoms, by receiver and by sender. Views only: the caller owns the arrays.
#pragma once

#include "tesseral/core/types.hpp"

#include <cstddef>

namespace tesseral {

/// Owned atoms first … first + count - 1.
struct AtomRange {
  int first = 0;
  int count = 0;
};

/// Directed edges i <- j with |x_j - x_i| < r_cut. Receivers are owned atoms; senders are owned atoms or ghosts, which
/// come after the owned ones. An atom may send to itself (periodic images).
template <class Space>
struct NeighborGraph {
  int n_owned = 0;
  int n_total = 0;                              // owned + ghosts
  Array1<int const, Space> species;             // [atom of n_total]
  Array1<EdgeIndex const, Space> edge_begin;    // [n_owned + 1], edges of receiver i: edge_begin[i] … edge_begin[i+1]
  Array1<int const, Space> receiver;            // [edge]
  Array1<int const, Space> sender;              // [edge]
  Vectors<double const, Space> displacement;    // [edge][3], x_sender - x_receiver, Å
  Array1<EdgeIndex const, Space> sender_begin;  // [n_total + 1], the same edges by sender
  Array1<EdgeIndex const, Space> sender_edge;   // [edge], edge numbers, ascending for each sender

  EdgeIndex n_edges() const { return static_cast<EdgeIndex>(sender.extent(0)); }
};

template <class Space>
AtomRange all_receivers(NeighborGraph<Space> const& graph) {
  return {0, graph.n_owned};
}

/// The by-sender half of a graph, kept between calls so that nothing is allocated in a step once it is large enough.
template <class Space>
class SenderIndex {
 public:
  /// Sorts the edges by sender and sets graph.sender_begin and graph.sender_edge. The order within a sender is that of
  /// the edges, whatever the number of threads.
  void build(Space const&, NeighborGraph<Space>& graph);
  std::size_t bytes() const { return sizeof(EdgeIndex) * (begin_.size() + fill_.size() + edge_.size()); }

 private:
  Array1<EdgeIndex, Space> begin_;
  Array1<EdgeIndex, Space> fill_;
  Array1<EdgeIndex, Space> edge_;
};

}  // namespace tesseral
