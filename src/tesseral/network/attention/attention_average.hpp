// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The division of attention's sums by their weights, head by head, and its adjoint (attention.hpp):
///
///     M = (sum w q) / n;      N = M_adj / n,   n_adj_h = -sum_{lm, c of h} N M
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/network/attention/attention.hpp"

namespace tesseral {

/// M /= n
template <class Space, class Real>
void attention_average(Space const& space, AttentionOperator<Space, Real> const& op, Array2<Real const, Space> n,
                       Features<Real, Space> M) {
  using P = PackOf<Space, Real>;
  int const C = op.padded_channels(), blocks = C / lanes_of<Space, Real>, outputs = num_lm(op.l_out);
  Kokkos::parallel_for(
      "tesseral::attention::average",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>(space, 0,
                                                                  static_cast<std::int64_t>(op.graph.n_owned) * blocks),
      KOKKOS_LAMBDA(std::int64_t item) {
        int const i = static_cast<int>(item / blocks), c = static_cast<int>(item % blocks) * lanes_of<Space, Real>;
        P const inverse = P(Real(1)) / op.template of_channels<P>(&n(i, 0), c);
        for (int lm = 0; lm < outputs; ++lm) store<P>(&M(i, lm * C + c), inverse * load<P>(&M(i, lm * C + c)));
      });
}

/// M_adj becomes N = M_adj / n, and n_adj_h = -sum of N M over the head's channels; a thread has an atom's head
template <class Space, class Real>
void attention_average_adjoint(Space const& space, AttentionOperator<Space, Real> const& op,
                               Features<Real const, Space> M, Array2<Real const, Space> n, Features<Real, Space> M_adj,
                               Array2<Real, Space> n_adj) {
  int const C = op.padded_channels(), outputs = num_lm(op.l_out), heads = op.heads, of_head = op.channels / heads;
  Kokkos::parallel_for(
      "tesseral::attention::average_adjoint",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>(space, 0,
                                                                  static_cast<std::int64_t>(op.graph.n_owned) * heads),
      KOKKOS_LAMBDA(std::int64_t item) {
        int const i = static_cast<int>(item / heads), h = static_cast<int>(item % heads);
        Real const inverse = 1 / n(i, h);
        Real sum = 0;
        for (int lm = 0; lm < outputs; ++lm)
          for (int c = h * of_head; c < (h + 1) * of_head; ++c) {
            Real& adjoint = M_adj(i, lm * C + c);
            adjoint *= inverse;
            sum += adjoint * M(i, lm * C + c);
          }
        n_adj(i, h) = -sum;
      });
}

}  // namespace tesseral
