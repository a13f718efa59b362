// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the message kernels share: how edges are cut into tiles, and geometry, coupling and radial functions of a tile.
#pragma once

#include "tesseral/core/pack_math.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/network/edges/inner_switch.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

namespace tesseral {

/// Scratch of a tile; k is the tile's k-th edge. Geometry is computed for a pack of edges at once.
template <class Space, class Real, class Coupling = EdgeCoupling<Space>>
struct EdgeTile {
  using Operator = EdgeOperator<Space, Real, Coupling>;
  static constexpr int lanes = lanes_of<Space, double>;  // edges at once
  static constexpr int step = 8 * gemm_rows_per_block;   // capacities are multiples of this

  int capacity = 0;                  // a multiple of lanes
  double* unit = nullptr;            // [3][capacity], r/|r|
  double* length = nullptr;          // [capacity], |r|
  Real* K = nullptr;                 // [capacity][entry], times w
  Real* t = nullptr;                 // [capacity], place in an interval of the table, if there is one
  int* interval = nullptr;           // [capacity]
  double* per_length = nullptr;      // [capacity], 1/h of the interval, only for the adjoint
  double* fade = nullptr;            // [capacity], w, the switch of inner radii, if there are any; this and the next
  double* fade_log_slope = nullptr;  // [capacity], w'/w
  RadialTile<Space, Real> radial;    // without a table
  Real* torque = nullptr;            // [3][capacity], r x dE/dr; this and the next only for the adjoint
  Real* length_adj = nullptr;        // [capacity], with a table times h
  Real* fade_adj = nullptr;          // [capacity], w dE/dw, with inner radii

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    capacity = edges;
    std::size_t const columns = edges;
    arena.take(unit, 3 * columns);
    arena.take(length, columns);
    arena.take(K, op.coupling.n_entries * columns);
    if (op.inner.exist()) {
      arena.take(fade, columns);
      arena.take(fade_log_slope, columns);
    }
    if (op.table.n > 0) {
      arena.take(t, columns);
      arena.take(interval, columns);
      if (adjoint) arena.take(per_length, columns);
    } else {
      radial.take(arena, op.radial, op.coupling.n_paths, edges, adjoint);
    }
    if (!adjoint) return;
    arena.take(torque, 3 * columns);
    arena.take(length_adj, columns);
    if (op.inner.exist()) arena.take(fade_adj, columns);
  }

  /// Fills the tile for n edges, the k-th of which is edge_of(k). Ends with a barrier.
  template <class Member, class EdgeOf>
  KOKKOS_INLINE_FUNCTION void prepare(Member const& team, Operator const& op, int n, EdgeOf const& edge_of) const {
    team_for(team, (n + lanes - 1) / lanes, [&](int group) {
      int const first = group * lanes;
      geometry(op, first, n, edge_of);
      if (op.table.n > 0)
        place_in_table(op, first, n, edge_of);
      else
        for (int k = first; k < n && k < first + lanes; ++k) basis_functions(op, k, edge_of(k));
    });
    team.team_barrier();
    if (op.table.n == 0) radial_forward(team, op.radial, op.coupling, radial, n);
  }

 private:
  using P = Pack<double, lanes>;

  // columns behind the last edge repeat it
  template <class EdgeOf>
  KOKKOS_INLINE_FUNCTION void geometry(Operator const& op, int first, int n, EdgeOf const& edge_of) const {
    P r[3] = {P(0.0), P(0.0), P(0.0)};  // to set a lane reads the others
    for (int lane = 0; lane < lanes; ++lane) {
      EdgeIndex const e = edge_of(first + lane < n ? first + lane : n - 1);
      for (int d = 0; d < 3; ++d) r[d].set(lane, op.graph.displacement(e, d));
    }
    P const distance = sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    P const inverse = P(1.0) / distance;
    for (int d = 0; d < 3; ++d) {
      r[d] *= inverse;
      store<P>(unit + d * capacity + first, r[d]);
    }
    store<P>(length + first, distance);
    P Y[num_lm(max_l)];
    spherical_harmonics(op.coupling.l_max, r[0], r[1], r[2], Y);
    if (op.inner.exist()) fall_silent(op, first, n, edge_of, distance, Y);
    Real* const K_first = K + static_cast<std::size_t>(first) * op.coupling.n_entries;
    op.coupling.contract_all(
        Y, [&](int entry, P const& value) { store_strided(K_first + entry, op.coupling.n_entries, value); });
  }

