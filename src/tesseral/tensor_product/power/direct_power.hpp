// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body products by sparse coefficients, one factor after another: with q = s_k · x,
///
///     p_1 = q,   p_nu = p_(nu-1) (x) q,   z_l = sum_k sum_nu w[k][nu][l] p_nu,l
///     p_adj_nu,l = w[k][nu][l] z_adj_l + (what p_(nu+1) returns),   w_adj[k][nu][l] = sum_m z_adj[lm] p_nu[lm]
///
/// p_nu keeps the degrees that later factors can still bring down to l_z. For the lowest degrees and for reference.
#pragma once

#include "tesseral/tensor_product/direct/direct_tables.hpp"
#include "tesseral/tensor_product/power/power_spec.hpp"

#include <vector>

namespace tesseral {

template <class Space, class Real>
struct DirectPower {
  PowerSpec spec;
  std::vector<int> degrees;                          // [nu - 1], of p_nu
  std::vector<DirectProduct<Space, Real>> products;  // [nu - 2]
  // work arrays of a block of items, which only grow
  mutable std::vector<Array2<Real, Space>> p, p_adj;  // [nu - 1], p_1 = q
  mutable Array2<Real, Space> q_adj, x_part;          // sum of all factors' adjoints, and of one
};

/// Throws Error if a degree in between is above max_l_coupling.
template <class Space, class Real>
DirectPower<Space, Real> make_direct_power(PowerSpec const&);

/// z of the first `items` rows; overwrites.
template <class Space, class Real>
void direct_power_forward(Space const&, DirectPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                          Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real>
void direct_power_backward(Space const&, DirectPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                           Features<Real const, Space> x, Features<Real const, Space> z_adj,
                           Features<Real, Space> x_adj, PowerGradient<Space, Real> const& gradient);

}  // namespace tesseral
