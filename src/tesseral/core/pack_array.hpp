// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Packs of several lanes, as arrays; include pack.hpp.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral {

/// N lanes as an array: device compilers do not know SIMD vectors, not even in code that only the host runs.
template <class Real, int N>
struct Pack {
  static_assert(N == 2 || N == 4 || N == 8 || N == 16, "a pack has 1, 2, 4, 8 or 16 lanes");
  static constexpr int lanes = N;
  Real v[N];

  Pack() = default;
  KOKKOS_FORCEINLINE_FUNCTION Pack(Real x) {
    for (int lane = 0; lane < N; ++lane) v[lane] = x;
  }
  KOKKOS_FORCEINLINE_FUNCTION static Pack read(Real const* data) {
    Pack pack;
    __builtin_memcpy(&pack, data, sizeof(Pack));
    return pack;
  }
  KOKKOS_FORCEINLINE_FUNCTION void write(Real* data) const { __builtin_memcpy(data, this, sizeof(Pack)); }
  KOKKOS_FORCEINLINE_FUNCTION Real operator[](int lane) const { return v[lane]; }
  KOKKOS_FORCEINLINE_FUNCTION void set(int lane, Real x) { v[lane] = x; }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator+=(Pack const& b) {
    for (int lane = 0; lane < N; ++lane) v[lane] += b.v[lane];
    return *this;
  }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator-=(Pack const& b) {
    for (int lane = 0; lane < N; ++lane) v[lane] -= b.v[lane];
    return *this;
  }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator*=(Pack const& b) {
    for (int lane = 0; lane < N; ++lane) v[lane] *= b.v[lane];
    return *this;
  }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator+(Pack a, Pack const& b) { return a += b; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator-(Pack a, Pack const& b) { return a -= b; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator*(Pack a, Pack const& b) { return a *= b; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator/(Pack a, Pack const& b) {
    for (int lane = 0; lane < N; ++lane) a.v[lane] /= b.v[lane];
    return a;
  }
};

}  // namespace tesseral