  // K is linear in Y
  template <class EdgeOf>
  KOKKOS_INLINE_FUNCTION void fall_silent(Operator const& op, int first, int n, EdgeOf const& edge_of,
                                          P const& distance, P* Y) const {
    P factor(1.0);
    bool any = false;
    for (int lane = 0; lane < lanes; ++lane) {
      int const k = first + lane < n ? first + lane : n - 1;
      double const r_in = op.inner.of(op.graph, edge_of(k), distance[lane]);
      auto const at = inner_switch(distance[lane], r_in);
      fade[first + lane] = at.value;
      fade_log_slope[first + lane] = at.value > 0.0 ? at.slope / at.value : 0.0;
      factor.set(lane, at.value);
      any = any || at.value < 1.0;
    }
    if (any)
      for (int lm = 0; lm < num_lm(op.coupling.l_max); ++lm) Y[lm] *= factor;
  }

  template <class EdgeOf>
  KOKKOS_INLINE_FUNCTION void place_in_table(Operator const& op, int first, int n, EdgeOf const& edge_of) const {
    for (int k = first; k < first + lanes; ++k) {
      TablePosition const at(op.table, length[k], op.radial.r_cut);
      interval[k] = at.interval;
      if (op.table.by_pair()) interval[k] += first_interval(op, edge_of(k < n ? k : n - 1));
      t[k] = static_cast<Real>(at.t);
      if (per_length != nullptr) per_length[k] = at.per_length;
    }
  }

  KOKKOS_INLINE_FUNCTION static int first_interval(Operator const& op, EdgeIndex e) {
    return op.table.first_interval(op.graph.species(op.graph.receiver(e)), op.graph.species(op.graph.sender(e)));
  }

  KOKKOS_INLINE_FUNCTION void basis_functions(Operator const& op, int k, EdgeIndex e) const {
    auto const& net = op.radial;
    Real* const basis = radial.basis + static_cast<std::size_t>(k) * net.width[0];
    Real* const slopes = radial.slopes + static_cast<std::size_t>(k) * net.width[0];
    auto const y = op.distance.of(op.graph, e, length[k]);
    bessel_basis(static_cast<Real>(length[k]), {static_cast<Real>(y.value), static_cast<Real>(y.slope)},
                 static_cast<Real>(net.r_cut), net.cutoff_power, net.bessel, net.frequencies, basis, slopes);
    for (int i = net.bessel; i < net.width[0]; ++i) basis[i] = slopes[i] = 0;
  }
};

/// How a list of rows (atoms), each with consecutive edges, is cut for teams.
struct TileShape {
  int capacity = 0;  // edges that a team's scratch holds; longer rows go in several pieces
  int rows_per_tile = 0;
  int tiles = 0;
  std::size_t bytes = 0;  // scratch of one tile
};

/// Each of the workers has several tiles, even if there are few rows, such as a batch in training.
template <class Tile>
TileShape tile_shape(typename Tile::Operator const& op, int rows, int edges_per_row, bool adjoint, int workers) {
  // With a table, a few packs of edges whose K fits the first-level cache; with the network, half of a typical
  // second-level cache, at most 256 edges. Multiples of what fills a pack of edges and a block of the network's GEMM.
  constexpr int step = Tile::step;
  constexpr std::size_t target_bytes = 512 * 1024;
  auto const bytes = [&](int capacity) {
    ScratchArena arena;
    Tile tile;
    tile.take(arena, op, capacity, adjoint);
    return arena.bytes();
  };
  TileShape shape;
  shape.capacity =
      op.table.n > 0 ? step : std::clamp(static_cast<int>(step * target_bytes / bytes(step)), step, 256) / step * step;
  shape.bytes = bytes(shape.capacity);
  int const fair_rows = (rows + 8 * workers - 1) / (8 * workers);
  shape.rows_per_tile = std::max(1, std::min(fair_rows, shape.capacity / edges_per_row));
  shape.tiles = (rows + shape.rows_per_tile - 1) / shape.rows_per_tile;
  return shape;
}

}  // namespace tesseral
