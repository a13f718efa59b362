// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Packs of several lanes, as SIMD vectors; include pack.hpp.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral {

/// N lanes as one SIMD vector of the compiler.
template <class Real, int N>
struct Pack {
  static_assert(N == 2 || N == 4 || N == 8 || N == 16, "a pack has 1, 2, 4, 8 or 16 lanes");
  using Vector __attribute__((vector_size(N * sizeof(Real)))) = Real;
  // memory moves as whole vectors; a memcpy may become moves of 16 bytes (-mmove-max), which loads then wait for
  using InMemory __attribute__((vector_size(N * sizeof(Real)), aligned(sizeof(Real)), may_alias)) = Real;
  static constexpr int lanes = N;
  Vector v;

  Pack() = default;
  // x - 0 is x for every x and costs nothing; x + 0 would be computed, since it changes -0
  KOKKOS_FORCEINLINE_FUNCTION Pack(Real x) : v(x - Vector{}) {}
  KOKKOS_FORCEINLINE_FUNCTION explicit Pack(Vector x, int) : v(x) {}
  KOKKOS_FORCEINLINE_FUNCTION static Pack read(Real const* data) {
    return Pack(*reinterpret_cast<InMemory const*>(data), 0);
  }
  KOKKOS_FORCEINLINE_FUNCTION void write(Real* data) const { *reinterpret_cast<InMemory*>(data) = v; }
  KOKKOS_FORCEINLINE_FUNCTION Real operator[](int lane) const { return v[lane]; }
  KOKKOS_FORCEINLINE_FUNCTION void set(int lane, Real x) { v[lane] = x; }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator+=(Pack const& b) {
    v += b.v;
    return *this;
  }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator-=(Pack const& b) {
    v -= b.v;
    return *this;
  }
  KOKKOS_FORCEINLINE_FUNCTION Pack& operator*=(Pack const& b) {
    v *= b.v;
    return *this;
  }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator+(Pack const& a, Pack const& b) { return Pack(a.v + b.v, 0); }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator-(Pack const& a, Pack const& b) { return Pack(a.v - b.v, 0); }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator*(Pack const& a, Pack const& b) { return Pack(a.v * b.v, 0); }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator/(Pack const& a, Pack const& b) { return Pack(a.v / b.v, 0); }
};

}  // namespace tesseral
