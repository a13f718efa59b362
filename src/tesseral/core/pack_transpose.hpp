// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Square blocks of numbers turned about their diagonal, in registers.
#pragma once

#include "tesseral/core/pack.hpp"

#include <cstddef>
#include <utility>

namespace tesseral {
namespace detail {

// Rows s apart: lanes with the bit s of the upper one against those without it of the lower one.
template <std::size_t s, class Real, int N, std::size_t... lane>
KOKKOS_FORCEINLINE_FUNCTION void exchange(Pack<Real, N>& upper, Pack<Real, N>& lower, std::index_sequence<lane...>) {
#if TESSERAL_SIMD_VECTORS && defined(__clang__)
  auto const first = __builtin_shufflevector(upper.v, lower.v, (lane & s ? N + lane - s : lane)...);
  auto const second = __builtin_shufflevector(upper.v, lower.v, (lane & s ? N + lane : lane + s)...);
  upper = Pack<Real, N>(first, 0);
  lower = Pack<Real, N>(second, 0);
#elif TESSERAL_SIMD_VECTORS
  using Lane = std::conditional_t<sizeof(Real) == 8, std::int64_t, std::int32_t>;
  using Lanes __attribute__((vector_size(N * sizeof(Lane)))) = Lane;
  Lanes const first{static_cast<Lane>(lane & s ? N + lane - s : lane)...};
  Lanes const second{static_cast<Lane>(lane & s ? N + lane : lane + s)...};
  Pack<Real, N> const a = upper, b = lower;
  upper = Pack<Real, N>(__builtin_shuffle(a.v, b.v, first), 0);
  lower = Pack<Real, N>(__builtin_shuffle(a.v, b.v, second), 0);
#else
  Pack<Real, N> const a = upper, b = lower;
  (upper.set(lane, lane & s ? b[lane - s] : a[lane]), ...);
  (lower.set(lane, lane & s ? b[lane] : a[lane + s]), ...);
#endif
}

template <std::size_t s, class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION void exchange_rows(Pack<Real, N>* rows) {
  if constexpr (s < N) {
    TESSERAL_UNROLL
    for (int row = 0; row < N; ++row)
      if ((row & s) == 0) exchange<s>(rows[row], rows[row + s], std::make_index_sequence<N>{});
    exchange_rows<2 * s>(rows);
  }
}

}  // namespace detail

/// rows[a][b] <-> rows[b][a] of N packs of N lanes: blocks of 1, 2, 4 … lanes change places.
template <class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION void transpose(Pack<Real, N>* rows) {
  detail::exchange_rows<1>(rows);
}

/// N packs, each of one number of N rows `stride` apart: numbers[k] holds data[k] of every row, k < N.
template <class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION void load_transposed(Real const* data, std::ptrdiff_t stride, Pack<Real, N>* numbers) {
  for (int row = 0; row < N; ++row) numbers[row] = load<Pack<Real, N>>(data + row * stride);
  transpose(numbers);
}

}  // namespace tesseral
