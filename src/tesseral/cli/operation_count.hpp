// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What an energy and its forces cost, counted from the architecture: the floating-point operations of the kernels'
/// loops (a fused multiply-add is two) and the bytes that they move. With C channels (padded to whole packs), N edges
/// per atom, L(l) = (l+1)^2, and in a layer Q paths whose matrices K have n = sum_q (2l+1)(2l1+1) entries:
///
///     message     forward   N C (sum_q (2 l1 + 1) + 2 n)                                              + N geometry
///                 backward  N C (sum_q (5 (2 l1 + 1) - 1) + 4 n + sum_l g(l) + sum_l1 g(l1) + L(l_in)) + N geometry
///     radial      forward   N C 10 Q     backward  N C 20 Q     quintic polynomials: R; R and R'
///     mixing      2 C^2 per (l, m) of each linear map, and as much for its adjoint
///     power       the node product: power_operations.hpp
///
/// with the torque's g(l) = 23 l - 8 (0 for l = 0); geometry is distance, harmonics, their contraction with the Gaunt
/// coefficients and the place in the table. The first layer has no adjoint in front of its message. Left out, about a
/// percent: embedding, readout, sums over lanes, forces. Layers of attention: attention_count.hpp.
#pragma once

#include "tesseral/network/product_choice.hpp"

#include <string>
#include <vector>

namespace tesseral::cli {

/// Work of all launches of a kernel, per atom and evaluation.
struct OperationCount {
  std::string kernel;  // its label without "tesseral::"; radial_table's work is done inside the kernels of edges
  double flops = 0.0;  //
  double streamed_bytes =
      0.0;  // each array read or written once: what has to come from memory if nothing stays in cache
  double gathered_bytes =
      0.0;  // rows that an edge asks for, of its atoms and of the table: from cache, where it is large enough
};

/// Counts for node products by these algorithms, radial functions from tables, features of `real_size` bytes and a
/// graph without ghosts.
std::vector<OperationCount> count_operations(Architecture const&, ProductAlgorithms const&, int real_size,
                                             double edges_per_atom);

}  // namespace tesseral::cli
