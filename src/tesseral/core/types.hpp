// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Array aliases and index arithmetic used everywhere. The last index is the fastest one on every space.
#pragma once

#include <Kokkos_Core.hpp>

#include <cstdint>

namespace tesseral {

/// Counts and offsets of edges: 64 bits, since edges outnumber atoms by two orders of magnitude.
using EdgeIndex = std::int64_t;

template <class Space>
using MemorySpace = typename Space::memory_space;
template <class T, class Space>
using Array1 = Kokkos::View<T*, Kokkos::LayoutRight, MemorySpace<Space>>;
template <class T, class Space>
using Array2 = Kokkos::View<T**, Kokkos::LayoutRight, MemorySpace<Space>>;
/// Vectors in space, [n][3].
template <class T, class Space>
using Vectors = Kokkos::View<T* [3], Kokkos::LayoutRight, MemorySpace<Space>>;

/// Features of all atoms, [atom][lm * channels + c]: one row per atom, channels padded to full lanes.
template <class Real, class Space>
using Features = Array2<Real, Space>;

using HostSpace = Kokkos::DefaultHostExecutionSpace;

/// Index of (l, m) in a row of all degrees up to some l_max; m = -l … l.
KOKKOS_INLINE_FUNCTION constexpr int lm_index(int l, int m) { return l * l + l + m; }

/// Number of (l, m) with l <= l_max.
KOKKOS_INLINE_FUNCTION constexpr int num_lm(int l_max) { return (l_max + 1) * (l_max + 1); }

}  // namespace tesseral
