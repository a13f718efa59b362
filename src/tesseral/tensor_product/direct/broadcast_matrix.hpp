// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products by sparse coefficients whose y is shared by the channels, without weights: all paths together are one
/// matrix for an item, applied to every channel,
///
///     K[lm][lm1] = sum_lm2 T(lm1, lm2, lm) y[lm2],        z[lm][c] = sum_lm1 K[lm][lm1] x[lm1][c];
///
/// adjoint:  x_adj[lm1][c] = sum_lm K[lm][lm1] z_adj[lm][c],      K_adj[lm][lm1] = sum_c z_adj[lm][c] x[lm1][c],
///           y_adj[lm2]    = sum T(lm1, lm2, lm) K_adj[lm][lm1].
///
/// A host contracts the matrices of a pack of items at once, one in each lane.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"

namespace tesseral {

/// What both passes have in common: a team takes a share of the items, some at a time.
template <class Space, class Real>
struct MatrixProduct {
  using P = PackOf<Space, Real>;
  using Member = TeamMember<Space>;
  static constexpr int group = lanes_of<Space, Real>;  // items
  MatrixTable<Space, Real> table;
  int channels, rows_x, rows_y, rows_z;
  Features<Real const, Space> x, y;
  int items, workers;

  KOKKOS_INLINE_FUNCTION int entries() const { return rows_z * rows_x; }
  KOKKOS_INLINE_FUNCTION std::size_t scratch(bool adjoint) const {
    return ((adjoint ? 2 : 1) * entries() + rows_y) * group * sizeof(Real) + 3 * 64;
  }

  /// Calls visit(first item, their number) for the groups of a team's items.
  template <class Visit>
  KOKKOS_INLINE_FUNCTION void for_each_group(Member const& team, Visit const& visit) const {
    int const last = share_begin(items, team.league_rank() + 1, workers);
    for (int i = share_begin(items, team.league_rank(), workers); i < last; i += group)
      visit(i, last - i < group ? last - i : group);
  }

  /// K [lm][lm1][item of the group]; y_of [lm2][item] is work memory. Ends with a barrier.
  KOKKOS_INLINE_FUNCTION void contract(Member const& team, int first, int n, Real* y_of, Real* K) const {
    for_each_pair<(group > 1)>(team, rows_y, group, [&](int lm2, int item) {
      y_of[lm2 * group + item] = item < n ? y(first + item, lm2) : Real(0);
    });
    team.team_barrier();
    team_for(team, entries(), [&](int entry) {
      P sum(Real(0));
      for (int t = table.term_begin(entry); t < table.term_begin(entry + 1); ++t)
        sum += P(table.term_value(t)) * load<P>(y_of + table.term_lm2(t) * group);
      store<P>(K + static_cast<std::size_t>(entry) * group, sum);
    });
    team.team_barrier();
  }
};

template <class Space, class Real>
struct MatrixForward {
  MatrixProduct<Space, Real> op;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    using P = PackOf<Space, Real>;
    constexpr int group = MatrixProduct<Space, Real>::group;
    auto arena = team_arena(team, op.scratch(false));
    Real *K, *y_of;
    arena.take(K, op.entries() * group);
    arena.take(y_of, op.rows_y * group);
    op.for_each_group(team, [&](int first, int n) {
      op.contract(team, first, n, y_of, K);
      for (int item = 0; item < n; ++item)
        tile_gemm<P>(team, op.rows_z, op.channels, op.rows_x, K + item, op.rows_x * group, group,
                     &op.x(first + item, 0), op.channels, &z(first + item, 0), op.channels, GemmMode::overwrite);
      team.team_barrier();
    });
  }
};

template <class Space, class Real>
struct MatrixBackward {
  using P = PackOf<Space, Real>;
  static constexpr int group = MatrixProduct<Space, Real>::group;
  MatrixProduct<Space, Real> op;
  Features<Real const, Space> z_adj;
  Features<Real, Space> x_adj, y_adj;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    auto arena = team_arena(team, op.scratch(true));
    Real *K, *K_adj, *y_of;
    arena.take(K, op.entries() * group);
    arena.take(K_adj, op.entries() * group);
    arena.take(y_of, op.rows_y * group);
    op.for_each_group(team, [&](int first, int n) {
      op.contract(team, first, n, y_of, K);
      for (int item = 0; item < n; ++item) {
        tile_gemm<P>(team, op.rows_x, op.channels, op.rows_z, K + item, group, op.rows_x * group,
                     &z_adj(first + item, 0), op.channels, &x_adj(first + item, 0), op.channels, GemmMode::overwrite);
        matrix_adjoint(team, first + item, K_adj + item);
      }
      team.team_barrier();
      contract_adjoint(team, first, n, K_adj);
      team.team_barrier();
    });
  }

 private:
  static constexpr int block_z = group > 1 ? 2 : 1, block_x = group > 1 ? 4 : 1;  // entries that share what they load

  /// K_adj of one item, a sum over its channels.
  KOKKOS_INLINE_FUNCTION void matrix_adjoint(TeamMember<Space> const& team, int i, Real* K_adj) const {
    int const blocks_z = (op.rows_z + block_z - 1) / block_z, blocks_x = (op.rows_x + block_x - 1) / block_x;
    for_each_pair<(group > 1)>(team, blocks_z, blocks_x, [&](int of_z, int of_x) {
      Real const *z_row[block_z], *x_row[block_x];  // the last one again where there are no more
      for (int k = 0; k < block_z; ++k) z_row[k] = &z_adj(i, row(of_z * block_z + k, op.rows_z) * op.channels);
      for (int k = 0; k < block_x; ++k) x_row[k] = &op.x(i, row(of_x * block_x + k, op.rows_x) * op.channels);
      P sum[block_z][block_x];
      TESSERAL_UNROLL
      for (int k = 0; k < block_z * block_x; ++k) sum[k / block_x][k % block_x] = P(Real(0));
      for (int c = 0; c < op.channels; c += group) {
        P in[block_x];
        TESSERAL_UNROLL
        for (int k = 0; k < block_x; ++k) in[k] = load<P>(x_row[k] + c);
        TESSERAL_UNROLL
        for (int j = 0; j < block_z; ++j) {
          P const out = load<P>(z_row[j] + c);
          TESSERAL_UNROLL
          for (int k = 0; k < block_x; ++k) sum[j][k] += out * in[k];
        }
      }
      for (int j = 0; j < block_z; ++j)
        for (int k = 0; k < block_x; ++k) {
          int const lm = of_z * block_z + j, lm1 = of_x * block_x + k;
          if (lm < op.rows_z && lm1 < op.rows_x)
            K_adj[static_cast<std::size_t>(lm * op.rows_x + lm1) * group] = sum_lanes(sum[j][k]);
        }
    });
  }
  KOKKOS_INLINE_FUNCTION static int row(int wanted, int rows) { return wanted < rows ? wanted : rows - 1; }

  KOKKOS_INLINE_FUNCTION void contract_adjoint(TeamMember<Space> const& team, int first, int n,
                                               Real const* K_adj) const {
    team_for(team, op.rows_y, [&](int lm2) {
      P sum(Real(0));
      for (int t = op.table.entry_begin(lm2); t < op.table.entry_begin(lm2 + 1); ++t)
        sum += P(op.table.entry_value(t)) * load<P>(K_adj + static_cast<std::size_t>(op.table.entry(t)) * group);
      for (int item = 0; item < n; ++item) y_adj(first + item, lm2) = sum[item];
    });
  }
};

}  // namespace tesseral
