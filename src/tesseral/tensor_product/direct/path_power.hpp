// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body products with free weights of paths: powers nested to the left, degrees in between cut at l_x,
///
///     T_1 = x,   T_n = sum over paths (l1, l2 -> l), l <= l_x, of v[n][path] (T_(n-1),l1 (x) x_l2)_l,
///     z_l = u[type][l] x_l + sum_n sum over paths (l1, l2 -> l), l <= l_z, of w[n][type][path] (T_(n-1),l1 (x)
///     x_l2)_l,
///
/// n = 2 … correlation, channel by channel. In the Gaunt coupling, l1 + l2 + l even, free weights make its constants
/// irrelevant: these are left-nested Clebsch-Gordan powers with natural parity in between. In the Clebsch-Gordan
/// coupling odd sums come in too; with equal weights they vanish in x (x) x, but not in later products. The adjoint
/// goes backwards through the products; T_n is computed again rather than kept.
#pragma once

#include "tesseral/sphere/coupling.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"
#include "tesseral/tensor_product/spec/power_spec.hpp"

#include <vector>

namespace tesseral {

template <class Space, class Real>
struct PathPower {
  PowerSpec spec;                     // one term
  DirectProduct<Space, Real> nested;  // T_n
  DirectProduct<Space, Real> last;    // z
  // work arrays of a block of items, which only grow
  mutable std::vector<Array2<Real, Space>> T, T_adj;  // [n - 1], but T_1 = x
  mutable Array2<Real, Space> x_part, T_part, z_part;
};

template <class Space, class Real>
struct PathPowerWeights {
  Array1<Real const, Space> nested;  // v [n - 2][path][c], n < correlation
  Array1<Real const, Space> linear;  // u [type][l][c]
  Array1<Real const, Space> last;    // w [n - 2][type][path][c]
  Array1<int const, Space> type;     // [item]
};

/// Each worker adds to its own row; the caller adds the rows. All arrays that there are weights for, or none.
template <class Space, class Real>
struct PathPowerGradient {
  Array2<Real, Space> nested, linear, last;  // [worker][as the weights]
};

/// Degrees at most max_l_product, correlation at most max_correlation.
template <class Space, class Real>
PathPower<Space, Real> make_path_power(PowerSpec const&, Coupling = Coupling::gaunt);

template <class Space, class Real>
std::size_t work_bytes(PathPower<Space, Real> const& power) {
  std::size_t numbers = power.x_part.size() + power.T_part.size() + power.z_part.size();
  for (auto const* arrays : {&power.T, &power.T_adj})
    for (auto const& array : *arrays) numbers += array.size();
  return numbers * sizeof(Real);
}

/// z of the first `items` rows; overwrites.
template <class Space, class Real>
void path_power_forward(Space const&, PathPower<Space, Real> const&, PathPowerWeights<Space, Real> const&, int items,
                        Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real>
void path_power_backward(Space const&, PathPower<Space, Real> const&, PathPowerWeights<Space, Real> const&, int items,
                         Features<Real const, Space> x, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                         PathPowerGradient<Space, Real> const& gradient);

}  // namespace tesseral
