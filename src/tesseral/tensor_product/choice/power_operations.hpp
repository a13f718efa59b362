// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Floating-point operations of many-body products per item and channel, counted from their degrees (a fused
/// multiply-add is two). With K terms, correlation nu, L(l) = (l+1)^2, D = l_x + 1, D' = l_z + 1:
///
///     cp       G (2 L(l_x) - D + K (2 D + 1 + 4 nu D') + D' + 2 L(l_z)), backward
///              G (4 L(l_x) - D + 2 L(l_z) + K (4 D + 3 + 5 nu D')),             G antipodal pairs of points
///     direct   K (3 nonzeros of all products), backward three times as many, besides scales and weights
///     fourier  transforms, 5 n log2 n per complex one or 2 per entry of a sum, and the same pointwise part as cp
#pragma once

#include "tesseral/tensor_product/fourier/fourier_tables.hpp"
#include "tesseral/tensor_product/spec/power_spec.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

namespace tesseral {

struct PowerOperations {
  double forward = 0.0, backward = 0.0;
};

/// Of a Gaunt power as make_gaunt_power() makes it.
PowerOperations count_gaunt_power(PowerSpec const&, ProductAlgorithm);
PowerOperations count_fourier_power(PowerSpec const&, FourierMethod);
/// Of one transform of degrees up to l, there or back.
double fourier_transform_operations(FourierGrid const&, int l, FourierMethod);

/// Of a power with free weights of paths (path_power.hpp).
PowerOperations count_path_power(PowerSpec const&);

}  // namespace tesseral
