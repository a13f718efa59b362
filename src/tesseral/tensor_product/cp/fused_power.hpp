// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body products by the exact `cp` factors of a quadrature rule, all steps in one kernel: what a network's degrees
/// need. With grid points g and f_l(g) = sum_m x[lm] Y_lm(g):
///
///     F_k(g) = sum_l s[k][l] f_l(g)                            lift, per-degree scales
///     p_l(g) = sum_k sum_nu w[k][nu][type][l] F_k(g)^nu        multiply pointwise, all powers at once
///     z[lm]  = sum_g w_g Y_lm(g) p_l(g)                        project
///
/// adjoint, with b_l(g) = w_g sum_m Y_lm(g) z_adj[lm]:
///
///     F_k_adj(g) = sum_l b_l(g) sum_nu nu w[k][nu][l] F_k^(nu-1),   x_adj[lm] = sum_g Y_lm(g) sum_k s[k][l] F_k_adj(g)
///     w_adj[k][nu][l] = sum_g b_l(g) F_k(g)^nu,                     s_adj[k][l] = sum_g f_l(g) F_k_adj(g)
///
/// Points come in pairs g, -g, where f_l(-g) = (-1)^l f_l(g): one lift and one projection serve both.
///
/// Nothing is kept between the passes: the lift is cheaper than its storage.
#pragma once

#include "tesseral/tensor_product/cp/sphere_grid.hpp"
#include "tesseral/tensor_product/spec/power_spec.hpp"

namespace tesseral {

template <class Space, class Real>
struct FusedPower {
  PowerSpec spec;
  SphereGrid<Space, Real> grid;
};

/// Whether code is compiled for these degrees.
bool has_fused_power(PowerSpec const&);

template <class Space, class Real>
FusedPower<Space, Real> make_fused_power(PowerSpec const&);

/// z of the first `items` rows; overwrites.
template <class Space, class Real>
void fused_power_forward(Space const&, FusedPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                         Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real>
void fused_power_backward(Space const&, FusedPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                          Features<Real const, Space> x, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                          PowerGradient<Space, Real> const& gradient);

}  // namespace tesseral
