// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions R_q,c(r) of a tile of edges by the exact network (potentials/FORMAT.md, step 2):
///
///     x_0 = basis(r),  z_k = x_k Z_k,  x_k+1 = silu(z_k),  rho = x_n Z_n
///     path:   R_q,c = rho_q,c            degree:   R_q,c = a_l1,c rho_l2,c b_l,c   for path q = (l1, l2, l)
///     shared: R_c = rho_c for all paths
///     or, without the last map Z_n, the functions x_n themselves
///
/// adjoint:  rho_adj from R_adj;  x_n_adj = rho_adj Z_n^T,  Z_n_adj = x_n^T rho_adj,  z_k_adj = silu'(z_k) x_k+1_adj,
/// …,
///           r_adj = sum_n x_0_adj,n basis_n'(r).
/// There are no biases, so R, R' and R'' vanish at r_cut with the basis.
#pragma once

#include "tesseral/core/pack_math.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/network/radial/bessel.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

namespace tesseral {

/// Shapes and weights of a layer's radial network; pointers into Model::values() and transposed().
template <class Space, class Real>
struct RadialNetwork {
  static constexpr int max_hidden = 4;
  using P = PackOf<Space, Real>;

  double r_cut = 0;
  int cutoff_power = 0;
  int bessel = 0;                               // functions in the basis
  double const* frequencies = nullptr;          // [bessel], 1/Å; null: n pi / r_cut
  int hidden = 0;                               // n
  bool has_last_map = true;                     // false: R is x_n, one function for each "channel"
  int width[max_hidden + 2] = {};               // padded: basis, hidden …, then functions * channels
  Real const* weight[max_hidden + 1] = {};      // Z_k [width k][width k+1]
  Real const* transposed[max_hidden + 1] = {};  // [width k+1][width k]
  std::size_t offset[max_hidden + 1] = {};      // of Z_k in the weights, for its gradient
  int channels = 0;                             // padded
  bool by_path = true;                          // false: degree weights; true: R is rho, of each path or of all
  Real const* degree_in = nullptr;              // a [l1][channel]
  Real const* degree_out = nullptr;             // b [l][channel]
  std::size_t degree_in_offset = 0, degree_out_offset = 0;
};

/// Scratch of a tile with room for `capacity` edges. Row e of each array belongs to edge e of the tile.
template <class Space, class Real>
struct RadialTile {
  Real* basis;                                           // [e][width 0], also slopes, below
  Real* slopes;                                          //
  Real* before[RadialNetwork<Space, Real>::max_hidden];  // z_k [e][width k+1]
  Real* after[RadialNetwork<Space, Real>::max_hidden];   // x_k+1
  Real* rho;                                             // [e][function][channel]
  Real* R;                                               // [e][path][channel]; rho itself unless by degree
  Real* R_adj = nullptr;                                 // only if the tile is made for the adjoint
  Real* rho_adj;
  Real* x_adj[2];  // [e][widest hidden or basis]

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, RadialNetwork<Space, Real> const& net, int n_paths,
                                   int capacity, bool adjoint) {
    std::size_t const edges = capacity;
    int widest = net.width[0];
    arena.take(basis, edges * net.width[0]);
    arena.take(slopes, edges * net.width[0]);
    for (int k = 0; k < net.hidden; ++k) {
      arena.take(before[k], edges * net.width[k + 1]);
      arena.take(after[k], edges * net.width[k + 1]);
      widest = net.width[k + 1] > widest ? net.width[k + 1] : widest;
    }
    std::size_t const functions = edges * net.width[net.has_last_map ? net.hidden + 1 : net.hidden];
    std::size_t const radial = net.by_path ? functions : edges * n_paths * net.channels;
    if (net.has_last_map)
      arena.take(rho, functions);
    else
      rho = net.hidden > 0 ? after[net.hidden - 1] : basis;
    if (net.by_path)
      R = rho;
    else
      arena.take(R, radial);
    if (!adjoint) return;
    arena.take(R_adj, radial);
    if (net.by_path)
      rho_adj = R_adj;
    else
      arena.take(rho_adj, functions);
    for (Real*& array : x_adj) arena.take(array, edges * widest);
  }
};

