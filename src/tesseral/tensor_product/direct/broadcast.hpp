// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products by sparse coefficients and weights of paths, whose y is shared by the channels; formulas at BroadcastTable.
/// With p_q[m] = sum_m1 K_q[m][m1] x[l1 m1]:
///
///     x_adj[l1 m1] += w_q sum_m K_q[m][m1] z_adj[l m],      K_adj_q[m][m1] = sum_c w_q z_adj[l m] x[l1 m1],
///     y_adj[l2 m2] = sum T(l1 m1, l2 m2, l m) K_adj_q[m][m1],      w_adj_q = sum_m z_adj[l m] p_q[m].
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"

namespace tesseral {

/// What the passes have in common: a team takes a share of the items, one after another.
template <class Space, class Real>
struct BroadcastProduct {
  using P = PackOf<Space, Real>;
  using Block = typename BroadcastTable<Space, Real>::Block;
  static constexpr int lanes = lanes_of<Space, Real>;
  BroadcastTable<Space, Real> table;
  int channels, rows_x, rows_y, rows_z;
  Array1<Real const, Space> weights;  // [path][c]
  Features<Real const, Space> x, y;
  int items, workers;

  KOKKOS_INLINE_FUNCTION std::size_t scratch() const { return 2 * (table.n_entries * sizeof(Real) + 64); }

  template <class Member>
  KOKKOS_INLINE_FUNCTION void contract(Member const& team, int i, Real* K) const {
    team_for(team, table.n_entries, [&](int entry) {
      Real sum = 0;
      for (int t = table.term_begin(entry); t < table.term_begin(entry + 1); ++t)
        sum += table.term_value(t) * y(i, table.term_lm2(t));
      K[entry] = sum;
    });
    team.team_barrier();
  }

  KOKKOS_INLINE_FUNCTION P weighted(Block const& block, int c, P const& value) const {
    return load<P>(&weights(block.path * channels + c)) * value;
  }

  /// Calls function(Degree<l1>{}, block) for all blocks.
  template <class Function>
  KOKKOS_INLINE_FUNCTION void for_each_block(Function const& function) const {
    for (int q = 0; q < table.n_blocks; ++q) {
      Block const block = table.blocks(q);
      with_degree<max_l_product>(block.l1, [&](auto l1) { function(l1, block); });
    }
  }

  /// Calls function(m, p_q[m]) for the orders m of a block.
  template <int l1, class Function>
  KOKKOS_INLINE_FUNCTION void apply(int i, int c, Block const& block, Real const* K, Function const& function) const {
    P in[2 * l1 + 1];
    for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) in[m1] = load<P>(&x(i, (l1 * l1 + m1) * channels + c));
    for (int m = 0; m < 2 * block.l + 1; ++m) {
      Real const* const k = K + block.first_entry + m * (2 * l1 + 1);
      P sum = P(k[0]) * in[0];
      for (int m1 = 1; m1 < 2 * l1 + 1; ++m1) sum += P(k[m1]) * in[m1];
      function(m, sum);
    }
  }
};

template <class Space, class Real>
struct BroadcastForward {
  using P = PackOf<Space, Real>;
  BroadcastProduct<Space, Real> op;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    auto arena = team_arena(team, op.scratch());
    Real* K;
    arena.take(K, op.table.n_entries);
    for (int i = share_begin(op.items, team.league_rank(), op.workers);
         i < share_begin(op.items, team.league_rank() + 1, op.workers); ++i) {
      op.contract(team, i, K);
      team_for(team, op.channels / op.lanes, [&](int pack) {
        int const c = pack * op.lanes;
        for (int lm = 0; lm < op.rows_z; ++lm) store<P>(&z(i, lm * op.channels + c), P(Real(0)));
        op.for_each_block([&](auto l1, auto const& block) {
          op.template apply<decltype(l1)::value>(i, c, block, K, [&](int m, P const& p) {
            add_to<P>(&z(i, (block.l * block.l + m) * op.channels + c), op.weighted(block, c, p));
          });
        });
      });
      team.team_barrier();
    }
  }
};

