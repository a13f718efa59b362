// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Pack<Real, N>: N neighbouring channels handled as one value. On the host a pack is a SIMD vector; on a device N = 1
/// and each thread owns a channel. The mathematics of every operation is written once, on packs.
#pragma once

#include <Kokkos_Core.hpp>

#if defined(__CUDACC__) || defined(__HIPCC__)
#include "tesseral/core/pack_array.hpp"
#define TESSERAL_SIMD_VECTORS 0
#else
#include "tesseral/core/pack_vector.hpp"
#define TESSERAL_SIMD_VECTORS 1
#endif

#include <cstdint>
#include <type_traits>

// A constant of the build and not of the file that includes this one, whose flags may be others: arrays are padded to
// whole packs.
#ifndef TESSERAL_PACK_BYTES
#error "TESSERAL_PACK_BYTES is not defined (CMake's target Tesseral::tesseral does) link that target"
#endif

/// Before a loop of constant length whose array of packs must stay in registers.
#if defined(__CUDACC__) || defined(__clang__)
#define TESSERAL_UNROLL _Pragma("unroll")
#else
#define TESSERAL_UNROLL _Pragma("GCC unroll 16")
#endif

namespace tesseral {

template <class Real>
struct Pack<Real, 1> {
  static constexpr int lanes = 1;
  Real v;

  Pack() = default;
  KOKKOS_FORCEINLINE_FUNCTION Pack(Real x) : v(x) {}
  KOKKOS_FORCEINLINE_FUNCTION static Pack read(Real const* data) { return *data; }
  KOKKOS_FORCEINLINE_FUNCTION void write(Real* data) const { *data = v; }
  KOKKOS_FORCEINLINE_FUNCTION Real operator[](int) const { return v; }
  KOKKOS_FORCEINLINE_FUNCTION void set(int, Real x) { v = x; }
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
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator+(Pack const& a, Pack const& b) { return a.v + b.v; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator-(Pack const& a, Pack const& b) { return a.v - b.v; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator*(Pack const& a, Pack const& b) { return a.v * b.v; }
  friend KOKKOS_FORCEINLINE_FUNCTION Pack operator/(Pack const& a, Pack const& b) { return a.v / b.v; }
};

/// Sum of all lanes, by halves.
template <class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION Real sum_lanes(Pack<Real, N> const& a) {
  if constexpr (N == 1) {
    return a.v;
  } else if constexpr (N == 2) {
    return a[0] + a[1];
  } else {
    auto const* const lanes = reinterpret_cast<Real const*>(&a);
    return sum_lanes(Pack<Real, N / 2>::read(lanes) + Pack<Real, N / 2>::read(lanes + N / 2));
  }
}

/// The pack whose lane k is function(k).
template <class P, class Function>
KOKKOS_FORCEINLINE_FUNCTION P pack_of_lanes(Function const& function) {
  P result(0);  // to set a lane reads the others
  for (int lane = 0; lane < P::lanes; ++lane) result.set(lane, function(lane));
  return result;
}

/// Applies a scalar function to each lane.
template <class Real, int N, class Function>
KOKKOS_FORCEINLINE_FUNCTION Pack<Real, N> map_lanes(Pack<Real, N> const& a, Function const& function) {
  return pack_of_lanes<Pack<Real, N>>([&](int lane) { return function(a[lane]); });
}

/// Lanes of a pack on a space: the widest vector that the build's processor has on a host, one channel per thread on a
/// device.
template <class Space, class Real>
inline constexpr int lanes_of =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace, typename Space::memory_space>::accessible&&
            std::is_same_v<typename Space::memory_space, Kokkos::HostSpace>
        ? static_cast<int>(TESSERAL_PACK_BYTES / sizeof(Real))
        : 1;

/// Vector registers of a host: those of AVX-512 and of ARM, or half as many.
#if defined(__aarch64__)
inline constexpr int vector_registers = 32;
#else
inline constexpr int vector_registers = TESSERAL_PACK_BYTES == 64 ? 32 : 16;
#endif

template <class Space, class Real>
using PackOf = Pack<Real, lanes_of<Space, Real>>;

/// `n` rounded up to whole packs.
template <class Space, class Real>
KOKKOS_INLINE_FUNCTION constexpr int padded(int n) {
  constexpr int lanes = lanes_of<Space, Real>;
  return (n + lanes - 1) / lanes * lanes;
}

/// The lanes as numbers of another precision.
template <class To, class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION Pack<To, N> converted(Pack<Real, N> const& a) {
  return pack_of_lanes<Pack<To, N>>([&](int lane) { return static_cast<To>(a[lane]); });
}

/// Reads or writes the pack that starts at `data`, which need not be aligned.
template <class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION P load(Real const* data) {
  return P::read(data);
}
template <class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION void store(Real* data, P const& pack) {
  pack.write(data);
}
/// Writes lane k, as a number of perhaps another precision, to data[k * stride].
template <class To, class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION void store_strided(To* data, std::ptrdiff_t stride, Pack<Real, N> const& pack) {
  for (int lane = 0; lane < N; ++lane) data[lane * stride] = static_cast<To>(pack[lane]);
}
template <class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION void add_to(Real* data, P const& pack) {
  store<P>(data, load<P>(data) + pack);
}

/// Neighbouring lanes exchanged: 1, 0, 3, 2, …
template <class Real, int N>
KOKKOS_FORCEINLINE_FUNCTION Pack<Real, N> swap_neighbours(Pack<Real, N> const& a) {
#if TESSERAL_SIMD_VECTORS && !defined(__clang__)
  using Lane = std::conditional_t<sizeof(Real) == 8, std::int64_t, std::int32_t>;
  using Lanes __attribute__((vector_size(N * sizeof(Lane)))) = Lane;
  Lanes from{};
  for (int lane = 0; lane < N; ++lane) from[lane] = lane ^ 1;
  return Pack<Real, N>(__builtin_shuffle(a.v, from), 0);
#else
  return pack_of_lanes<Pack<Real, N>>([&](int lane) { return a[lane ^ 1]; });
#endif
}

/// Asks a host for the cache line at `data`, which need not exist; nothing on a device.
template <class Real>
KOKKOS_FORCEINLINE_FUNCTION void prefetch(Real const* data) {
#if TESSERAL_SIMD_VECTORS
  __builtin_prefetch(data);
#else
  (void)data;
#endif
}

}  // namespace tesseral
