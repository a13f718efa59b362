// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a message's kernels are compiled for: degrees, where radial functions come from, and whether paths stay
/// separate.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/network/message/message_degrees.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include <type_traits>

namespace tesseral {

/// Calls function(degrees, RadialSource, std::bool_constant) with the form of the kernels that serves an operator.
template <class Space, class Real, class Function>
void with_message_form(EdgeOperator<Space, Real> const& op, Function const& function) {
  auto const with_separate = [&](auto degrees, auto radial) {
    if (op.coupling.separate)
      function(degrees, radial, std::true_type{});
    else
      function(degrees, radial, std::false_type{});
  };
  with_degrees(op.coupling.l_in, op.coupling.l_max, [&](auto degrees) {
    if (op.shares_radial)
      with_separate(degrees, RadialSource<SharedRadial>{});
    else if (op.table.n > 0)
      with_separate(degrees, RadialSource<TabulatedRadial>{});
    else
      with_separate(degrees, RadialSource<NetworkRadial>{});
  });
}

/// The same where an edge has one matrix: function(RadialSource, Degree<l_max>).
template <class Space, class Real, class Function>
void with_message_form(EdgeOperator<Space, Real, SharedCoupling<Space>> const& op, Function const& function) {
  with_degree<max_l_shared>(op.coupling.l_max, [&](auto l_max) {
    if (op.table.n > 0)
      function(RadialSource<TabulatedRadial>{}, l_max);
    else
      function(RadialSource<NetworkRadial>{}, l_max);
  });
}

}  // namespace tesseral
