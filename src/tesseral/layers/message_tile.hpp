// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What all message kernels share: how edges are cut into tiles, and geometry, harmonics and radial functions of a tile.
#pragma once

#include "tesseral/basis/spherical_harmonics.hpp"
#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/layers/message.hpp"

#include <cmath>

namespace tesseral {

/// Scratch of a tile; row k of each array belongs to the tile's k-th edge.
template <class Space, class Real>
struct MessageTile {
  Real* unit;      // [k][3], r/|r|
  Real* length;    // [k], |r|
  Real* Y;         // [k][lm]
  Real* K;         // [k][entry]
  Real* Y_adj;     // these three only if the tile is made for the adjoint
  Real* K_adj;
  Real* length_adj;
  RadialTile<Space, Real> radial;

  KOKKOS_INLINE_FUNCTION void take(ScratchArena<Real>& arena, MessageOperator<Space, Real> const& op, int capacity,
                                   bool adjoint) {
    std::size_t const edges = capacity;
    unit = arena.take(edges * 3);
    length = arena.take(edges);
    Y = arena.take(edges * num_lm(op.coupling.l_max));
    K = arena.take(edges * op.coupling.n_entries);
    if (adjoint) {
      Y_adj = arena.take(edges * num_lm(op.coupling.l_max));
      K_adj = arena.take(edges * op.coupling.n_entries);
      length_adj = arena.take(edges);
    }
    if (op.table.n > 0)
      radial.take_table(arena, op.table.width, capacity, adjoint);
    else
      radial.take(arena, op.radial, op.coupling.n_paths, capacity, adjoint);
  }

  KOKKOS_INLINE_FUNCTION Real const* matrix(EdgeCoupling<Space> const& coupling, int k, int entry) const {
    return K + static_cast<std::size_t>(k) * coupling.n_entries + entry;
  }
  /// Radial functions of edge k and path q, [channel].
  KOKKOS_INLINE_FUNCTION Real const* R(MessageOperator<Space, Real> const& op, int k, int q) const {
    return radial.R + (static_cast<std::size_t>(k) * op.coupling.n_paths + q) * op.radial.channels;
  }

  /// Fills the tile for n edges, the k-th of which is edge_of(k). Ends with a barrier.
  template <class Member, class EdgeOf>
  KOKKOS_INLINE_FUNCTION void prepare(Member const& team, MessageOperator<Space, Real> const& op, int n,
                                      EdgeOf const& edge_of) const {
    int const lms = num_lm(op.coupling.l_max);
    auto const& net = op.radial;
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, n), [&](int k) {
      using std::sqrt;
      EdgeIndex const e = edge_of(k);
      double const x = op.graph.displacement(e, 0), y = op.graph.displacement(e, 1), z = op.graph.displacement(e, 2);
      double const r = sqrt(x * x + y * y + z * z);
      Real* u = unit + 3 * k;
      u[0] = static_cast<Real>(x / r);
      u[1] = static_cast<Real>(y / r);
      u[2] = static_cast<Real>(z / r);
      length[k] = static_cast<Real>(r);
      spherical_harmonics(op.coupling.l_max, u[0], u[1], u[2], Y + static_cast<std::size_t>(k) * lms);
      op.coupling.contract(Y + static_cast<std::size_t>(k) * lms, K + static_cast<std::size_t>(k) * op.coupling.n_entries);
      if (op.table.n > 0) {
        interpolate(op.table, static_cast<Real>(r), static_cast<Real>(net.r_cut),
                    radial.R + static_cast<std::size_t>(k) * op.table.width);
        return;
      }
      Real* basis = radial.basis + static_cast<std::size_t>(k) * net.width[0];
      Real* slopes = radial.slopes + static_cast<std::size_t>(k) * net.width[0];
      bessel_basis(static_cast<Real>(r), static_cast<Real>(net.r_cut), net.cutoff_power, net.bessel, basis, slopes);
      for (int i = net.bessel; i < net.width[0]; ++i) basis[i] = slopes[i] = 0;
    });
    team.team_barrier();
    if (op.table.n == 0) radial_forward(team, net, op.coupling, radial, n);
  }
};

/// How a list of rows (atoms), each with consecutive edges, is cut for teams.
struct TileShape {
  int capacity = 0;       // edges that a team's scratch holds; longer rows go in several pieces
  int rows_per_tile = 0;
  int tiles = 0;
  std::size_t bytes = 0;  // scratch of one tile
};

template <class Space, class Real>
TileShape tile_shape(MessageOperator<Space, Real> const& op, int rows, bool adjoint) {
  // Half of a typical second-level cache; at most 256 edges.
  constexpr std::size_t target_bytes = 512 * 1024;
  auto const bytes = [&](int capacity) {
    ScratchArena<Real> arena;
    MessageTile<Space, Real> tile;
    tile.take(arena, op, capacity, adjoint);
    return arena.bytes();
  };
  TileShape shape;
  constexpr int step = gemm_rows_per_block;
  shape.capacity = std::clamp(static_cast<int>(8 * target_bytes / bytes(8)), 2 * step, 256) / step * step;
  shape.bytes = bytes(shape.capacity);
  EdgeIndex const edges_per_row = rows > 0 ? std::max<EdgeIndex>(1, op.graph.n_edges() / rows) : 1;
  shape.rows_per_tile = std::max(1, static_cast<int>(shape.capacity / edges_per_row));
  shape.tiles = (rows + shape.rows_per_tile - 1) / shape.rows_per_tile;
  return shape;
}

/// Calls function(Degree<l1>, Degree<l>) for a path of the model.
template <class Function>
KOKKOS_FORCEINLINE_FUNCTION void with_path_degrees(int l1, int l, Function const& function) {
  with_degree<max_l_hidden>(l1, [&](auto degree_1) { with_degree<max_l>(l, [&](auto degree) { function(degree_1, degree); }); });
}

}  // namespace tesseral
