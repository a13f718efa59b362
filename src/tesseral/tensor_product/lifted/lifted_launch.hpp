// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Launches the kernels of lifted products; each algorithm's .cpp instantiates them for its transform.
#pragma once

#include "tesseral/tensor_product/lifted/lifted_kernels.hpp"

namespace tesseral {

namespace detail {

template <class Space, class Real, template <class, class> class Transform>
LiftedKernel<Space, Real, Transform> lifted_kernel(Space const& space,
                                                   LiftedProduct<Space, Real, Transform> const& product,
                                                   ProductWeights<Space, Real> const& weights, int items, int workers,
                                                   Features<Real const, Space> x, Features<Real const, Space> y,
                                                   bool adjoint) {
  LiftedKernel<Space, Real, Transform> kernel{product,
                                              weights,
                                              x,
                                              y,
                                              items,
                                              share_count<Space, Real>(space, items, workers),
                                              tile_width<Space, Real>(product.spec.channels),
                                              adjoint};
  kernel.measure_memory();
  return kernel;
}

}  // namespace detail

template <class Space, class Real, template <class, class> class Transform>
void lifted_forward(Space const& space, LiftedProduct<Space, Real, Transform> const& product,
                    ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                    Features<Real const, Space> y, Features<Real, Space> z) {
  if (items == 0) return;
  LiftedForward<Space, Real, Transform> const kernel{
      detail::lifted_kernel(space, product, weights, items, 0, x, y, false), z};
  Kokkos::parallel_for("tesseral::lifted::forward", team_policy(space, kernel.op.shares, kernel.op.bytes), kernel);
}

template <class Space, class Real, template <class, class> class Transform>
void lifted_backward(Space const& space, LiftedProduct<Space, Real, Transform> const& product,
                     ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                     Features<Real const, Space> y, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                     Features<Real, Space> y_adj, ProductGradient<Space, Real> const& gradient) {
  if (items == 0) return;
  int const workers = static_cast<int>(gradient.x.extent(0));
  LiftedBackward<Space, Real, Transform> const kernel{
      detail::lifted_kernel(space, product, weights, items, workers, x, y, true), z_adj, x_adj, y_adj, gradient};
  Kokkos::parallel_for("tesseral::lifted::backward", team_policy(space, kernel.op.shares, kernel.op.bytes), kernel);
}

}  // namespace tesseral
