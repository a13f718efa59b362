// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// From a degree known at run time to one known at compile time, so that loops over orders have constant length.
#pragma once

#include <Kokkos_Core.hpp>

#include <type_traits>

namespace tesseral {

template <int L>
using Degree = std::integral_constant<int, L>;

/// Calls function(Degree<l>{}) for l = 0 … Largest.
template <int Largest, class Function>
KOKKOS_FORCEINLINE_FUNCTION void with_degree(int l, Function const& function) {
  if constexpr (Largest > 0) {
    if (l < Largest) return with_degree<Largest - 1>(l, function);
  }
  function(Degree<Largest>{});
}

/// Calls function(Degree<First>{}), …, function(Degree<Last>{}).
template <int First, int Last, class Function>
KOKKOS_FORCEINLINE_FUNCTION void for_each_degree(Function const& function) {
  if constexpr (First <= Last) {
    function(Degree<First>{});
    for_each_degree<First + 1, Last>(function);
  }
}

}  // namespace tesseral
