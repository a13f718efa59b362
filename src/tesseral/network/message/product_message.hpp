// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The equivariant message (potentials/FORMAT.md, step 3) as one Gaunt product for each edge and channel, by any
/// algorithm of tensor_product/ (Luo, Chen, Krishnapriyan, ICLR 2024, section 3.3). It exists where the radial weights
/// of the paths factor: with G(x, y)_lm = sum_{l1 m1, l2 m2} G(l1 m1, l2 m2, l m) x_l1m1 y_l2m2,
///
///     M_i[l m][c] = b_l,c/n̄ sum_{e: i<-j} G(x_e, y_e)[l m][c]
///     degree:  x_e[l1 m1][c] = a_l1,c u_j[l1 m1][c],     y_e[l2 m2][c] = rho_l2,c(r) Y_l2m2
///     shared:  x_e[l1 m1][c] = rho_c(r) u_j[l1 m1][c],   y_e[l2 m2] = Y_l2m2 for all channels,   b = 1
///
/// Adjoint, with z_adj_e = b/n̄ M_adj_i, and x_adj, y_adj of the product:
///
///     degree:  u_e = a x_adj,     rho_l2_adj = sum_m2 Y_l2m2 y_adj[l2 m2],    Y_adj = sum_c rho_l2 y_adj,
///              a_l1_adj = sum_e,m1 u_j x_adj,     b_l_adj = sum_e,m G(x_e, y_e)[l m] M_adj_i[l m]/n̄
///     shared:  u_e = rho x_adj,   rho_adj = sum_l1m1 u_j x_adj,               Y_adj = y_adj
///     u_j_adj is the sum of u_e over the edges that j sends,    length_adj = sum rho'(r) rho_adj
///     r x dE/dr = Y_adj D Y     with the generators D of rotations (sphere/rotation_generators.hpp)
///
/// Edges are handled in batches of bounded size, whose operands and adjoints are the work memory. Sums over receivers'
/// or senders' edges run in the order of the edges, so that they depend neither on batches nor on threads.
#pragma once

#include "tesseral/network/edges/edge_harmonics.hpp"
#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/network/layers/product_choice.hpp"
#include "tesseral/network/weights/model.hpp"
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

namespace tesseral {

/// The product of layer t, for channels padded on a space.
ProductSpec message_product_spec(Architecture const&, int t, int channels);

/// The edges of a layer and their radial functions rho.
template <class Space, class Real>
struct ProductEdges : EdgeOperator<Space, Real, EdgeHarmonics<Space>> {
  bool by_degree = false;
  int first_function = 0;  // of rho in the table
  Real factor = 1;         // 1/n̄

  KOKKOS_INLINE_FUNCTION int functions() const { return this->coupling.n_paths; }
};

template <class Space, class Real>
struct ProductMessage {
  ProductEdges<Space, Real> edges;
  TensorProduct<Space, Real> const& product;
  Array1<Real, Space> work;  // of at least product_message_work() numbers
};

/// Numbers of work memory, for the adjoint too. It does not depend on the graph.
template <class Space, class Real>
std::size_t product_message_work(Space const&, ProductSpec const&);

/// The whole backward pass, and the forward pass for these receivers. Throws Error if the weights do not factor.
template <class Space, class Real>
ProductMessage<Space, Real> product_message(Model<Space, Real> const&, int t, TensorProduct<Space, Real> const&,
                                            NeighborGraph<Space> const&, AtomRange receivers,
                                            Array1<Real, Space> const& work);

/// As message_forward() of message.hpp.
template <class Space, class Real>
void product_message_forward(Space const&, ProductMessage<Space, Real> const&, Features<Real const, Space> u,
                             Features<Real, Space> message);

/// As message_backward() of message.hpp.
template <class Space, class Real>
void product_message_backward(Space const&, ProductMessage<Space, Real> const&, Features<Real const, Space> u,
                              Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                              Features<Real, Space> u_adj, Array2<Real, Space> weight_adj);

}  // namespace tesseral
