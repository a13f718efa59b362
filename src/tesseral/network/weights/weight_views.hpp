// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A tensor's part of Model::values(), or of a gradient [worker][weight], for operations that know no other weights.
#pragma once

#include "tesseral/network/weights/model.hpp"

#include <utility>

namespace tesseral {

inline std::pair<std::size_t, std::size_t> range_of(WeightRef const& ref) {
  return {ref.offset, ref.offset + static_cast<std::size_t>(ref.count) * ref.rows * ref.cols};
}

template <class Real, class... Properties>
Kokkos::View<Real*, Properties...> weights_of(Kokkos::View<Real*, Properties...> const& values, WeightRef const& ref) {
  return Kokkos::subview(values, range_of(ref));
}

/// Empty if the gradient is.
template <class Real, class... Properties>
Kokkos::View<Real**, Properties...> columns_of(Kokkos::View<Real**, Properties...> const& weight_adj,
                                               WeightRef const& ref) {
  if (weight_adj.extent(0) == 0) return {};
  return Kokkos::subview(weight_adj, Kokkos::ALL, range_of(ref));
}

}  // namespace tesseral
