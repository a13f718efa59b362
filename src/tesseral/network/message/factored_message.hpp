// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The message where all paths share one radial function R_c(r) (potentials/FORMAT.md, step 3): of a Clebsch-Gordan
/// coupling, as tensor decomposition networks couple (Lin, Yan, … Ji, 2025), or of a Gaunt coupling. An edge has one
/// matrix K (tensor_product/edge/shared_coupling.hpp; 1/n̄ is in it) for all channels:
///
///     M_i[lm][c] = sum_{e: i<-j} R_c(r_e) sum_lm1 K_e[lm1][lm] u_j[lm1][c],    lm1 up to l_in
///
/// Adjoint, with a = M_adj of the receiver, and of one edge e:
///
///     T[lm1]         = sum_lm K[lm1][lm] a_i[lm]
///     u_e[lm1]       = R T[lm1]                      u_j_adj is the sum of u_e over the edges that j sends
///     R_adj          = sum_lm1 u_j[lm1] T[lm1]       length_adj = sum_c R_c'(r) R_adj
///     K_adj[lm1][lm] = sum_c R u_j[lm1] a_i[lm]
///     r x dE/dr      = -<Y, D Y_adj>    (sphere/rotation_generators.hpp), Y_adj from K_adj by the coupling
///
/// which holds for fitted factors too, that are not quite equivariant. K_adj is summed with lm in lanes, from a copy of
/// M_adj in which these are neighbours.
///
/// As in message.hpp no array of edges x channels exists outside of tiles, and sums over receivers' or senders' edges
/// run in the order of the edges.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

namespace tesseral {

/// As message_forward of message.hpp; degrees of u are up to coupling.l_in.
template <class Space, class Real>
void message_forward(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&,
                     Features<Real const, Space> u, Features<Real, Space> message);

/// As message_backward of message.hpp; with weight_adj edge_gradient may be empty, too. `turned` takes that copy
/// (turned_rows.hpp); it may be empty if edge_gradient is.
template <class Space, class Real>
void message_backward(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&,
                      Features<Real const, Space> u, Features<Real const, Space> message_adj,
                      Vectors<double, Space> edge_gradient, Features<Real, Space> u_adj, Array2<Real, Space> weight_adj,
                      Array1<Real, Space> turned);

/// Whether the edges of layer t have one matrix each.
inline bool has_one_matrix(Architecture const& a, int t) {
  return a.coupling == Coupling::clebsch_gordan ||
         (a.radial_weights_of(t) == RadialWeights::shared && a.message_mixing == MessageMixing::degree &&
          a.l_max <= max_l_shared);
}

/// The matrices of layer t's edges, by `direct` or `cp`; those of a Gaunt coupling by `direct`.
template <class Space>
SharedCoupling<Space> make_factored_coupling(Architecture const& a, int t, ProductAlgorithm algorithm) {
  if (a.coupling == Coupling::gaunt) return make_gaunt_matrix<Space>(a.l_in(t), a.l_max, a.message_factor());
  auto coupling = make_shared_coupling<Space>(a.factors, algorithm, 1.0 / a.average_neighbors);
  coupling.l_in = a.l_in(t);
  return coupling;
}

}  // namespace tesseral
