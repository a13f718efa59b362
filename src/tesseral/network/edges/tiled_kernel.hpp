// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How the message kernels walk through their tiles.
#pragma once

#include "tesseral/core/team_sums.hpp"
#include "tesseral/network/edges/edge_tile.hpp"

namespace tesseral {

/// Edges of receivers, or of senders, as consecutive runs.
template <class Space>
struct EdgeRows {
  Array1<EdgeIndex const, Space> begin;  // [row + 1]
  Array1<EdgeIndex const, Space> edge;   // edge number of each position; empty: positions are edge numbers
  int count = 0;
  int edges_per_row = 1;  // typically

  KOKKOS_INLINE_FUNCTION EdgeIndex edge_at(EdgeIndex position) const {
    return edge.extent(0) > 0 ? edge(position) : position;
  }
};
template <class Space>
int mean_edges(NeighborGraph<Space> const& graph, int rows) {
  return rows > 0 ? std::max(1, static_cast<int>(graph.n_edges() / rows)) : 1;
}
template <class Space>
EdgeRows<Space> rows_of_receivers(NeighborGraph<Space> const& graph, AtomRange atoms) {
  auto const begin = Kokkos::subview(graph.edge_begin, std::make_pair(atoms.first, atoms.first + atoms.count + 1));
  return {begin, {}, atoms.count, mean_edges(graph, graph.n_owned)};
}
template <class Space>
EdgeRows<Space> rows_of_senders(NeighborGraph<Space> const& graph) {
  return {graph.sender_begin, graph.sender_edge, graph.n_total, mean_edges(graph, graph.n_total)};
}

/// A tile is a run of rows, whose consecutive edges are handled in pieces of at most `capacity`.
template <class Space, class Real, class Tile = EdgeTile<Space, Real>>
struct TiledKernel {
  using Operator = typename Tile::Operator;
  using Member = TeamMember<Space>;
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;

  Operator op;
  EdgeRows<Space> rows;
  TileShape shape;
  bool adjoint = false;

  TiledKernel(Operator const& op, EdgeRows<Space> const& rows, bool adjoint, int workers)
      : op(op),
        rows(rows),
        shape(tile_shape<Tile>(op, rows.count, rows.edges_per_row, adjoint, workers)),
        adjoint(adjoint) {}

  KOKKOS_INLINE_FUNCTION Tile make_tile(Member const& team) const {
    auto arena = team_arena(team, shape.bytes);
    Tile tile;
    tile.take(arena, op, shape.capacity, adjoint);
    return tile;
  }

  /// Part of a row in a piece, as columns of the tile; `whole` sums over the row begin here.
  struct Part {
    int row, begin, end;
    bool starts;
  };

  /// Prepares the pieces of tile number t one after the other and calls piece(first row, number of rows, first edge,
  /// number of edges) for each, once even if the rows have no edges.
  template <class Piece>
  KOKKOS_INLINE_FUNCTION void for_each_piece(Member const& team, Tile const& tile, int t, Piece const& piece) const {
    int const row_first = t * shape.rows_per_tile;
    int const row_last = row_first + shape.rows_per_tile < rows.count ? row_first + shape.rows_per_tile : rows.count;
    EdgeIndex const edge_last = rows.begin(row_last);
    EdgeIndex first = rows.begin(row_first);
    do {
      int const n = static_cast<int>(edge_last - first < shape.capacity ? edge_last - first : shape.capacity);
      if (n > 0) tile.prepare(team, op, n, [&](int k) { return rows.edge_at(first + k); });
      piece(row_first, row_last - row_first, first, n);
      team.team_barrier();
      first += shape.capacity;
    } while (first < edge_last);
  }

  KOKKOS_INLINE_FUNCTION Part part(int row, EdgeIndex first, int n) const {
    EdgeIndex const begin = rows.begin(row) - first, end = rows.begin(row + 1) - first;
    return {row, static_cast<int>(begin > 0 ? begin : 0), static_cast<int>(end < n ? end : n),
            begin >= 0 && begin <= n};
  }
};

/// An adjoint's walk through its tiles, and what it adds to. With a gradient of the weights each worker sums into an
/// array of its own and handles a share of the tiles; otherwise every tile is a worker.
template <class Space, class Real, class Tile = EdgeTile<Space, Real>>
struct TiledAdjoint : TiledKernel<Space, Real, Tile> {
  using Base = TiledKernel<Space, Real, Tile>;
  using typename Base::Member;
  using typename Base::P;
  Features<Real const, Space> u;
  Features<Real, Space> u_adj;  // or empty
  Vectors<double, Space> edge_gradient;
  Array2<Real, Space> weight_adj;  // [worker][weight] or empty
  int workers = 0;

