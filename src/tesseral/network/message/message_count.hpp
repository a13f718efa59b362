// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// operation_count.hpp for layers of kind message. With C channels (padded to whole packs), N edges per atom,
/// L(l) = (l+1)^2, and in a layer Q paths whose matrices K have n = sum_q (2l+1)(2l1+1) entries:
///
///     message     forward   N C (sum_q (2 l1 + 1) + 2 n)                                              + N geometry
///                 backward  N C (sum_q (5 (2 l1 + 1) - 1) + 4 n + sum_l g(l) + sum_l1 g(l1) + L(l_in)) + N geometry
///     radial      forward   N C 10 Q     backward  N C 20 Q     quintic polynomials: R; R and R'; Q = 1 if the
///                 paths share it
///     mixing      2 C^2 per (l, m) of each linear map, and as much for its adjoint
///     power       the node product: tensor_product/choice/power_operations.hpp
///     self_product  the products of features with themselves, by the kernels `direct` or `lifted`:
///                   tensor_product/choice/product_operations.hpp; their mixings are among `mixing`
///
/// in a first layer that sums before channels appear (atomic_basis.hpp), with K padded functions and S species
///
///     atomic_basis  forward  N (2 K L(l_max) + geometry)   backward  N ((4 K + 2) L(l_max) + sum_l g(l) + geometry)
///     radial        forward  N K 10                        backward  N K 20
///     mixing        2 S K C L(l_max) in the place of both mixings of the message
///
/// and where paths share one radial function, one matrix of i d entries for each edge, i = L(l_in), d = L(l_max), in
/// n = floor(i/4) + i mod 4 groups:
///
///     message     forward   N C i (2 d + 1)              + N (geometry + matrix K)
///                 backward  N C (i (4 d + 4) + n d + 3)  + N (geometry + matrix K + harmonics + its adjoint
///                                                             + sum_l g(l))
///                 turn      none; C d numbers are read and written
///     radial      forward   N C 10     backward  N C 20
///
/// with the torque's g(l) = 23 l - 8 (0 for l = 0); geometry is distance, harmonics, their contraction with the Gaunt
/// coefficients and the place in the table. The first layer has no adjoint in front of its message. Messages that are
/// products (product_message.hpp) are not counted.
#pragma once

#include "tesseral/network/layers/operation_count.hpp"
#include "tesseral/network/layers/product_choice.hpp"

#include <vector>

namespace tesseral {

/// For node products by these algorithms, radial functions from tables, features of `real_size` bytes and a graph
/// without ghosts.
std::vector<OperationCount> count_message(Architecture const&, ProductAlgorithms const&, int real_size,
                                          double edges_per_atom);

}  // namespace tesseral
