// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/direct.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/direct/bilinear.hpp"
#include "tesseral/tensor_product/direct/broadcast.hpp"
#include "tesseral/tensor_product/direct/broadcast_matrix.hpp"
#include "tesseral/tensor_product/direct/path_weights.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"

#include <algorithm>

namespace tesseral {
namespace {

/// Weights [path][c] of either kind, or an empty array.
template <class Space, class Real>
Array1<Real const, Space> path_weights(Space const& space, DirectProduct<Space, Real> const& product,
                                       ProductWeights<Space, Real> const& weights) {
  if (weights.path.extent(0) > 0) return weights.path;
  if (weights.terms == 0) return {};
  multiply_factors(space, product, weights);
  return product.path_weights;
}

/// Where the gradient of path weights is summed: the caller's array, work memory for factors, or nowhere.
template <class Space, class Real>
Array2<Real, Space> path_gradient(Space const& space, DirectProduct<Space, Real> const& product,
                                  ProductGradient<Space, Real> const& gradient) {
  if (gradient.x.extent(0) == 0) return gradient.path;
  std::size_t const columns = product.paths.paths.size() * product.spec.channels;
  grow(product.path_gradient, "tesseral::path_gradient", gradient.x.extent(0), columns);
  auto const rows = std::pair<std::size_t, std::size_t>(0, gradient.x.extent(0));
  Array2<Real, Space> sums = Kokkos::subview(product.path_gradient, rows, Kokkos::ALL);
  Kokkos::deep_copy(space, sums, Real(0));
  return sums;
}

template <class Space, class Real>
void bilinear(Space const& space, DirectTable<Space, Real> const& table, int channels,
              PathWeights<Space, Real> const& weights, int items, Features<Real const, Space> a,
              Features<Real const, Space> b, Features<Real, Space> out, char const* label) {
  BilinearSum<Space, Real> const kernel{table, channels, weights, a, b, out};
  Kokkos::parallel_for(label, Kokkos::RangePolicy<Space>(space, 0, kernel.work_units(items)), kernel);
}

template <class Space, class Real>
int type_stride(DirectProduct<Space, Real> const& product) {
  return static_cast<int>(product.paths.paths.size()) * product.spec.channels;
}

template <class Space, class Real>
BroadcastProduct<Space, Real> shared_product(Space const& space, DirectProduct<Space, Real> const& product,
                                             Array1<Real const, Space> const& weights, int items, int workers,
                                             Features<Real const, Space> x, Features<Real const, Space> y) {
  ProductSpec const& spec = product.spec;
  return {product.shared,
          spec.channels,
          num_lm(spec.l_x),
          num_lm(spec.l_y),
          num_lm(spec.l_z),
          weights,
          x,
          y,
          items,
          share_count<Space, Real>(space, items, workers)};
}

template <class Space, class Real>
MatrixProduct<Space, Real> matrix_product(Space const& space, DirectProduct<Space, Real> const& product, int items,
                                          Features<Real const, Space> x, Features<Real const, Space> y) {
  ProductSpec const& spec = product.spec;
  return {product.matrix,
          spec.channels,
          num_lm(spec.l_x),
          num_lm(spec.l_y),
          num_lm(spec.l_z),
          x,
          y,
          items,
          share_count<Space, Real>(space, items, 0)};
}

}  // namespace

template <class Space, class Real>
void direct_forward(Space const& space, DirectProduct<Space, Real> const& product,
                    ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                    Features<Real const, Space> y, Features<Real, Space> z) {
  if (items == 0) return;
  auto const w = path_weights(space, product, weights);
  if (product.spec.second == SecondOperand::per_channel) {
    PathWeights<Space, Real> const of_type{w, weights.type, type_stride(product)};
    bilinear(space, product.forward, product.spec.channels, of_type, items, x, y, z, "tesseral::direct::forward");
  } else if (w.extent(0) == 0) {
    MatrixForward<Space, Real> const kernel{matrix_product(space, product, items, x, y), z};
    Kokkos::parallel_for("tesseral::direct::forward", team_policy(space, kernel.op.workers, kernel.op.scratch(false)),
                         kernel);
  } else {
    BroadcastForward<Space, Real> const kernel{shared_product(space, product, w, items, 0, x, y), z};
    Kokkos::parallel_for("tesseral::direct::forward", team_policy(space, kernel.op.workers, kernel.op.scratch()),
                         kernel);
  }
}

template <class Space, class Real>
void direct_backward(Space const& space, DirectProduct<Space, Real> const& product,
                     ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                     Features<Real const, Space> y, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                     Features<Real, Space> y_adj, ProductGradient<Space, Real> const& gradient) {
  if (items == 0) return;
  int const channels = product.spec.channels;
  auto const w = path_weights(space, product, weights);
  auto const w_adj = path_gradient(space, product, gradient);
  int const workers = static_cast<int>(w_adj.extent(0));
  if (product.spec.second == SecondOperand::per_channel) {
    PathWeights<Space, Real> const of_type{w, weights.type, type_stride(product)};
    bilinear(space, product.x, channels, of_type, items, z_adj, y, x_adj, "tesseral::direct::backward");
    bilinear(space, product.y, channels, of_type, items, z_adj, x, y_adj, "tesseral::direct::backward");
    if (workers > 0)
      Kokkos::parallel_for(
          "tesseral::direct::backward", team_policy(space, workers),
          BilinearWeightGradient<Space, Real>{{product.forward, channels, of_type, x, y, {}}, z_adj, w_adj, items});
  } else if (w.extent(0) == 0) {
    MatrixBackward<Space, Real> const kernel{matrix_product(space, product, items, x, y), z_adj, x_adj, y_adj};
    Kokkos::parallel_for("tesseral::direct::backward", team_policy(space, kernel.op.workers, kernel.op.scratch(true)),
                         kernel);
  } else {
    BroadcastBackward<Space, Real> const kernel{shared_product(space, product, w, items, workers, x, y), z_adj, x_adj,
                                                y_adj, w_adj};
    Kokkos::parallel_for("tesseral::direct::backward", team_policy(space, kernel.op.workers, kernel.op.scratch()),
                         kernel);
  }
  if (gradient.x.extent(0) > 0) multiply_factors_adjoint(space, product, weights, gradient);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                             \
  template void direct_forward(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&,   \
                               int, Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>); \
  template void direct_backward(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&,  \
                                int, Features<Real const, Space>, Features<Real const, Space>,                        \
                                Features<Real const, Space>, Features<Real, Space>, Features<Real, Space>,            \
                                ProductGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
