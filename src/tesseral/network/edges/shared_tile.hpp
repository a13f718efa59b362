// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What kernels share whose edges have one matrix K for all paths (tensor_product/edge/shared_coupling.hpp): K and the
/// radial functions of a tile, and the gradient of its edges from their adjoints,
///
///     dE/dr = length_adj r/|r| + (r x dE/dr) x r/|r|^2,    length_adj = sum_c R_c'(r) R_adj_c + …
///     r x dE/dr = Y_adj D Y,    Y_adj from K_adj, D of sphere/rotation_generators.hpp.
///
/// K_adj serves fitted factors too, which are not quite equivariant.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/sphere/rotation_generators.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

namespace tesseral {

/// Scratch of a tile; k is the tile's k-th edge, c a padded channel.
template <class Space, class Real>
struct SharedTile : EdgeTile<Space, Real, SharedCoupling<Space>> {
  using Base = EdgeTile<Space, Real, SharedCoupling<Space>>;
  using Operator = EdgeOperator<Space, Real, SharedCoupling<Space>>;
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;

  Real* R_adj = nullptr;  // [k][c], only for the adjoint; the radial network's own array, if there is no table

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    if (!adjoint) return;
    if (op.table.n > 0)
      arena.take(R_adj, static_cast<std::size_t>(edges) * op.radial.channels);
    else
      R_adj = this->radial.R_adj;
  }

  /// K[lm1][lm] of edge k, lm fastest. In an adjoint K_adj takes its place.
  KOKKOS_INLINE_FUNCTION Real* matrix(Operator const& op, int k) const {
    return this->K + static_cast<std::size_t>(k) * op.coupling.n_entries;
  }

  /// R of edge k for the pack at c, and in `slope_of_table` h R' if there is a table.
  KOKKOS_FORCEINLINE_FUNCTION P radial_function(Operator const& op, int k, int c, P& slope_of_table) const {
    P R;
    if (op.table.n > 0)
      TabulatedRadial<Space, Real>(op, *this, k, c).value_and_slope(0, R, slope_of_table);
    else
      R = load<P>(this->radial.R + static_cast<std::size_t>(k) * op.radial.channels + c);
    return R;
  }
  KOKKOS_FORCEINLINE_FUNCTION P radial_function(Operator const& op, int k, int c) const {
    P slope_of_table;
    return radial_function(op, k, c, slope_of_table);
  }

  /// add(d, component d of dE/dr) of edge k. `length_adj` is what the radial functions have no part in; matrix() holds
  /// K_adj.
  template <int L, class Add>
  KOKKOS_INLINE_FUNCTION void add_gradient(Operator const& op, int k, double length_adj, Add const& add) const {
    double const unit[3] = {this->unit[k], this->unit[this->capacity + k], this->unit[2 * this->capacity + k]};
    if (op.table.n > 0)
      length_adj += table_adjoint(op, k) * this->per_length[k];
    else
      length_adj += this->length_adj[k];
    double w = 1.0;
    if (op.inner.exist()) {
      w = this->fade[k];
      if (this->fade_log_slope[k] > 0.0) length_adj += this->fade_log_slope[k] * fade_adjoint(op, k);
    }
    double Y[num_lm(L)], Y_adj[num_lm(L)], torque[3] = {0.0, 0.0, 0.0};
    spherical_harmonics<L>(L, unit[0], unit[1], unit[2], Y);
    op.coupling.contract_adjoint(matrix(op, k), Y_adj);
    subtract_generators_to<double, L>(L, Y, Y_adj, torque);  // D is antisymmetric
    for (int a = 0; a < 3; ++a) {
      int const b = (a + 1) % 3, c = (a + 2) % 3;
      add(a, length_adj * unit[a] + w * (torque[b] * unit[c] - torque[c] * unit[b]) / this->length[k]);
    }
  }

 private:
  // w dE/dw = sum_c R(r) R_adj: the products are linear in w R
  KOKKOS_INLINE_FUNCTION double fade_adjoint(Operator const& op, int k) const {
    int const C = op.radial.channels;
    P sum(Real(0));
    for (int c = 0; c < C; c += lanes)
      sum += radial_function(op, k, c) * load<P>(R_adj + static_cast<std::size_t>(k) * C + c);
    return static_cast<double>(sum_lanes(sum));
  }

  // sum_c h R'(r) R_adj
  KOKKOS_INLINE_FUNCTION double table_adjoint(Operator const& op, int k) const {
    int const C = op.radial.channels;
    P sum(Real(0));
    for (int c = 0; c < C; c += lanes) {
      P slope(Real(0));
      radial_function(op, k, c, slope);
      sum += slope * load<P>(R_adj + static_cast<std::size_t>(k) * C + c);
    }
    return static_cast<double>(sum_lanes(sum));
  }
};

/// Calls function(Degree<l_max>{}), on the host.
template <class Function>
void with_l_max(int l_max, Function const& function) {
  static_assert(max_l_shared == 3, "one line for each degree");
  if (l_max == 0) return function(Degree<0>{});
  if (l_max == 1) return function(Degree<1>{});
  if (l_max == 2) return function(Degree<2>{});
  function(Degree<3>{});
}

}  // namespace tesseral
