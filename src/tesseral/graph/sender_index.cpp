// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#include <utility>

namespace tesseral {
namespace {

// Shell sort: in place, and nearly linear on rows that few threads filled, which are a few ascending runs.
KOKKOS_INLINE_FUNCTION void sort_ascending(EdgeIndex* row, EdgeIndex count) {
  EdgeIndex gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (EdgeIndex k = gap; k < count; ++k) {
      EdgeIndex const value = row[k];
      EdgeIndex place = k;
      for (; place >= gap && row[place - gap] > value; place -= gap) row[place] = row[place - gap];
      row[place] = value;
    }
  }
}

}  // namespace

template <class Space>
void SenderIndex<Space>::build(Space const& space, NeighborGraph<Space>& graph) {
  EdgeIndex const n_edges = graph.n_edges();
  int const n_total = graph.n_total;
  grow(begin_, "tesseral::sender_index::begin", n_total + 1);
  grow(fill_, "tesseral::sender_index::fill", n_total + 1);
  grow(edge_, "tesseral::sender_index::edge", n_edges);

  using Atoms = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;
  using Edges = Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>;
  auto const begin = begin_;  // [sender]
  auto const fill = fill_;    // [sender], next free entry of its row
  auto const edge = edge_;    // [entry]
  auto const sender = graph.sender;

  Kokkos::parallel_for(
      "tesseral::sender_index::clear", Atoms(space, 0, n_total + 1), KOKKOS_LAMBDA(int j) { fill(j) = 0; });
  Kokkos::parallel_for(
      "tesseral::sender_index::count", Edges(space, 0, n_edges),
      KOKKOS_LAMBDA(EdgeIndex e) { Kokkos::atomic_fetch_add(&fill(sender(e)), EdgeIndex(1)); });
  Kokkos::parallel_scan(
      "tesseral::sender_index::scan", Atoms(space, 0, n_total + 1), KOKKOS_LAMBDA(int j, EdgeIndex& sum, bool last) {
        EdgeIndex const count = fill(j);
        if (last) {
          begin(j) = sum;
          fill(j) = sum;
        }
        sum += count;
      });
  Kokkos::parallel_for(
      "tesseral::sender_index::fill", Edges(space, 0, n_edges),
      KOKKOS_LAMBDA(EdgeIndex e) { edge(Kokkos::atomic_fetch_add(&fill(sender(e)), EdgeIndex(1))) = e; });
  // Threads fill a row in any order; sorting makes the result, and every sum over it, reproducible.
  Kokkos::parallel_for(
      "tesseral::sender_index::sort", UnevenRange<Space>(space, 0, n_total),
      KOKKOS_LAMBDA(int j) { sort_ascending(edge.data() + begin(j), begin(j + 1) - begin(j)); });

  graph.sender_begin = Kokkos::subview(begin, std::make_pair(EdgeIndex(0), EdgeIndex(n_total + 1)));
  graph.sender_edge = Kokkos::subview(edge, std::make_pair(EdgeIndex(0), n_edges));
}

#define TESSERAL_INSTANTIATE(Space) template class SenderIndex<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
