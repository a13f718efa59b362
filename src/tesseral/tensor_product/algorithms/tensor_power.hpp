// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body tensor products in the Gaunt coupling (power/power_spec.hpp has the formula), by the same three algorithms
/// as tensor_product.hpp, forward and backward.
#pragma once

#include "tesseral/tensor_product/cp/fused_power.hpp"
#include "tesseral/tensor_product/direct/direct_power.hpp"
#include "tesseral/tensor_product/fourier/fourier.hpp"

#include <variant>

namespace tesseral {

template <class Space, class Real>
struct TensorPower {
  PowerSpec spec;
  std::variant<DirectPower<Space, Real>, FusedPower<Space, Real>, FourierPower<Space, Real>> tables;
};

/// `fourier` sums over waves. Throws Error if a degree is above max_l_product, the correlation above max_correlation,
/// the channels are not padded, or the algorithm does not serve the degrees.
template <class Space, class Real>
TensorPower<Space, Real> make_gaunt_power(PowerSpec const&, ProductAlgorithm);

/// Whether an algorithm serves these degrees: `direct` has coefficients, `cp` code for those of networks.
bool has_gaunt_power(PowerSpec const&, ProductAlgorithm);

/// z of the first `items` rows; overwrites.
template <class Space, class Real>
void power_forward(Space const&, TensorPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                   Features<Real const, Space> x, Features<Real, Space> z);

/// x_adj from z_adj (overwrites); the weights' gradient is added to the arrays of `gradient` unless they are empty.
template <class Space, class Real>
void power_backward(Space const&, TensorPower<Space, Real> const&, PowerWeights<Space, Real> const&, int items,
                    Features<Real const, Space> x, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                    PowerGradient<Space, Real> const& gradient = {});

}  // namespace tesseral
