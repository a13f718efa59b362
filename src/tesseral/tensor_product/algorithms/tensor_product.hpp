// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Tensor products of features, channel by channel: z[lm] = sum w[l1,l2,l] T(lm1, lm2, lm) x[lm1] y[lm2], and the
/// adjoint. Three algorithms compute the same map:
///
///     direct   sums over the nonzeros of T; any coupling
///     cp       z = A^T ((B x) o (C y)) as matrix products; exact factors of the Gaunt tensor
///     fourier  signals on the sphere as trigonometric polynomials, multiplied on a grid; the Gaunt tensor
///
/// Features are [item][lm][c] with channels padded to whole packs; a y shared by the channels is [item][lm]: an item is
/// an atom, or an edge with its harmonics. Tables are built once; passes allocate nothing unless a work array grows.
#pragma once

#include "tesseral/tensor_product/cp/cp.hpp"
#include "tesseral/tensor_product/direct/direct.hpp"
#include "tesseral/tensor_product/fourier/fourier.hpp"

#include <variant>

namespace tesseral {

template <class Space, class Real>
struct TensorProduct {
  ProductSpec spec;
  std::variant<DirectProduct<Space, Real>, CpProduct<Space, Real>, FourierProduct<Space, Real>> tables;
};

/// The Gaunt product by one of the algorithms; `fourier` sums over waves. Throws Error if a
/// degree is above max_l_product or the channels are not padded.
template <class Space, class Real>
TensorProduct<Space, Real> make_gaunt_product(ProductSpec const&, ProductAlgorithm);

/// `direct` for any coefficients, each (lm1, lm2, lm) once. Throws Error if one is out of range.
template <class Space, class Real>
TensorProduct<Space, Real> make_sparse_product(ProductSpec const&, std::vector<ProductTerm> const&);

/// z of the first `items` rows; overwrites. Throws Error if that of its tables algorithm cannot take the weights.
template <class Space, class Real>
void product_forward(Space const&, TensorProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int items,
                     Features<Real const, Space> x, Features<Real const, Space> y, Features<Real, Space> z);

/// x_adj and y_adj from z_adj (overwrites); the weights' gradient is added to the arrays of `gradient`, which are those
/// of the weights in use, or all empty.
template <class Space, class Real>
void product_backward(Space const&, TensorProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int items,
                      Features<Real const, Space> x, Features<Real const, Space> y, Features<Real const, Space> z_adj,
                      Features<Real, Space> x_adj, Features<Real, Space> y_adj,
                      ProductGradient<Space, Real> const& gradient = {});

/// Of its work memory: path weights of `direct`; the others use the teams' scratch memory.
template <class Space, class Real>
std::size_t work_bytes(TensorProduct<Space, Real> const& product) {
  auto const* direct = std::get_if<DirectProduct<Space, Real>>(&product.tables);
  return direct == nullptr ? 0 : (direct->path_weights.size() + direct->path_gradient.size()) * sizeof(Real);
}

}  // namespace tesseral
