// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_dispatch.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_kernels.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_unrolled.hpp"

namespace tesseral {

template <class Space, class Real>
void unrolled_power_forward(Space const& space, SymmetricPower<Space, Real> const& power,
                            SymmetricWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                            Features<Real, Space> z) {
  with_symmetric_degrees(power.spec, [&](auto degrees) {
    using Form = UnrolledSymmetricPower<PackOf<Space, Real>, Real, decltype(degrees)>;
    launch_symmetric_forward<Space, Real>(space, Form(power.spec.channels), power, weights, items, x, z);
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                      \
  template void unrolled_power_forward(Space const&, SymmetricPower<Space, Real> const&,                       \
                                       SymmetricWeights<Space, Real> const&, int, Features<Real const, Space>, \
                                       Features<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
