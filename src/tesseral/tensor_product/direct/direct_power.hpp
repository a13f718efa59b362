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
#include "tesseral/tensor_product/spec/power_spec.hpp"

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

/// Degrees [nu - 1] of p_nu.
std::vector<int> direct_power_degrees(PowerSpec const&);

/// Throws Error if a degree in between is above max_l_coupling.
template <class Space, class Real>
DirectPower<Space, Real> make_direct_power(PowerSpec const&);

template <class Space, class Real>
std::size_t work_bytes(DirectPower<Space, Real> const& power) {
  std::size_t numbers = power.q_adj.size() + power.x_part.size();
  for (auto const* arrays : {&power.p, &power.p_adj})
    for (auto const& array : *arrays) numbers += array.size();
  return numbers * sizeof(Real);
}

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