/// R of the tile's first n edges from tile.basis. All threads of the team call it; ends with a barrier.
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void radial_forward(Member const& team, RadialNetwork<Space, Real> const& net,
                                           EdgeCoupling<Space> const& coupling, RadialTile<Space, Real> const& tile,
                                           int n) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  Real const* x = tile.basis;
  for (int k = 0; k < net.hidden; ++k) {
    int const width = net.width[k + 1];
    tile_gemm<P>(team, n, width, net.width[k], x, net.width[k], 1, net.weight[k], width, tile.before[k], width,
                 GemmMode::overwrite);
    team.team_barrier();
    Real const* before = tile.before[k];
    Real* after = tile.after[k];
    team_for(team, n * width / lanes,
             [&](int item) { store<P>(after + item * lanes, silu(load<P>(before + item * lanes))); });
    team.team_barrier();
    x = after;
  }
  if (!net.has_last_map) return;
  int const width = net.width[net.hidden + 1];
  tile_gemm<P>(team, n, width, net.width[net.hidden], x, net.width[net.hidden], 1, net.weight[net.hidden], width,
               tile.rho, width, GemmMode::overwrite);
  team.team_barrier();
  if (net.by_path) return;
  int const blocks = net.channels / lanes;
  team_for(team, n * blocks, [&](int item) {
    int const e = item / blocks;
    int const c = item % blocks * lanes;
    for (int q = 0; q < coupling.n_paths; ++q) {
      auto const path = coupling.paths(q);
      P const rho =
          load<P>(tile.rho + (static_cast<std::size_t>(e) * (coupling.l_max + 1) + path.l2) * net.channels + c);
      store<P>(tile.R + (static_cast<std::size_t>(e) * coupling.n_paths + q) * net.channels + c,
               load<P>(net.degree_in + path.l1 * net.channels + c) * rho *
                   load<P>(net.degree_out + path.l * net.channels + c));
    }
  });
  team.team_barrier();
}

/// From tile.R_adj: r_adj[e] = dE/dr of the first n edges, and, if weight_adj is not null, the gradient with respect to
/// the network's weights, added to the worker's array (laid out as Model::values()). radial_forward must have run on
/// the tile.
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void radial_backward(Member const& team, RadialNetwork<Space, Real> const& net,
                                            EdgeCoupling<Space> const& coupling, RadialTile<Space, Real> const& tile,
                                            int n, Real* r_adj, Real* weight_adj) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  if (!net.by_path) {
    // each thread owns a block of channels for all edges, so that sums over edges need no atomics
    team_for(team, net.channels / lanes, [&](int block) {
      int const c = block * lanes;
      for (int e = 0; e < n; ++e) {
        Real const* rho = tile.rho + static_cast<std::size_t>(e) * (coupling.l_max + 1) * net.channels + c;
        Real* rho_adj = tile.rho_adj + static_cast<std::size_t>(e) * (coupling.l_max + 1) * net.channels + c;
        for (int l2 = 0; l2 <= coupling.l_max; ++l2) store<P>(rho_adj + l2 * net.channels, P(0));
        for (int q = 0; q < coupling.n_paths; ++q) {
          auto const path = coupling.paths(q);
          P const R_adj = load<P>(tile.R_adj + (static_cast<std::size_t>(e) * coupling.n_paths + q) * net.channels + c);
          P const a = load<P>(net.degree_in + path.l1 * net.channels + c);
          P const b = load<P>(net.degree_out + path.l * net.channels + c);
          add_to<P>(rho_adj + path.l2 * net.channels, R_adj * a * b);
          if (weight_adj == nullptr) continue;
          P const value = R_adj * load<P>(rho + path.l2 * net.channels);
          add_to<P>(weight_adj + net.degree_in_offset + path.l1 * net.channels + c, value * b);
          add_to<P>(weight_adj + net.degree_out_offset + path.l * net.channels + c, value * a);
        }
      }
    });
    team.team_barrier();
  }
  auto const through_silu = [&](Real* x_adj, int k) {
    int const width = net.width[k];
    Real const* before = tile.before[k - 1];
    team_for(team, n * width / lanes, [&](int item) {
      store<P>(x_adj + item * lanes, load<P>(x_adj + item * lanes) * silu_derivative(load<P>(before + item * lanes)));
    });
    team.team_barrier();
  };
  if (!net.has_last_map && net.hidden > 0) through_silu(tile.rho_adj, net.hidden);
  Real const* out_adj = tile.rho_adj;
  for (int k = net.has_last_map ? net.hidden : net.hidden - 1; k >= 0; --k) {
    int const width_in = net.width[k];
    int const width_out = net.width[k + 1];
    Real const* x = k == 0 ? tile.basis : tile.after[k - 1];
    if (weight_adj != nullptr)
      tile_gemm<P>(team, width_in, width_out, n, x, 1, width_in, out_adj, width_out, weight_adj + net.offset[k],
                   width_out, GemmMode::accumulate);
    Real* x_adj = tile.x_adj[k % 2];
    tile_gemm<P>(team, n, width_in, width_out, out_adj, width_out, 1, net.transposed[k], width_in, x_adj, width_in,
                 GemmMode::overwrite);
    team.team_barrier();
    if (k > 0) through_silu(x_adj, k);
    out_adj = x_adj;
  }
  team_for(team, n, [&](int e) {
    Real sum = 0;
    for (int i = 0; i < net.bessel; ++i) sum += out_adj[e * net.width[0] + i] * tile.slopes[e * net.width[0] + i];
    r_adj[e] = sum;
  });
  team.team_barrier();
}

}  // namespace tesseral
