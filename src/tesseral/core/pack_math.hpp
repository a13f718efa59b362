// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Functions of packs. Compilers do not vectorise exp() without -ffast-math, so packs have their own.
#pragma once

#include "tesseral/core/pack.hpp"

#include <cmath>
#include <cstdint>

namespace tesseral {

/// What exp() of packs needs to know of a kind of number. ln 2 in two parts, the first with zeros enough at its end
/// that n times it is exact (fdlibm, e_exp.c and e_expf.c); the Taylor polynomial of e^f, |f| <= ln 2 / 2, ends where
/// its remainder is below a tenth of half a unit in the last place.
template <class Real>
struct ExpOf;
template <>
struct ExpOf<double> {
  using Integer = std::int64_t;
  static constexpr double low = -700, high = 700;
  static constexpr double shift = 6755399441055744.0;  // 1.5 · 2^52: doubles near it have unit spacing
  static constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
  static constexpr int degree = 13, mantissa = 52, bias = 1023;
};
template <>
struct ExpOf<float> {
  using Integer = std::int32_t;
  static constexpr float low = -87, high = 88;
  static constexpr float shift = 12582912.0F;  // 1.5 · 2^23
  static constexpr float ln2_high = 6.9314575195e-01F, ln2_low = 1.4286067653e-06F;
  static constexpr int degree = 7, mantissa = 23, bias = 127;
};

/// exp of each lane; arguments are clamped to [-700, 700] (double), [-87, 88] (float).
///
/// x = n ln 2 + f, |f| <= ln 2 / 2; e^f by its Taylor polynomial, 2^n put together from bits. Adding `shift` rounds
/// x/ln 2 to the whole number n, which then stands in the sum's last bits.
template <class Real, int N>
KOKKOS_INLINE_FUNCTION Pack<Real, N> exp(Pack<Real, N> const& x) {
#if TESSERAL_SIMD_VECTORS
  if constexpr (N > 1) {
    using P = Pack<Real, N>;
    using E = ExpOf<Real>;
    using Integer = typename E::Integer;
    using Vector = typename P::Vector;
    using Bits __attribute__((vector_size(N * sizeof(Integer)))) = Integer;
    constexpr double inverse_factorial[14] = {
        1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
        1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
    Vector const low = P(E::low).v, high = P(E::high).v;
    Vector v = x.v < low ? low : x.v;
    v = v > high ? high : v;
    Vector const shifted = v * static_cast<Real>(1.44269504088896340736) + E::shift;
    Vector const n = shifted - E::shift;
    Vector const f = (v - n * E::ln2_high) - n * E::ln2_low;
    Vector polynomial = P(static_cast<Real>(inverse_factorial[E::degree])).v;
    for (int k = E::degree - 1; k >= 0; --k) polynomial = polynomial * f + static_cast<Real>(inverse_factorial[k]);
    Bits exponent;
    __builtin_memcpy(&exponent, &shifted, sizeof(exponent));
    exponent = (exponent << E::mantissa) + (Integer{E::bias} << E::mantissa);
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
