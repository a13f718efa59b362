// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The many-body node product (potentials/FORMAT.md, step 5) by the exact `cp` factors of a quadrature rule. Per
/// channel, with grid points g and f_l(g) = sum_m A[lm] Y_lm(g):
///
///     F_k(g) = sum_l s[k][l] f_l(g)                              lift, per-degree scales
///     p_l(g) = sum_k sum_nu w[k][nu][species][l] F_k(g)^nu        multiply pointwise, all powers at once
///     B[lm]  = sum_g w_g Y_lm(g) p_l(g)                           project
///
/// adjoint, with b_l(g) = w_g sum_m Y_lm(g) B_adj[lm]:
///
///     F_k_adj(g) = sum_l b_l(g) sum_nu nu w[k][nu][l] F_k^(nu-1),   A_adj[lm] = sum_g Y_lm(g) sum_k s[k][l] F_k_adj(g)
///     w_adj[k][nu][l] = sum_g b_l(g) F_k(g)^nu,                     s_adj[k][l] = sum_g f_l(g) F_k_adj(g)
///
/// Points come in pairs g, -g, where f_l(-g) = (-1)^l f_l(g): one lift and one projection serve both.
///
/// Nothing is kept between the passes: the lift is cheaper than its storage.
#pragma once

#include "tesseral/model/model.hpp"

namespace tesseral {

template <class Space, class Real>
struct NodeProduct {
  SphereGrid<Space, Real> grid;
  Array1<Real const, Space> weights;  // Model::values()
  WeightRef scale, weight;            // s and w in it
  int l_max = 0;
  int l_out = 0;
  int correlation = 0;
  int terms = 0;
  int n_species = 0;
  int channels = 0;  // padded
  int atoms = 0;
  Array1<int const, Space> species;
};

/// B[i][lm][c], l <= l_out, from A[i][lm][c], l <= l_max. Overwrites.
template <class Space, class Real>
void node_product_forward(Space const&, NodeProduct<Space, Real> const&, Features<Real const, Space> A,
                          Features<Real, Space> B);

/// A_adj from B_adj (overwrites), and with weight_adj [worker][weight] (or empty) the weights' gradient.
template <class Space, class Real>
void node_product_backward(Space const&, NodeProduct<Space, Real> const&, Features<Real const, Space> A,
                           Features<Real const, Space> B_adj, Features<Real, Space> A_adj,
                           Array2<Real, Space> weight_adj);

}  // namespace tesseral
