// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The equivariant message (potentials/FORMAT.md, step 3), summed while the edges are visited:
///
///     M_i[l m][c] = 1/n̄ sum_{e: i<-j} sum_{q to l} R_q,c(r_e) sum_m1 K_e,q[m][m1] u_j[l1 m1][c]
///
/// with K_e,q the harmonics contracted with the Gaunt coefficients (tensor_product/edge_coupling.hpp; 1/n̄ is in them).
/// Adjoint, with a = M_adj of the receiver:
///
///     u_j_adj[l1 m1] = sum_{e: i<-j} sum_q R_q sum_m K_q[m][m1] a_i[l m]
///     R_q_adj        = sum_{m1} u_j[l1 m1] sum_m K_q[m][m1] a_i[l m]
///     K_q_adj[m][m1] = sum_c R_q a_i[l m] u_j[l1 m1]
///
/// No array of edges x channels exists: edges are handled in tiles that fit a thread's cache, and R is computed again
/// where it is needed again. Sums over receivers' or senders' edges run in the order of the edges.
#pragma once

#include "tesseral/basis/radial_network.hpp"
#include "tesseral/basis/radial_table.hpp"
#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/tensor_product/edge_coupling.hpp"

namespace tesseral {

template <class Space, class Real>
struct MessageOperator {
  NeighborGraph<Space> graph;
  EdgeCoupling<Space> coupling;
  RadialNetwork<Space, Real> radial;
  RadialTable<Space, Real> table;  // used instead of the network if it is not empty
};

/// message[i][lm][c] for owned atoms, from u[j][l1 m1][c] of all atoms. Overwrites.
template <class Space, class Real>
void message_forward(Space const&, MessageOperator<Space, Real> const&, Features<Real const, Space> u,
                     Features<Real, Space> message);

/// edge_gradient[e] += dE/dr_e at fixed u. With weight_adj [worker][weight] (or empty) also the radial weights' gradient.
template <class Space, class Real>
void message_backward_edges(Space const&, MessageOperator<Space, Real> const&, Features<Real const, Space> u,
                            Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                            Array2<Real, Space> weight_adj);

/// u_adj[j][l1 m1][c] of all atoms, ghosts included. Overwrites.
template <class Space, class Real>
void message_backward_senders(Space const&, MessageOperator<Space, Real> const&,
                              Features<Real const, Space> message_adj, Features<Real, Space> u_adj);

}  // namespace tesseral
