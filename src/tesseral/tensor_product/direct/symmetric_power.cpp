// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/symmetric_power.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_dispatch.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_kernels.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_listed.hpp"

namespace tesseral {

template <class Space, class Real>
SymmetricPower<Space, Real> make_symmetric_power(SymmetricSpec const& spec, bool unrolled) {
  require_valid(spec, lanes_of<Space, Real>);
  SymmetricPower<Space, Real> power;
  power.spec = spec;
  power.unrolled = unrolled && has_unrolled_power(spec);
  if (!power.unrolled) power.tables = make_symmetric_tables<Space, Real>(spec);
  return power;
}

template <class Space, class Real>
void symmetric_power_forward(Space const& space, SymmetricPower<Space, Real> const& power,
                             SymmetricWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                             Features<Real, Space> z) {
  if (power.unrolled) return unrolled_power_forward<Space, Real>(space, power, weights, items, x, z);
  launch_symmetric_forward<Space, Real>(space, ListedSymmetricPower<Space, Real>(power.tables, power.spec), power,
                                        weights, items, x, z);
}

template <class Space, class Real>
void symmetric_power_backward(Space const& space, SymmetricPower<Space, Real> const& power,
                              SymmetricWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                              Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                              SymmetricGradient<Space, Real> const& gradient) {
  if (power.unrolled)
    return unrolled_power_backward<Space, Real>(space, power, weights, items, x, z_adj, x_adj, gradient);
  launch_symmetric_backward<Space, Real>(space, ListedSymmetricPower<Space, Real>(power.tables, power.spec), power,
                                         weights, items, x, z_adj, x_adj, gradient);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                        \
  template SymmetricPower<Space, Real> make_symmetric_power(SymmetricSpec const&, bool);                         \
  template void symmetric_power_forward(Space const&, SymmetricPower<Space, Real> const&,                        \
                                        SymmetricWeights<Space, Real> const&, int, Features<Real const, Space>,  \
                                        Features<Real, Space>);                                                  \
  template void symmetric_power_backward(Space const&, SymmetricPower<Space, Real> const&,                       \
                                         SymmetricWeights<Space, Real> const&, int, Features<Real const, Space>, \
                                         Features<Real const, Space>, Features<Real, Space>,                     \
                                         SymmetricGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
