// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// operation_count.hpp for layers of attention (network/attention/attention.hpp, network/blocks/feed_forward.hpp), in
/// its notation, with i = L(l_in), d = L(l_max), o = L(l_out), H heads (padded to H'), F = 2C hidden channels, s = 2
/// where senders have an adjoint, else 0, and E = 34 for an exponential (that of doubles in core/pack_math.hpp, also
/// for floats):
///
///     attention   forward   N C (i (2d + 1) + d (2o + 2) + 12 + 3E + 4C)                                 + N edge
///                 backward  N C (i (6d + 3 + s) + d (4o + 7) + 34 + 2H + 5E + 8C) + N (channels + 4H)    + N edge
///                           + N (harmonics + adjoint of K + sum_l g(l) + (d^2 + 1) (lanes - 1))
///                 edge      geometry + matrix K + attention weights: 2 channels H' + H' (8 + 2E)
///     radial      forward   N C 20     backward  N C (50 + 10 i): R is interpolated again in each loop that needs it
///     mixing      forward   2 C^2 (i + o) + 6 C F o + 4 C F: what is in front of the gates is computed in both passes
///                 backward  2 C^2 (i + o) + 4 C F o + 2 C F, without i in the first layer
///
/// with the terms in C F alone, the gates', only if l_out > 0. K_adj is summed over channels, at last over the lanes of
/// a pack.
///
/// Bytes that edges ask for are those of each such loop too: u_j in three loops of the adjoint, N in d + 1. Left out,
/// one or two percent together: degree_norm, the gates of feed_forward, the average over neighbours, cutoffs.
#pragma once

#include "tesseral/network/layers/operation_count.hpp"
#include "tesseral/network/layers/product_choice.hpp"

#include <vector>

namespace tesseral {

/// For products by these algorithms, radial functions from tables, features of `real_size` bytes and a graph without
/// ghosts.
std::vector<OperationCount> count_attention(Architecture const&, ProductAlgorithms const&, int real_size,
                                            double edges_per_atom);

}  // namespace tesseral
