// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Launches the kernels of many-body products at points.
#pragma once

#include "tesseral/tensor_product/lifted/lifted_power_kernels.hpp"

namespace tesseral {

namespace detail {

template <class Space, class Real, template <class, class> class Transform>
LiftedPowerKernel<Space, Real, Transform> lifted_power_kernel(Space const& space,
                                                              LiftedPower<Space, Real, Transform> const& power,
                                                              PowerWeights<Space, Real> const& weights, int items,
                                                              int workers, Features<Real const, Space> x,
                                                              bool adjoint) {
  LiftedPowerKernel<Space, Real, Transform> kernel{power,
                                                   weights,
                                                   PowerIndex(power.spec),
                                                   x,
                                                   items,
                                                   share_count<Space, Real>(space, items, workers),
                                                   tile_width<Space, Real>(power.spec.channels)};
  kernel.measure_memory(adjoint);
  return kernel;
}

}  // namespace detail

template <class Space, class Real, template <class, class> class Transform>
void lifted_power_forward(Space const& space, LiftedPower<Space, Real, Transform> const& power,
                          PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                          Features<Real, Space> z) {
  if (items == 0) return;
  LiftedPowerForward<Space, Real, Transform> const kernel{
      detail::lifted_power_kernel(space, power, weights, items, 0, x, false), z};
  Kokkos::parallel_for("tesseral::power::forward", team_policy(space, kernel.op.shares, kernel.op.bytes), kernel);
}

template <class Space, class Real, template <class, class> class Transform>
void lifted_power_backward(Space const& space, LiftedPower<Space, Real, Transform> const& power,
                           PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                           Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                           PowerGradient<Space, Real> const& gradient) {
  if (items == 0) return;
  int const workers = static_cast<int>(gradient.scale.extent(0));
  LiftedPowerBackward<Space, Real, Transform> const kernel{
      detail::lifted_power_kernel(space, power, weights, items, workers, x, true), z_adj, x_adj, gradient};
  Kokkos::parallel_for("tesseral::power::backward", team_policy(space, kernel.op.shares, kernel.op.bytes), kernel);
}

}  // namespace tesseral