  TiledAdjoint(Space const& space, typename Base::Operator const& op, EdgeRows<Space> const& rows,
               Features<Real const, Space> const& u, Features<Real, Space> const& u_adj,
               Vectors<double, Space> const& edge_gradient, Array2<Real, Space> const& weight_adj)
      : Base(op, rows, true, worker_count(space)),
        u(u),
        u_adj(u_adj),
        edge_gradient(edge_gradient),
        weight_adj(weight_adj),
        workers(weight_adj.extent(0) > 0 ? static_cast<int>(weight_adj.extent(0)) : this->shape.tiles) {}

  /// for_each_piece of all tiles of the team's worker.
  template <class Piece>
  KOKKOS_INLINE_FUNCTION void for_each_piece_of_worker(Member const& team, Tile const& tile, Piece const& piece) const {
    int const worker = team.league_rank();
    int const last = share_begin(this->shape.tiles, worker + 1, workers);
    for (int t = share_begin(this->shape.tiles, worker, workers); t < last; ++t)
      this->for_each_piece(team, tile, t, piece);
  }

  /// What one thread's channels add to the adjoints of an edge in the tile.
  struct EdgeSums {
    P torque[3] = {P(Real(0)), P(Real(0)), P(Real(0))};
    P length{Real(0)}, fade{Real(0)};
  };
  /// The tile's numbers of edge k from the parts that threads have of them: the length's with a table, which the
  /// radial network computes from its own.
  KOKKOS_INLINE_FUNCTION void take_sums(Member const& team, Tile const& tile, int k, EdgeSums const& part) const {
    bool const from_table = this->op.table.n > 0, fades = this->op.inner.exist() && tile.fade_log_slope[k] > 0.0;
    Sums<Real, 5> mine;
    for (int d = 0; d < 3; ++d) mine.of[d] = sum_lanes(part.torque[d]);
    if (from_table) mine.of[3] = sum_lanes(part.length);
    if (fades) mine.of[4] = sum_lanes(part.fade);
    auto const all = sum_over_team(team, mine);
    Kokkos::single(Kokkos::PerTeam(team), [&]() {
      for (int d = 0; d < 3; ++d) tile.torque[d * tile.capacity + k] = all.of[d];
      if (from_table) tile.length_adj[k] = all.of[3];
      if (fades) tile.fade_adj[k] = all.of[4];
    });
  }

  /// From the adjoints in the tile of n edges, the k-th of which is edge_of(k):
  /// dE/dr = length_adj r/|r| + (r x dE/dr) x r/|r|^2. Lanes behind the last edge compute with whatever is there.
  template <class EdgeOf>
  KOKKOS_INLINE_FUNCTION void add_gradients(Member const& team, Tile const& tile, int n, EdgeOf const& edge_of) const {
    constexpr int together = lanes_of<Space, double>;
    using D = Pack<double, together>;
    using Q = Pack<Real, together>;
    static_assert(Tile::step % together == 0, "packs of edges end where the tile ends");
    team_for(team, (n + together - 1) / together, [&](int group) {
      int const k = group * together, count = n - k < together ? n - k : together;
      D length_adj = converted<double>(load<Q>(tile.length_adj + k));
      if (this->op.table.n > 0) length_adj *= load<D>(tile.per_length + k);
      if (this->op.inner.exist())
        for (int lane = 0; lane < count; ++lane)
          if (tile.fade_log_slope[k + lane] > 0.0)
            length_adj.set(lane, length_adj[lane] + tile.fade_adj[k + lane] * tile.fade_log_slope[k + lane]);
      D const inverse = D(1.0) / load<D>(tile.length + k);
      D unit[3], across[3];
      for (int d = 0; d < 3; ++d) {
        unit[d] = load<D>(tile.unit + d * tile.capacity + k);
        across[d] = converted<double>(load<Q>(tile.torque + d * tile.capacity + k)) * inverse;
      }
      for (int d = 0; d < 3; ++d) {
        int const a = (d + 1) % 3, b = (d + 2) % 3;
        D const gradient = length_adj * unit[d] + (across[a] * unit[b] - across[b] * unit[a]);
        for (int lane = 0; lane < count; ++lane) edge_gradient(edge_of(k + lane), d) += gradient[lane];
      }
    });
  }

  /// Where the team's worker sums the gradient of the weights; null without one.
  KOKKOS_INLINE_FUNCTION Real* worker_gradient(Member const& team) const {
    return weight_adj.size() > 0 ? &weight_adj(team.league_rank(), 0) : nullptr;
  }
};

}  // namespace tesseral
