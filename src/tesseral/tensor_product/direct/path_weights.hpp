// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Path weights from factors, w[l1,l2,l] = sum_k x[k][l1] y[k][l2] z[k][l] per channel, and the adjoint:
/// x_adj[k][l1] = sum over the paths with l1 of w_adj y[k][l2] z[k][l], the same for y and z.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"

namespace tesseral {

/// Weights [type][path][c] of items of some type, or none.
template <class Space, class Real>
struct PathWeights {
  Array1<Real const, Space> values;
  Array1<int const, Space> type;  // [item]; empty: all items are of type 0
  int type_stride;
  KOKKOS_INLINE_FUNCTION bool exist() const { return values.extent(0) > 0; }
  KOKKOS_INLINE_FUNCTION std::ptrdiff_t first(int i) const {
    return type.extent(0) > 0 ? static_cast<std::ptrdiff_t>(type(i)) * type_stride : 0;
  }
};

template <class Space, class Real>
struct FactoredWeights {
  ProductWeights<Space, Real> factors;
  Array1<int const, Space> degrees;  // [path][l1, l2, l]
  int l_x, l_y, l_z, channels;

  /// Entries of path q and term k in x, y, z.
  KOKKOS_INLINE_FUNCTION int x_at(int q, int k, int c) const { return (k * (l_x + 1) + degrees(3 * q)) * channels + c; }
  KOKKOS_INLINE_FUNCTION int y_at(int q, int k, int c) const {
    return (k * (l_y + 1) + degrees(3 * q + 1)) * channels + c;
  }
  KOKKOS_INLINE_FUNCTION int z_at(int q, int k, int c) const {
    return (k * (l_z + 1) + degrees(3 * q + 2)) * channels + c;
  }
};

/// Into product.path_weights.
template <class Space, class Real>
void multiply_factors(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&);

/// From product.path_gradient [worker][path][c] to the factors' gradients, row by row.
template <class Space, class Real>
void multiply_factors_adjoint(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&,
                              ProductGradient<Space, Real> const&);

}  // namespace tesseral
