// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Host tables to the memory of a space, and work arrays that only grow.
#pragma once

#include "tesseral/core/types.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// A copy of `data` in the memory of Space.
template <class Space, class T>
Array1<T, Space> upload(std::string const& label, std::vector<T> const& data) {
  Array1<T, Space> device(Kokkos::view_alloc(label, Kokkos::WithoutInitializing), data.size());
  Kokkos::View<T const*, Kokkos::LayoutRight, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>> const host(
      data.data(), data.size());
  Kokkos::deep_copy(device, host);
  return device;
}

/// Makes `array` at least `size` long; its contents are lost if it grows. A tenth more is taken than asked for, so that
/// a slowly growing system does not reallocate in every step.
template <class T, class... Properties>
void grow(Kokkos::View<T*, Properties...>& array, char const* label, std::size_t size) {
  if (array.extent(0) >= size) return;
  array = {};
  array = Kokkos::View<T*, Properties...>(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
                                          size + size / 10);
}
template <class T, class... Properties>
void grow(Kokkos::View<T**, Properties...>& array, char const* label, std::size_t rows, std::size_t columns) {
  if (array.extent(0) >= rows && array.extent(1) == columns) return;
  array = {};
  array = Kokkos::View<T**, Properties...>(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
                                           rows + rows / 10, columns);
}
template <class T, class... Properties>
void grow(Kokkos::View<T* [3], Properties...>& array, char const* label, std::size_t rows) {
  if (array.extent(0) >= rows) return;
  array = {};
  array = Kokkos::View<T* [3], Properties...>(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
                                              rows + rows / 10);
}

}  // namespace tesseral
