// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a message's kernels are compiled for: degrees, where radial functions come from, and whether paths stay
/// separate.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/network/message/message_degrees.hpp"

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

/// Calls function(RadialSource) for where an operator's radial functions come from.
template <class Operator, class Function>
void with_radial(Operator const& op, Function const& function) {
  if (op.table.n > 0)
    function(RadialSource<TabulatedRadial>{});
  else
    function(RadialSource<NetworkRadial>{});
}
/// The same with a degree, of at most `largest`: function(RadialSource, Degree<l_max>).
template <int largest, class Operator, class Function>
void with_radial_and_degree(Operator const& op, Function const& function) {
  with_degree<largest>(op.coupling.l_max,
                       [&](auto l_max) { with_radial(op, [&](auto radial) { function(radial, l_max); }); });
}

}  // namespace tesseral
