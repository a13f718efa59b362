// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Interaction of an atom's features with themselves, through two different mixings of channels,
///
///     x = h U,    y = h V,    z = x (x) y     (channel by channel, with the weights of the product);
///
/// adjoint:  x_adj, y_adj from z_adj by the product's,   h_adj = x_adj U^T + y_adj V^T,
///           U_adj = h^T x_adj,   V_adj = h^T y_adj.
/// With U = V all paths whose degrees add to an odd number would vanish: they are antisymmetric in x and y.
#pragma once

#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

namespace tesseral {

/// Any product of per-channel operands of one degree, and the mixings U and V up to that degree.
template <class Space, class Real>
struct SelfMix {
  TensorProduct<Space, Real> product;
  ChannelMixing<Space, Real> first, second;
  // work arrays, which only grow
  mutable Features<Real, Space> x, y, x_adj, y_adj;
};

/// Throws Error unless product and mixings fit together.
template <class Space, class Real>
SelfMix<Space, Real> make_self_mix(TensorProduct<Space, Real> const& product, ChannelMixing<Space, Real> const& first,
                                   ChannelMixing<Space, Real> const& second);

/// z of all atoms of the mixings; overwrites.
template <class Space, class Real>
void self_mix_forward(Space const&, SelfMix<Space, Real> const&, ProductWeights<Space, Real> const&,
                      Features<Real const, Space> h, Features<Real, Space> z);

/// h_adj from z_adj (overwrites); gradients are added to weight_adj [worker][weight], of both mixings, and to those of
/// the product's weights, unless these are empty.
template <class Space, class Real>
void self_mix_backward(Space const&, SelfMix<Space, Real> const&, ProductWeights<Space, Real> const&,
                       Features<Real const, Space> h, Features<Real const, Space> z_adj, Features<Real, Space> h_adj,
                       Array2<Real, Space> weight_adj, ProductGradient<Space, Real> const& gradient = {});

}  // namespace tesseral
