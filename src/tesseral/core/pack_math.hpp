// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Functions of packs. Compilers do not vectorise exp() without -ffast-math, so packs of doubles have their own.
#pragma once

#include "tesseral/core/pack.hpp"

#include <cmath>
#include <cstdint>

namespace tesseral {

/// exp of each lane; arguments are clamped to [-700, 700].
///
/// Doubles: x = n ln 2 + f, |f| <= ln 2 / 2; e^f by its Taylor polynomial of degree 13 (remainder below 5e-18), 2^n put
/// together from bits. The rounding of x/ln 2 uses that doubles near 1.5·2^52 have unit spacing.
template <class Real, int N>
KOKKOS_INLINE_FUNCTION Pack<Real, N> exp(Pack<Real, N> const& x) {
#if TESSERAL_SIMD_VECTORS
  if constexpr (N > 1 && std::is_same_v<Real, double>) {
    using P = Pack<Real, N>;
    using Vector = typename P::Vector;
    using Bits __attribute__((vector_size(N * sizeof(std::int64_t)))) = std::int64_t;
    constexpr double shift = 6755399441055744.0;  // 1.5 · 2^52
    constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    constexpr double inverse_factorial[14] = {
        1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
        1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
    Vector const low = P(-700.0).v, high = P(700.0).v;
    Vector v = x.v < low ? low : x.v;
    v = v > high ? high : v;
    Vector const shifted = v * 1.44269504088896340736 + shift;
    Vector const n = shifted - shift;
    Vector const f = (v - n * ln2_high) - n * ln2_low;
    Vector polynomial = P(inverse_factorial[13]).v;
    for (int k = 12; k >= 0; --k) polynomial = polynomial * f + inverse_factorial[k];
    Bits exponent;
    __builtin_memcpy(&exponent, &shifted, sizeof(exponent));
    exponent = (exponent << 52) + (std::int64_t{1023} << 52);
    Vector power;
    __builtin_memcpy(&power, &exponent, sizeof(power));
    // a NaN must stay one: the clamp above would hide it
    return P(x.v == x.v ? polynomial * power : x.v, 0);
  }
#endif
  return map_lanes(x, [](Real value) {
    using std::exp;
    return exp(value);
  });
}

template <class Real, int N>
KOKKOS_INLINE_FUNCTION Pack<Real, N> sqrt(Pack<Real, N> const& x) {
  return map_lanes(x, [](Real value) {
    using std::sqrt;
    return sqrt(value);
  });
}

/// 1 / (1 + e^-x); its derivative is s (1 - s).
template <class P>
KOKKOS_INLINE_FUNCTION P sigmoid(P const& x) {
  return P(1) / (P(1) + exp(P(0) - x));
}

/// silu(x) = x / (1 + e^-x) and its derivative.
template <class P>
KOKKOS_INLINE_FUNCTION P silu(P const& x) {
  return x / (P(1) + exp(P(0) - x));
}
template <class P>
KOKKOS_INLINE_FUNCTION P silu_derivative(P const& x) {
  P const sigmoid = P(1) / (P(1) + exp(P(0) - x));
  return sigmoid * (P(1) + x * (P(1) - sigmoid));
}

}  // namespace tesseral
