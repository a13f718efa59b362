// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The equivariant message (potentials/FORMAT.md, step 3), summed while the edges are visited:
///
///     M_i[l m][c] = 1/n̄ sum_{e: i<-j} sum_{q to l} R_q,c(r_e) sum_m1 K_e,q[m][m1] u_j[l1 m1][c]
///
/// with K_e,q the harmonics contracted with the Gaunt coefficients (tensor_product/edge/edge_coupling.hpp; 1/n̄ is in
/// them); R may be one function for all q. Or, if paths are mixed each by a matrix of its own, M_i[q m] with the part
/// of every path q in rows of its own, paths behind each other. Adjoint, with a = M_adj of the receiver, and of one
/// edge e:
///
///     T_q[m1]     = sum_m K_q[m][m1] a_i[l m]
///     u_e[l1 m1]  = sum_q R_q T_q[m1]                  u_j_adj is the sum of u_e over the edges that j sends
///     R_q_adj     = sum_m1 u_j[l1 m1] T_q[m1]          length_adj = sum_q,c R_q'(r) R_q_adj
///     M_e[l m]    = sum_{q to l} R_q sum_m1 K_q[m][m1] u_j[l1 m1]    (the edge's own message)
///     r x dE/dr   = -sum_c (<M_e, D a_i> + <u_e, D u_j>)
///
/// The last line is the angular part of the gradient. E does not change if r, a and u rotate together, so the torque on
/// the edge is minus those on a and u; D are the generators of rotations (sphere/rotation_generators.hpp). Three sums
/// over channels thus replace the adjoint of each entry of K, and no derivative of a harmonic is needed.
///
/// No array of edges x channels exists: edges are handled in tiles that fit a thread's cache, and R is computed again
/// where it is needed again. Sums over receivers' or senders' edges run in the order of the edges.
#pragma once

#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/network/edges/layer_radial.hpp"

namespace tesseral {

/// message[i][lm or row of a path][c] for the receivers, from u[j][l1 m1][c] of all atoms. Overwrites. Row 0 is the
/// first receiver's.
template <class Space, class Real>
void message_forward(Space const&, EdgeOperator<Space, Real> const&, Features<Real const, Space> u,
                     Features<Real, Space> message);

/// edge_gradient[e] += dE/dr_e at fixed u, and u_adj[j][l1 m1][c] of all atoms, ghosts included, overwritten; an empty
/// u_adj is left out. With weight_adj [worker][weight] (or empty) also the radial weights' gradient.
template <class Space, class Real>
void message_backward(Space const&, EdgeOperator<Space, Real> const&, Features<Real const, Space> u,
                      Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                      Features<Real, Space> u_adj, Array2<Real, Space> weight_adj);

/// The coupling of layer t, if it is gaunt.
template <class Space>
EdgeCoupling<Space> message_coupling(Architecture const& a, int t) {
  return make_edge_coupling<Space>(a.l_in(t), a.l_max, a.message_factor(), a.message_mixing == MessageMixing::path);
}

/// Of either coupling (factored_message.hpp): the whole backward pass, and the forward pass for these receivers.
template <class Space, class Real, class Coupling>
EdgeOperator<Space, Real, Coupling> message_operator(Model<Space, Real> const& model, int t, Coupling const& coupling,
                                                     NeighborGraph<Space> const& graph, AtomRange receivers) {
  return {graph,
          receivers,
          coupling,
          radial_network(model, t),
          model.radial_table(t),
          model.architecture().radial_weights_of(t) == RadialWeights::shared,
          inner_radii(model),
          pair_distance(model)};
}

}  // namespace tesseral
