// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The rows of some atoms in an array of features.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#include <utility>

namespace tesseral {

template <class Space, class Real>
Features<Real, Space> rows_of(Features<Real, Space> const& features, AtomRange atoms) {
  return Kokkos::subview(features, std::make_pair(atoms.first, atoms.first + atoms.count), Kokkos::ALL);
}

}  // namespace tesseral
