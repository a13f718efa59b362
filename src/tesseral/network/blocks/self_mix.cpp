// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/self_mix.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
void mix(Space const& space, SelfMix<Space, Real> const& op, Features<Real const, Space> h) {
  std::size_t const columns = static_cast<std::size_t>(num_lm(op.product.spec.l_x)) * op.product.spec.channels;
  grow(op.x, "tesseral::self_mix_x", op.first.atoms, columns);
  grow(op.y, "tesseral::self_mix_y", op.first.atoms, columns);
  channel_mixing_forward<Space, Real>(space, op.first, h, op.x, GemmMode::overwrite);
  channel_mixing_forward<Space, Real>(space, op.second, h, op.y, GemmMode::overwrite);
}

}  // namespace

template <class Space, class Real>
SelfMix<Space, Real> make_self_mix(TensorProduct<Space, Real> const& product, ChannelMixing<Space, Real> const& first,
                                   ChannelMixing<Space, Real> const& second) {
  ProductSpec const& spec = product.spec;
  require(spec.l_x == spec.l_y && spec.second == SecondOperand::per_channel,
          "a product whose operands differ in degrees or channels (both are mixings of the same features) give it one "
          "degree and a y per channel");
  for (auto const* mixing : {&first, &second})
    require(mixing->l_max == spec.l_x && mixing->ref.cols == spec.channels && mixing->atoms == first.atoms,
            "a mixing of other degrees, channels or atoms than the product's (x and y are multiplied one by one) give "
            "it those of the product");
  return {product, first, second, {}, {}, {}, {}};
}

template <class Space, class Real>
void self_mix_forward(Space const& space, SelfMix<Space, Real> const& op, ProductWeights<Space, Real> const& weights,
                      Features<Real const, Space> h, Features<Real, Space> z) {
  mix(space, op, h);
  product_forward<Space, Real>(space, op.product, weights, op.first.atoms, op.x, op.y, z);
}

template <class Space, class Real>
void self_mix_backward(Space const& space, SelfMix<Space, Real> const& op, ProductWeights<Space, Real> const& weights,
                       Features<Real const, Space> h, Features<Real const, Space> z_adj, Features<Real, Space> h_adj,
                       Array2<Real, Space> weight_adj, ProductGradient<Space, Real> const& gradient) {
  mix(space, op, h);
  grow(op.x_adj, "tesseral::self_mix_x_adj", op.first.atoms, op.x.extent(1));
  grow(op.y_adj, "tesseral::self_mix_y_adj", op.first.atoms, op.y.extent(1));
  product_backward<Space, Real>(space, op.product, weights, op.first.atoms, op.x, op.y, z_adj, op.x_adj, op.y_adj,
                                gradient);
  channel_mixing_backward<Space, Real>(space, op.first, h, op.x_adj, h_adj, GemmMode::overwrite, weight_adj);
  channel_mixing_backward<Space, Real>(space, op.second, h, op.y_adj, h_adj, GemmMode::accumulate, weight_adj);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                           \
  template SelfMix<Space, Real> make_self_mix(TensorProduct<Space, Real> const&, ChannelMixing<Space, Real> const&, \
                                              ChannelMixing<Space, Real> const&);                                   \
  template void self_mix_forward(Space const&, SelfMix<Space, Real> const&, ProductWeights<Space, Real> const&,     \
                                 Features<Real const, Space>, Features<Real, Space>);                               \
  template void self_mix_backward(Space const&, SelfMix<Space, Real> const&, ProductWeights<Space, Real> const&,    \
                                  Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>,  \
                                  Array2<Real, Space>, ProductGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
