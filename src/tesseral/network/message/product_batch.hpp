// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Batches of edges of a product_message: their work memory, and how kernels walk through them.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/product_message.hpp"

#include <algorithm>

namespace tesseral {

/// Numbers of a row of y: of each channel, or of all together.
inline int y_columns(ProductSpec const& spec) {
  return num_lm(spec.l_y) * (spec.second == SecondOperand::per_channel ? spec.channels : 1);
}
/// Numbers of an edge in both passes.
inline std::size_t numbers_per_edge(ProductSpec const& spec) {
  return 2 * (static_cast<std::size_t>(num_lm(spec.l_x) + num_lm(spec.l_z)) * spec.channels + y_columns(spec));
}

/// Edges of a worker in a batch: a multiple of what a tile's capacity is, whose operands fit a second-level cache if
/// that is enough edges.
template <class Space, class Real>
int edges_per_worker(ProductSpec const& spec) {
  constexpr int step = EdgeTile<Space, Real>::step;
  constexpr std::size_t target_bytes = 1024 * 1024;
  int const edges = static_cast<int>(target_bytes / (numbers_per_edge(spec) * sizeof(Real)));
  return std::clamp(edges / step * step, step, 4 * step);
}
template <class Space, class Real>
int edges_per_batch(Space const& space, ProductSpec const& spec) {
  return worker_count(space) * edges_per_worker<Space, Real>(spec);
}

/// Rows of the edges of a batch.
template <class Space, class Real>
struct EdgeBatch {
  using Rows = Features<Real, Space>;
  Rows x, y, z, x_adj, y_adj, z_adj;

  EdgeBatch(ProductSpec const& spec, int edges, Array1<Real, Space> const& memory) {
    std::size_t used = 0;
    auto const take = [&](Rows& rows, std::size_t columns) {
      rows = Rows(memory.data() + used, edges, columns);
      used += edges * columns;
    };
    std::size_t const C = spec.channels;
    for (Rows* rows : {&x, &x_adj}) take(*rows, num_lm(spec.l_x) * C);
    for (Rows* rows : {&y, &y_adj}) take(*rows, y_columns(spec));
    for (Rows* rows : {&z, &z_adj}) take(*rows, num_lm(spec.l_z) * C);
  }
};

/// Scratch of a tile; k is the tile's k-th edge, f a radial function, c a padded channel.
template <class Space, class Real>
struct ProductTile : EdgeTile<Space, Real, EdgeHarmonics<Space>> {
  using Base = EdgeTile<Space, Real, EdgeHarmonics<Space>>;
  using Operator = ProductEdges<Space, Real>;
  using P = PackOf<Space, Real>;
  Real* rho_adj = nullptr;  // [k][f][c]; the radial network's own array, if there is no table; this and the next only
  Real* Y_adj = nullptr;    // [k][lm2], for the adjoint

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    if (!adjoint) return;
    std::size_t const columns = edges;
    if (op.table.n > 0)
      arena.take(rho_adj, columns * op.functions() * op.radial.channels);
    else
      rho_adj = this->radial.R_adj;
    arena.take(Y_adj, columns * op.coupling.n_entries);
  }

  KOKKOS_INLINE_FUNCTION Real const* harmonics(Operator const& op, int k) const {
    return this->K + static_cast<std::size_t>(k) * op.coupling.n_entries;
  }
  KOKKOS_INLINE_FUNCTION std::size_t at(Operator const& op, int k, int f, int c) const {
    return (static_cast<std::size_t>(k) * op.functions() + f) * op.radial.channels + c;
  }
  /// rho of edge k for the pack at c, and in `slope_of_table` h rho' if there is a table.
  KOKKOS_FORCEINLINE_FUNCTION P rho(Operator const& op, int k, int f, int c, P& slope_of_table) const {
    if (op.table.n == 0) return load<P>(this->radial.R + at(op, k, f, c));
    P value;
    TabulatedRadial<Space, Real>(op, *this, k, c).value_and_slope(op.first_function + f, value, slope_of_table);
    return value;
  }
  KOKKOS_FORCEINLINE_FUNCTION P rho(Operator const& op, int k, int f, int c) const {
    P slope_of_table;
    return rho(op, k, f, c, slope_of_table);
  }
};

