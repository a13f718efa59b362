// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How the message kernels walk through their tiles.
#pragma once

#include "tesseral/layers/message_tile.hpp"

namespace tesseral {

/// What the three kernels have in common: a tile is a run of rows (receivers or senders), whose consecutive edges are
/// handled in pieces of at most `capacity`.
template <class Space, class Real>
struct TiledKernel {
  using Member = TeamMember<Space>;
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;

  MessageOperator<Space, Real> op;
  TileShape shape;
  int rows = 0;
  bool adjoint = false;

  KOKKOS_INLINE_FUNCTION MessageTile<Space, Real> make_tile(Member const& team) const {
    auto arena = team_arena<Real>(team, shape.bytes);
    MessageTile<Space, Real> tile;
    tile.take(arena, op, shape.capacity, adjoint);
    return tile;
  }

  /// Calls piece(first row, last row, first edge, number of edges) for each piece of tile number t.
  template <class RowBegin, class Piece>
  KOKKOS_INLINE_FUNCTION void for_each_piece(int t, RowBegin const& row_begin, Piece const& piece) const {
    int const row_first = t * shape.rows_per_tile;
    int const row_last = row_first + shape.rows_per_tile < rows ? row_first + shape.rows_per_tile : rows;
    EdgeIndex const edge_last = row_begin(row_last);
    for (EdgeIndex first = row_begin(row_first); first < edge_last; first += shape.capacity) {
      EdgeIndex const left = edge_last - first;
      piece(row_first, row_last, first, static_cast<int>(left < shape.capacity ? left : shape.capacity));
    }
  }

  /// The part of a row's edges that lies in a piece, as positions in the tile.
  template <class RowBegin>
  KOKKOS_INLINE_FUNCTION void clip(RowBegin const& row_begin, int row, EdgeIndex first, int n, int& begin,
                                   int& end) const {
    EdgeIndex const b = row_begin(row) - first;
    EdgeIndex const e = row_begin(row + 1) - first;
    begin = static_cast<int>(b > 0 ? b : 0);
    end = static_cast<int>(e < n ? e : n);
  }

  /// Calls sum(row, first channel, first edge of the piece, begin, end) for each row of tile number t, each piece and each
  /// pack of channels, with the piece's edges in `tile`. Edge number k of the rows is edge_of(k) of the graph.
  template <class RowBegin, class EdgeOf, class Sum>
  KOKKOS_INLINE_FUNCTION void sum_rows(Member const& team, MessageTile<Space, Real> const& tile, int t,
                                       RowBegin const& row_begin, EdgeOf const& edge_of, Sum const& sum) const {
    int const blocks = op.radial.channels / lanes;
    for_each_piece(t, row_begin, [&](int row_first, int row_last, EdgeIndex first, int n) {
      tile.prepare(team, op, n, [&](int k) { return edge_of(first + k); });
      Kokkos::parallel_for(Kokkos::TeamVectorRange(team, (row_last - row_first) * blocks), [&](int item) {
        int const row = row_first + item / blocks;
        int begin, end;
        clip(row_begin, row, first, n, begin, end);
        if (begin < end) sum(row, item % blocks * lanes, first, begin, end);
      });
      team.team_barrier();
    });
  }
};

}  // namespace tesseral
