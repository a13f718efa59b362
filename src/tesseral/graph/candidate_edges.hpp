// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Edges of atoms that move, from a neighbour list that reaches a skin beyond the cutoff and so lasts for many steps.
/// What depends on the list alone, the candidates by receiver and by sender, is made once for each list; a step
/// measures the candidates and keeps those within the cutoff.
#pragma once

#include "tesseral/core/bits.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#include <cstddef>

namespace tesseral {

/// The candidates by receiver, to be filled in.
template <class Space>
struct CandidateRows {
  Array1<EdgeIndex const, Space> begin;  // [n_owned + 1], candidates of receiver i: begin[i] … begin[i+1]
  Array1<int, Space> sender;             // [candidate or more], owned atom or ghost
};

/// A new list is taken in three calls, each after the caller's kernels of the one before:
///     count = new_list(…), to be filled;   rows = make_rows(…), whose senders are to be filled;   index_senders(…).
/// Arrays only grow, so that nothing is allocated in a step once they are large enough. The result does not depend on
/// the number of threads.
template <class Space>
class CandidateEdges {
 public:
  /// [n_owned], zeros: how many candidates each receiver has.
  Array1<EdgeIndex, Space> new_list(Space const&, int n_owned, int n_total);
  /// Room for as many as were counted.
  CandidateRows<Space> make_rows(Space const&);
  /// Finds each atom's candidates as a sender.
  void index_senders(Space const&);

  /// Sets all of `graph` but the species: the candidates with |x_sender - x_receiver| < r_cut, in the order of the
  /// list. Returns how many candidates have no direction: shorter than `coincidence`, or at a place that is no number.
  /// positions [n_total or more][3], Å.
  EdgeIndex select(Space const&, Vectors<double const, Space> positions, double r_cut, NeighborGraph<Space>& graph);

  EdgeIndex n_candidates() const { return n_candidates_; }
  /// Bytes of all arrays, those of the graph included.
  std::size_t bytes() const;

 private:
  int n_owned_ = 0, n_total_ = 0;
  EdgeIndex n_candidates_ = 0;
  Array1<EdgeIndex, Space> begin_;               // [owned + 1]
  Array1<int, Space> sender_, receiver_;         // [candidate]
  SenderIndex<Space> sender_index_;              // its rows are
  Array1<EdgeIndex const, Space> sender_begin_;  // [total + 1]
  Array1<EdgeIndex, Space> bit_;                 // [candidate by sender], its bit among the receivers' words

  // Which candidates are edges in this step, a bit each; every row begins with a new word.
  Array1<Bits, Space> received_, sent_;    // [word]
  Array1<EdgeIndex, Space> edges_before_;  // [word of received_], edges in all words before
  Array1<EdgeIndex, Space> edge_begin_, edge_sender_begin_, sender_edge_;
  Array1<int, Space> edge_receiver_, edge_sender_;
  Vectors<double, Space> displacement_;
};

}  // namespace tesseral
