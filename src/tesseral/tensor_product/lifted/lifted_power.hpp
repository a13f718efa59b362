// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body products at points. With the values F_k = X (s_k · x) at the points, and w[k][nu][l] of the item's type,
///
///     z_l = Z_l^T sum_k sum_nu w[k][nu][l] F_k^nu                                          one projection per degree
///     F_adj_k = sum_l (Z_l z_adj_l) o sum_nu nu w[k][nu][l] F_k^(nu-1),    x_adj = sum_k s_k · X^T F_adj_k
///     w_adj[k][nu][l] = sum over points of (Z_l z_adj_l) o F_k^nu,         s_adj[k][l] = sum_m x[lm] (X^T F_adj_k)[lm]
#pragma once

#include "tesseral/tensor_product/spec/power_spec.hpp"

namespace tesseral {

template <class Space, class Real, template <class, class> class Transform>
struct LiftedPower {
  PowerSpec spec;
  Transform<Space, Real> x, z;
};

/// z of the first `items` rows; overwrites.
template <class Space, class Real, template <class, class> class Transform>
void lifted_power_forward(Space const&, LiftedPower<Space, Real, Transform> const&, PowerWeights<Space, Real> const&,
                          int items, Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real, template <class, class> class Transform>
void lifted_power_backward(Space const&, LiftedPower<Space, Real, Transform> const&, PowerWeights<Space, Real> const&,
                           int items, Features<Real const, Space> x, Features<Real const, Space> z_adj,
                           Features<Real, Space> x_adj, PowerGradient<Space, Real> const& gradient);

}  // namespace tesseral
