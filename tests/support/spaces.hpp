// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The execution spaces that typed tests run on, and transfers between host vectors and Views.
#pragma once

#include "tesseral/core/types.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace tesseral::test {

/// The host's default space; a device's arrays cannot be read where the tests read them.
using Spaces = testing::Types<HostSpace>;

template <class Space, class T>
Array1<T, Space> to_space(std::vector<T> const& values) {
  Array1<T, Space> array("test::array", values.size());
  auto const host = Kokkos::create_mirror_view(array);
  for (std::size_t k = 0; k < values.size(); ++k) host(k) = values[k];
  Kokkos::deep_copy(array, host);
  return array;
}

template <class Space>
Vectors<double, Space> to_space(std::vector<std::array<double, 3>> const& values) {
  Vectors<double, Space> array("test::vectors", values.size());
  auto const host = Kokkos::create_mirror_view(array);
  for (std::size_t k = 0; k < values.size(); ++k)
    for (int d = 0; d < 3; ++d) host(k, d) = values[k][d];
  Kokkos::deep_copy(array, host);
  return array;
}

/// Numbers of a View of any rank <= 2 or of vectors, row-major.
template <class View>
std::vector<double> to_host(View const& view) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  std::vector<double> values;
  for (std::size_t k = 0; k < host.extent(0); ++k) {
    if constexpr (View::rank == 1) {
      values.push_back(host(k));
    } else {
      for (std::size_t d = 0; d < host.extent(1); ++d) values.push_back(host(k, d));
    }
  }
  return values;
}

}  // namespace tesseral::test
