// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Symmetric products of first, second and third degree with weights of their own for every type and output,
///
///     z_l = u[type][l] x_l + sum over pairs k = (l1, l2, l) of v[type][k] (x_l1 (x) x_l2)_l
///           + sum over groups (l12, l3, l) of (T_l12 (x) x_l3)_l,
///     T_l12 = sum over triples k = (l1, l2, l12, l3, l) of w[type][k] (x_l1 (x) x_l2)_l12,
///
/// l <= l_z, channel by channel, (x) by Gaunt coefficients. Weights stand inside the last product, so that each group
/// takes one. Adjoint, with (a (.) b) for the transposes of (x):
///
///     T_adj_l12 = (z_adj_l (.) x_l3)_l12,   q_adj[l1, l2, l] = v[k] z_adj_l + sum_k w[k] T_adj_l,
///     x_adj_l = u[l] z_adj_l + sum (T_l12 (.) z_adj_l')_l + sum ((q_adj (.) x_l2)_l + (x_l1 (.) q_adj)_l)
///
/// All of an item and a pack of channels is one piece of code that reads x and writes z once; the adjoint computes T
/// again. It is unrolled for the lists of symmetric_paths.hpp (degrees 2 and 3 to at most 2), and for others it goes
/// through tables.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_tables.hpp"

namespace tesseral {

template <class Space, class Real>
struct SymmetricPower {
  SymmetricSpec spec;
  bool unrolled = false;
  SymmetricTables<Space, Real> tables;  // empty if unrolled
};

template <class Space, class Real>
struct SymmetricWeights {
  Array1<Real const, Space> linear;  // u [type][l][c], l <= l_z
  Array1<Real const, Space> pair;    // v [type][pair][c]
  Array1<Real const, Space> triple;  // w [type][triple][c]
  Array1<int const, Space> type;     // [item]; empty: all items are of type 0
};

/// Each worker adds to its own row; the caller adds the rows. All arrays that there are weights for, or none.
template <class Space, class Real>
struct SymmetricGradient {
  Array2<Real, Space> linear, pair, triple;  // [worker][as the weights]
};

/// Throws Error for lists that are not as they should be. `unrolled` = false: by tables in any case.
template <class Space, class Real>
SymmetricPower<Space, Real> make_symmetric_power(SymmetricSpec const&, bool unrolled = true);

/// z of the first `items` rows; overwrites.
template <class Space, class Real>
void symmetric_power_forward(Space const&, SymmetricPower<Space, Real> const&, SymmetricWeights<Space, Real> const&,
                             int items, Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real>
void symmetric_power_backward(Space const&, SymmetricPower<Space, Real> const&, SymmetricWeights<Space, Real> const&,
                              int items, Features<Real const, Space> x, Features<Real const, Space> z_adj,
                              Features<Real, Space> x_adj, SymmetricGradient<Space, Real> const& gradient);

}  // namespace tesseral
