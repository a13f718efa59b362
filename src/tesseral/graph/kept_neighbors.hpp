// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The edges of one structure whose atoms move, for programs that see it again and again: found with a skin and kept.
/// On the host, structure by structure; candidate_edges.hpp is the same for an MD code's lists.
#pragma once

#include "tesseral/graph/neighbor_list.hpp"

#include <cstddef>
#include <vector>

namespace tesseral {

class KeptNeighbors {
 public:
  /// Both in Å. A skin of 0 finds the edges anew at every call. Throws Error if one is negative or not finite.
  KeptNeighbors(double r_cut, double skin);
  double r_cut() const { return r_cut_; }

  /// The edges shorter than r_cut, those that find_edges() finds. They are searched for again when an atom has moved by
  /// more than half the skin since the last search, or species, cell or periodicity are others. Valid until the next
  /// call. Throws Error as find_edges() does, after which the next call searches.
  std::vector<Edge> const& edges(Structure const&);

  /// How often they were searched for.
  std::size_t n_searches() const { return n_searches_; }

 private:
  bool still_holds(Structure const&) const;

  double r_cut_, skin_;
  std::size_t n_searches_ = 0;
  Structure searched_;  // as it was then; without atoms: nothing is kept
  std::vector<Edge> candidates_, edges_;
};

}  // namespace tesseral
