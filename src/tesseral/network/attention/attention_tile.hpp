// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What both attention kernels compute of a piece of edges: products, weights and gates, in the tile's scratch.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/network/attention/attention.hpp"
#include "tesseral/network/edges/shared_tile.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"

namespace tesseral {

/// Scratch of a tile; k is the tile's k-th edge, c a padded channel.
template <class Space, class Real>
struct AttentionTile : SharedTile<Space, Real> {
  using Base = SharedTile<Space, Real>;
  using Operator = AttentionOperator<Space, Real>;
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  static constexpr int step = 4 * gemm_rows_per_block;  // edges have many numbers here

  Real* p = nullptr;             // [k][lm][c]
  Real* x = nullptr;             // [k][c]
  Real* t = nullptr;             // [k][c]
  Real* active = nullptr;        // leaky(s) [k][c]
  Real* slope = nullptr;         // 1 - (a/b)^2 [k][h]
  Real* power = nullptr;         // e^a [k][h]
  Real* weight = nullptr;        // w [k][h]
  Real* w = nullptr;             // the weight of each channel's head [k][c]
  Real* cutoff = nullptr;        // f, times the switch of inner radii [k]
  Real* cutoff_slope = nullptr;  // f' [k]
  // only for the adjoint
  Real* p_adj = nullptr;  // [k][lm][c]
  Real* wRV = nullptr;    // w R V [k][lm1][c]
  Real* RVW = nullptr;    // [k][c]
  Real* a_adj = nullptr;  // times `slope` [k][h]
  Real* f_adj = nullptr;  // [k]

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    std::size_t const columns = edges, C = op.padded_channels(), d = op.coupling.lms();
    for (Real** array : {&x, &t, &active, &w}) arena.take(*array, columns * C);
    arena.take(p, columns * d * C);
    for (Real** array : {&slope, &power, &weight}) arena.take(*array, columns * op.heads);
    for (Real** array : {&cutoff, &cutoff_slope}) arena.take(*array, columns);
    if (!adjoint) return;
    for (Real** array : {&p_adj, &wRV}) arena.take(*array, columns * d * C);
    arena.take(RVW, columns * C);
    arena.take(a_adj, columns * op.heads);
    arena.take(f_adj, columns);
  }

  /// Row lm of edge k in p, p_adj or wRV.
  KOKKOS_INLINE_FUNCTION std::size_t row(Operator const& op, int k, int lm) const {
    return (static_cast<std::size_t>(k) * op.coupling.lms() + lm) * op.padded_channels();
  }

  /// All of the first n edges up to V: p, active, weight, x, t. Ends with a barrier.
  template <int L, class Member, class EdgeOf>
  KOKKOS_INLINE_FUNCTION void visit(Member const& team, Operator const& op, Features<Real const, Space> const& u, int n,
                                    EdgeOf const& edge_of) const {
    int const C = op.padded_channels(), blocks = C / lanes, d = num_lm(L);
    team_for(team, n * blocks, [&](int item) {
      int const k = item / blocks;
      first_product<L>(op, &u(op.graph.sender(edge_of(k)), 0), k, item % blocks * lanes);
    });
    team.team_barrier();
    Real const* const G = op.values.data() + op.value.offset;
    tile_gemm<P>(team, n, C, C, p, d * C, 1, G, C, x, C, GemmMode::overwrite);
    tile_gemm<P>(team, n, C, C, p, d * C, 1, G + static_cast<std::size_t>(C) * C, C, t, C, GemmMode::overwrite);
    int const packs = op.attention.cols / lanes;
    team_for(team, n * packs, [&](int item) {
      int const k = item / packs;
      attend(op, k, item % packs * lanes, op.graph.species(op.graph.receiver(edge_of(k))));
    });
    team.team_barrier();
  }

  /// V of edge k for the pack at c; p's degrees above 0 times the open gate.
  template <int L>
  KOKKOS_FORCEINLINE_FUNCTION void gate(Operator const& op, int k, int c, P* V) const {
    std::size_t const at = static_cast<std::size_t>(k) * op.padded_channels() + c;
    V[0] = silu(load<P>(x + at));
    P const open = sigmoid(load<P>(t + at));
    for (int lm = 1; lm < num_lm(L); ++lm) V[lm] = open * load<P>(p + row(op, k, lm) + c);
  }

 private:
  template <int L>
  KOKKOS_FORCEINLINE_FUNCTION void first_product(Operator const& op, Real const* u_j, int k, int c) const {
    constexpr int d = num_lm(L);
    int const C = op.padded_channels();
    P const R = this->radial_function(op, k, c);
    Real const* const K = this->matrix(op, k);
    P sum[d];
    for (int lm = 0; lm < d; ++lm) sum[lm] = P(Real(0));
    for (int lm1 = 0; lm1 < num_lm(op.l_in); ++lm1) {
      P const Ru = R * load<P>(u_j + lm1 * C + c);
      for (int lm = 0; lm < d; ++lm) sum[lm] += P(K[lm1 * d + lm]) * Ru;
    }
    for (int lm = 0; lm < d; ++lm) store<P>(p + row(op, k, lm) + c, sum[lm]);
    store<P>(active + static_cast<std::size_t>(k) * C + c, P(Real(0.2)) * sum[0] + P(Real(0.8)) * silu(sum[0]));
  }

  // weights of the heads h …, of which there may be fewer than a pack has lanes
  KOKKOS_INLINE_FUNCTION void attend(Operator const& op, int k, int h, int species) const {
    int const C = op.padded_channels();
    Real const* const B =
        op.values.data() + op.attention.offset + static_cast<std::size_t>(species) * C * op.attention.cols + h;
    P sum(Real(0));
    for (int c = 0; c < op.channels; ++c)
      sum +=
          P(active[static_cast<std::size_t>(k) * C + c]) * load<P>(B + static_cast<std::size_t>(c) * op.attention.cols);
    constexpr Real bound = static_cast<Real>(attention_bound);
    auto f = polynomial_cutoff(this->length[k], op.radial.r_cut, op.radial.cutoff_power);
    if (op.inner.exist()) {
      f.slope = this->fade[k] * (f.slope + f.value * this->fade_log_slope[k]);
      f.value *= this->fade[k];
    }
    P const bounded = P(Real(1)) - P(Real(2)) / (P(Real(1)) + exp(P(Real(2) / bound) * sum));  // tanh(sum / bound)
    P const bounded_slope = P(Real(1)) - bounded * bounded;
    P const e = exp(P(bound) * bounded), w_h = P(static_cast<Real>(f.value)) * e;
    int const of_head = op.channels / op.heads;
    Real* const w_k = w + static_cast<std::size_t>(k) * C;
    for (int lane = 0; lane < lanes && h + lane < op.heads; ++lane) {
      int const at = k * op.heads + h + lane;
      slope[at] = bounded_slope[lane];
      power[at] = e[lane];
      weight[at] = w_h[lane];
      for (int c = (h + lane) * of_head; c < (h + lane + 1) * of_head; ++c) w_k[c] = w_h[lane];
    }
    if (h > 0) return;
    for (int c = op.channels; c < C; ++c) w_k[c] = 0;
    cutoff[k] = static_cast<Real>(f.value);
    cutoff_slope[k] = static_cast<Real>(f.slope);
  }
};

}  // namespace tesseral
