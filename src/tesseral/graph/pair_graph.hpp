// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The graph of a host code that has a list of pairs in arrays of its own.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"

#include <cstddef>

namespace tesseral {

/// Directed pairs i <- j, each i with all its j, in any order; they may reach beyond the cutoff. The arrays are the
/// caller's.
struct PairList {
  std::size_t count = 0;
  int const* receiver = nullptr;         // [pair], owned atoms
  int const* sender = nullptr;           // [pair], owned atoms or ghosts
  double const* displacement = nullptr;  // [pair][3], x_sender - x_receiver, Å
};

/// Arrays only grow, so that nothing is allocated in a step once they are large enough.
class PairGraph {
 public:
  /// The pairs shorter than r_cut, those of a receiver in the order of the list. species [n_total]. The graph is valid
  /// until the next call. Throws Error naming the first pair (from 0) whose atoms do not exist, or which has no length
  /// or no finite one.
  NeighborGraph<HostSpace> const& build(int n_owned, int n_total, int const* species, PairList const&, double r_cut);

 private:
  NeighborGraph<HostSpace> graph_;
  SenderIndex<HostSpace> sender_index_;
  Array1<int, HostSpace> species_, receiver_, sender_;
  Array1<EdgeIndex, HostSpace> begin_, place_;
  Vectors<double, HostSpace> displacement_;
};

}  // namespace tesseral
