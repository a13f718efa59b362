// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Signals on point sets with reflections. If a point set is closed under a group of 2^n reflections, a signal splits
/// into 2^n classes by its signs under them, and only one point of each orbit has to be evaluated:
///
///     F(s g) = sum_k (-1)^bits(s & k) F_k(g),      s the reflection, k the class, g the orbit's representative.
///
/// 1 class: no symmetry; 2: inversion (even and odd degrees); 8: the signs of x, y and z.
#pragma once

#include "tesseral/core/pack.hpp"

#include <type_traits>

namespace tesseral {

/// The class of Y_lm: its signs under inversion, or under x -> -x (bit 0), y -> -y (bit 1), z -> -z (bit 2).
constexpr int reflection_class(int l, int m, int classes) {
  int const order = m < 0 ? -m : m;
  if (classes == 2) return l % 2;
  if (classes == 8) return (order + (m < 0)) % 2 + 2 * (m < 0) + 4 * ((l + order) % 2);
  return 0;
}

/// The sign (-1)^bits(s & k).
constexpr int reflection_sign(int s, int k) {
  int const b = s & k;
  return (b ^ (b >> 1) ^ (b >> 2)) & 1 ? -1 : 1;
}

/// Classes to values at the orbit's points, or the transposed map, which is the same. In place.
template <class P, int Classes>
KOKKOS_FORCEINLINE_FUNCTION void reflect(P (&f)[Classes]) {
  TESSERAL_UNROLL
  for (int step = 1; step < Classes; step *= 2) {
    TESSERAL_UNROLL
    for (int k = 0; k < Classes; ++k)
      if ((k & step) == 0) {
        P const even = f[k], odd = f[k | step];
        f[k] = even + odd;
        f[k | step] = even - odd;
      }
  }
}

/// The same between an array of classes in memory, [class][stride], and values at an orbit's points in registers.
template <class P, int Classes, class Real>
KOKKOS_FORCEINLINE_FUNCTION void load_orbit(Real const* data, std::ptrdiff_t stride, P (&f)[Classes]) {
  TESSERAL_UNROLL
  for (int k = 0; k < Classes; ++k) f[k] = load<P>(data + k * stride);
  reflect(f);
}
template <class P, int Classes, class Real>
KOKKOS_FORCEINLINE_FUNCTION void store_orbit(Real* data, std::ptrdiff_t stride, P (&f)[Classes]) {
  reflect(f);
  TESSERAL_UNROLL
  for (int k = 0; k < Classes; ++k) store<P>(data + k * stride, f[k]);
}

/// Calls function(integral_constant<classes>) for classes 1, 2 or 8.
template <class Function>
KOKKOS_FORCEINLINE_FUNCTION void with_classes(int classes, Function const& function) {
  if (classes == 1) return function(std::integral_constant<int, 1>{});
  if (classes == 2) return function(std::integral_constant<int, 2>{});
  function(std::integral_constant<int, 8>{});
}

}  // namespace tesseral
