// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_dispatch.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_kernels.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_unrolled.hpp"

namespace tesseral {
template <class Space, class Real>
void unrolled_power_backward(Space const& space, SymmetricPower<Space, Real> const& power,
                             SymmetricWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                             Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                             SymmetricGradient<Space, Real> const& gradient) {
  auto const launch = [&](auto degrees) {
    UnrolledSymmetricPower<PackOf<Space, Real>, Real, decltype(degrees)> const form(power.spec.channels);
    launch_symmetric_backward<Space, Real>(space, form, power, weights, items, x, z_adj, x_adj, gradient);
  };
  with_symmetric_degrees(power.spec, [&](auto degrees) {
    using D = decltype(degrees);
    if constexpr (!is_host_space<Space> && D::l_x == 3 && D::l_z == 2 && D::correlation == 3) {
      // a device's registers do not hold the sums of all degrees
      launch(detail::SymmetricDegrees<3, 1, 3>{});
      launch(detail::SymmetricDegrees<3, 2, 3, 2, 0, 2>{});
      launch(detail::SymmetricDegrees<3, 2, 3, 2, 3>{});
    } else {
      launch(degrees);
    }
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                       \
  template void unrolled_power_backward(Space const&, SymmetricPower<Space, Real> const&,                       \
                                        SymmetricWeights<Space, Real> const&, int, Features<Real const, Space>, \
                                        Features<Real const, Space>, Features<Real, Space>,                     \
                                        SymmetricGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