/// A kernel over the edges at positions first … first + count - 1 of `rows`, which are the batch's edges 0 … count - 1.
template <class Space, class Real>
struct BatchKernel {
  using Tile = ProductTile<Space, Real>;
  using Member = TeamMember<Space>;
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  ProductEdges<Space, Real> op;
  EdgeRows<Space> rows;
  EdgeBatch<Space, Real> batch;
  bool adjoint;
  EdgeIndex first;
  int count, edges_per_tile, tiles;
  std::size_t bytes;

  BatchKernel(ProductEdges<Space, Real> const& op, EdgeRows<Space> const& rows, EdgeBatch<Space, Real> const& batch,
              bool adjoint, EdgeIndex first, int count, int edges_of_worker)
      : op(op), rows(rows), batch(batch), adjoint(adjoint), first(first), count(count) {
    auto const shape = tile_shape<Tile>(op, count, 1, adjoint, 1);
    edges_per_tile = std::min(shape.capacity, edges_of_worker);
    tiles = (count + edges_per_tile - 1) / edges_per_tile;
    bytes = shape.bytes;
  }

  KOKKOS_INLINE_FUNCTION Tile make_tile(Member const& team) const {
    auto arena = team_arena(team, bytes);
    Tile tile;
    tile.take(arena, op, capacity(), adjoint);
    return tile;
  }
  /// Prepares tile number t and returns its first edge in the batch; `n`: how many they are.
  KOKKOS_INLINE_FUNCTION int prepare(Member const& team, Tile const& tile, int t, int& n) const {
    int const begin = t * edges_per_tile;
    n = count - begin < edges_per_tile ? count - begin : edges_per_tile;
    tile.prepare(team, op, n, [&](int k) { return edge(begin + k); });
    return begin;
  }
  /// The edge with this number in the batch.
  KOKKOS_INLINE_FUNCTION EdgeIndex edge(int number) const { return rows.edge_at(first + number); }
  /// b_l/n̄ for the pack at c.
  KOKKOS_FORCEINLINE_FUNCTION P out_scale(int l, int c) const {
    P const factor(op.factor);
    return op.by_degree ? factor * load<P>(op.radial.degree_out + l * op.radial.channels + c) : factor;
  }

 private:
  KOKKOS_INLINE_FUNCTION int capacity() const {
    constexpr int step = Tile::step;
    return (edges_per_tile + step - 1) / step * step;
  }
};

/// sum(row of atom, lm, c) += scale_l from(edge, lm, c) over consecutive edges of the batch with the same receiver or
/// sender, in their order: the thread of the first edge adds up the run.
template <class Space, class Real>
struct SumOfRuns {
  using P = PackOf<Space, Real>;
  BatchKernel<Space, Real> op;
  bool to_senders;  // else to receivers, of which the first one has row 0
  int first_atom;
  int l_max;
  Features<Real const, Space> from;
  Features<Real, Space> sum;

  KOKKOS_INLINE_FUNCTION int atom(int number) const {
    EdgeIndex const e = op.edge(number);
    return to_senders ? op.op.graph.sender(e) : op.op.graph.receiver(e);
  }
  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const begin = team.league_rank(), i = atom(begin);
    if (begin > 0 && atom(begin - 1) == i) return;
    int end = begin + 1;
    while (end < op.count && atom(end) == i) ++end;
    int const C = op.op.radial.channels, blocks = C / op.lanes;
    team_for(team, num_lm(l_max) * blocks, [&](int item) {
      int const lm = item / blocks, c = item % blocks * op.lanes;
      Real* const total = &sum(i - first_atom, lm * C + c);
      P const scale = to_senders ? P(Real(1)) : op.out_scale(degree_of(lm), c);
      P value = load<P>(total);
      for (int k = begin; k < end; ++k) value += scale * load<P>(&from(k, lm * C + c));
      store<P>(total, value);
    });
  }

 private:
  KOKKOS_INLINE_FUNCTION static int degree_of(int lm) {
    int l = 0;
    while (num_lm(l) <= lm) ++l;
    return l;
  }
};

}  // namespace tesseral
