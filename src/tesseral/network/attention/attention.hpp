// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Attention over neighbours, the edge part of a layer of tensor decomposition networks (Lin, Yan, … Ji, 2025;
/// potentials/FORMAT.md, attention, steps 2 to 5). For one edge e: i <- j, K of
/// tensor_product/edge/shared_coupling.hpp, R_c(r) the shared radial functions, f(r) the cutoff, h the head of channel
/// c:
///
///     p[lm]  = R_c sum_lm1 K[lm1][lm] u_j[lm1],   s = p[00]                             first product
///     a_h    = b tanh(1/b sum_c B[species_i][c][h] leaky(s_c)),  leaky(x) = x/5 + 4/5 silu(x),  b = 10
///     w_h    = f(r) e^(a_h)
///     x_c    = sum_c' s_c' G0[c'][c],   t_c = sum_c' s_c' G1[c'][c]
///     V[00]  = silu(x),   V[lm] = sigmoid(t) p[lm]  (l > 0)                             gate
///     q[lm]  = R_c sum_lm1 K[lm1][lm] V[lm1]                                            second product
///     M_i[lm] = sum_e w q[lm] / n_h,   n_h = 1 + sum_e w_h
///
/// The 1 in n makes the average go to zero, with two derivatives, when the last neighbour leaves. Adjoint, with
/// N = M_adj / n of the receiver, n_adj = -sum_{lm, c of h} N M:
///
///     W[lm1]     = sum_lm K[lm1][lm] N[lm],    VW = sum_lm1 V W
///     w_h_adj    = sum_{c of h} R VW + n_adj_h,      f_adj = sum_h w_adj e^a,    a_adj = w_adj w
///     V_adj      = w R W;   from it x_adj, t_adj, and p_adj of the degrees above 0 (gate)
///     s_adj      = x_adj G0^T + t_adj G1^T + leaky'(s) sum_h B (1 - (a/b)^2) a_adj
///     y[lm1]     = sum_lm K[lm1][lm] p_adj[lm];   u_e = R y, summed over the edges that j sends
///     R_adj      = w VW + sum_lm1 u_j y
///     K_adj[lm1][lm] = sum_c (w R V[lm1] N[lm] + R u_j[lm1] p_adj[lm])
///     r x dE/dr  = Y_adj D Y,   with Y_adj from K_adj, and D of sphere/rotation_generators.hpp
///
/// K_adj serves fitted factors too, which are not quite equivariant. As in message.hpp no array of edges x channels
/// exists outside of tiles, and sums over edges run in the order of the edges.
#pragma once

#include "tesseral/network/attention/attention_weights.hpp"
#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/network/edges/layer_radial.hpp"
#include "tesseral/network/weights/model.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

namespace tesseral {

constexpr double attention_bound = 10.0;

template <class Space, class Real>
struct AttentionOperator : EdgeOperator<Space, Real, SharedCoupling<Space>> {
  Array1<Real const, Space> values, transposed;  // Model::values(), transposed()
  WeightRef value, attention;                    // G [2][c'][c], B [species][c][h]
  int l_in = 0, l_out = 0;
  int heads = 1;
  int channels = 0;  // not padded

  KOKKOS_INLINE_FUNCTION int padded_channels() const { return value.cols; }
  KOKKOS_INLINE_FUNCTION int head_of(int c) const { return c < channels ? c / (channels / heads) : heads - 1; }
  /// x[head of channel], for the pack of channels that begins at c.
  template <class P, class Number>
  KOKKOS_INLINE_FUNCTION P of_channels(Number const* x, int c) const {
    if (heads == 1) return P(x[0]);
    return pack_of_lanes<P>([&](int lane) { return x[head_of(c + lane)]; });
  }
};

/// M[i][lm][c], l <= l_out, and n[i][h] of owned atoms, from u[j][lm1][c] of all atoms. Overwrites.
template <class Space, class Real>
void attention_forward(Space const&, AttentionOperator<Space, Real> const&, Features<Real const, Space> u,
                       Features<Real, Space> M, Array2<Real, Space> n);

/// edge_gradient[e] += dE/dr_e at fixed u, and u_adj of all atoms, overwritten; an empty u_adj is left out. With
/// weight_adj [worker][weight] (or empty) also the gradient of G, B and the radial weights. M and n as the forward pass
/// left them; M_adj becomes N, and n_adj [i][h] is work memory.
template <class Space, class Real>
void attention_backward(Space const&, AttentionOperator<Space, Real> const&, Features<Real const, Space> u,
                        Features<Real const, Space> M, Array2<Real const, Space> n, Features<Real, Space> M_adj,
                        Array2<Real, Space> n_adj, Vectors<double, Space> edge_gradient, Features<Real, Space> u_adj,
                        Array2<Real, Space> weight_adj);

/// Of a model with layers of attention. `coupling` is that of the model's factors.
template <class Space, class Real>
AttentionOperator<Space, Real> attention_operator(Model<Space, Real> const& model, int t,
                                                  AttentionWeights const& weights,
                                                  SharedCoupling<Space> const& coupling,
                                                  NeighborGraph<Space> const& graph) {
  Architecture const& a = model.architecture();
  AttentionOperator<Space, Real> op;
  op.graph = graph;
  op.receivers = all_receivers(graph);
  op.coupling = coupling;
  op.radial = radial_network(model, t);
  op.table = model.radial_table(t);
  op.inner = inner_radii(model);
  op.values = model.values();
  op.transposed = model.transposed();
  op.value = weights.value;
  op.attention = weights.attention;
  op.l_in = a.l_in(t);
  op.l_out = a.l_out(t);
  op.heads = a.heads;
  op.channels = a.channels;
  return op;
}

}  // namespace tesseral
