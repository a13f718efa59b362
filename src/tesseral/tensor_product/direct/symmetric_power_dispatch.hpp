// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The unrolled form of symmetric powers (symmetric_power.hpp): a kernel for each pair of degrees, with and without
/// triples. Forward and backward are two files, since each takes its time to compile.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/tensor_product/direct/symmetric_power.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_plan.hpp"

namespace tesseral {

template <class Space, class Real>
void unrolled_power_forward(Space const&, SymmetricPower<Space, Real> const&, SymmetricWeights<Space, Real> const&,
                            int items, Features<Real const, Space> x, Features<Real, Space> z);

template <class Space, class Real>
void unrolled_power_backward(Space const&, SymmetricPower<Space, Real> const&, SymmetricWeights<Space, Real> const&,
                             int items, Features<Real const, Space> x, Features<Real const, Space> z_adj,
                             Features<Real, Space> x_adj, SymmetricGradient<Space, Real> const& gradient);

/// Calls launch(SymmetricDegrees<…>{}) of a power that has unrolled code.
template <class Launch>
void with_symmetric_degrees(SymmetricSpec const& spec, Launch const& launch) {
  auto const with_output = [&](auto l_z) {
    using detail::SymmetricDegrees;
    constexpr int to = decltype(l_z)::value;
    if (spec.l_x == 2)
      spec.triples.empty() ? launch(SymmetricDegrees<2, to, 2>{}) : launch(SymmetricDegrees<2, to, 3>{});
    else
      spec.triples.empty() ? launch(SymmetricDegrees<3, to, 2>{}) : launch(SymmetricDegrees<3, to, 3>{});
  };
  static_assert(max_l_cheapest == 2, "a call for each degree");
  if (spec.l_z == 0) with_output(Degree<0>{});
  if (spec.l_z == 1) with_output(Degree<1>{});
  if (spec.l_z == 2) with_output(Degree<2>{});
}

}  // namespace tesseral