template <class Space, class Real>
struct BroadcastBackward {
  using P = PackOf<Space, Real>;
  BroadcastProduct<Space, Real> op;
  Features<Real const, Space> z_adj;
  Features<Real, Space> x_adj, y_adj;
  Array2<Real, Space> gradient;  // [worker][path * channels + c] or empty

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    auto arena = team_arena(team, op.scratch());
    Real* K;
    arena.take(K, op.table.n_entries);
    Real* K_adj;
    arena.take(K_adj, op.table.n_entries);
    for (int i = share_begin(op.items, team.league_rank(), op.workers);
         i < share_begin(op.items, team.league_rank() + 1, op.workers); ++i) {
      op.contract(team, i, K);
      team_for(team, op.channels / op.lanes,
               [&](int pack) { channel_adjoints(i, pack * op.lanes, K, team.league_rank()); });
      matrix_adjoint(team, i, K_adj);
      contract_adjoint(team, i, K_adj);  // the next item's contract() holds the others back from K_adj
    }
  }

  /// x_adj of a pack of channels, and its weights' gradient.
  KOKKOS_INLINE_FUNCTION void channel_adjoints(int i, int c, Real const* K, int worker) const {
    for (int lm = 0; lm < op.rows_x; ++lm) store<P>(&x_adj(i, lm * op.channels + c), P(Real(0)));
    op.for_each_block([&](auto degree, auto const& block) {
      constexpr int l1 = decltype(degree)::value;
      P sum[2 * l1 + 1];
      for (P& s : sum) s = P(Real(0));
      for (int m = 0; m < 2 * block.l + 1; ++m) {
        Real const* const k = K + block.first_entry + m * (2 * l1 + 1);
        P const out = load<P>(&z_adj(i, (block.l * block.l + m) * op.channels + c));
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) sum[m1] += P(k[m1]) * out;
      }
      for (int m1 = 0; m1 < 2 * l1 + 1; ++m1)
        add_to<P>(&x_adj(i, (l1 * l1 + m1) * op.channels + c), op.weighted(block, c, sum[m1]));
      if (gradient.extent(0) > 0) {
        P weight_adj(Real(0));
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1)
          weight_adj += sum[m1] * load<P>(&op.x(i, (l1 * l1 + m1) * op.channels + c));
        add_to<P>(&gradient(worker, block.path * op.channels + c), weight_adj);
      }
    });
  }

  /// K_adj, a sum over channels.
  template <class Member>
  KOKKOS_INLINE_FUNCTION void matrix_adjoint(Member const& team, int i, Real* K_adj) const {
    team_for(team, op.table.n_blocks, [&](int q) {
      auto const block = op.table.blocks(q);
      int const columns = 2 * block.l1 + 1;
      for (int m = 0; m < 2 * block.l + 1; ++m)
        for (int m1 = 0; m1 < columns; ++m1) {
          P sum(Real(0));
          for (int c = 0; c < op.channels; c += op.lanes)
            sum += op.weighted(block, c, load<P>(&z_adj(i, (block.l * block.l + m) * op.channels + c))) *
                   load<P>(&op.x(i, (block.l1 * block.l1 + m1) * op.channels + c));
          K_adj[block.first_entry + m * columns + m1] = sum_lanes(sum);
        }
    });
    team.team_barrier();
  }

  template <class Member>
  KOKKOS_INLINE_FUNCTION void contract_adjoint(Member const& team, int i, Real const* K_adj) const {
    // one thread adds: terms of different entries meet in the same y_adj
    Kokkos::single(Kokkos::PerTeam(team), [&]() {
      for (int lm = 0; lm < op.rows_y; ++lm) y_adj(i, lm) = 0;
      for (int entry = 0; entry < op.table.n_entries; ++entry)
        for (int t = op.table.term_begin(entry); t < op.table.term_begin(entry + 1); ++t)
          y_adj(i, op.table.term_lm2(t)) += op.table.term_value(t) * K_adj[entry];
    });
  }
};

}  // namespace tesseral
