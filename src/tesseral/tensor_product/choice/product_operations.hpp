// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Floating-point operations of a product of two operands with channels, weighted by factors, per item and channel (a
/// fused multiply-add is two). With n nonzero coefficients, L the (l, m) of x, y and z together and N = 3:
///
///     direct        3 n, backward 6 n
///     cp            P (2 L + N c log2 c + c) + L, backward P (2 L + 2 (L_x + L_y) + (N + 2) c log2 c + 3 c) + 2 L,
///                   P representatives of orbits of c points
///     fourier, fft  N transforms, one product at each point, L; backward 5 transforms, 3 products, 2 L
#pragma once

#include "tesseral/tensor_product/choice/power_operations.hpp"

namespace tesseral {

/// Of a Gaunt product as make_gaunt_product() makes it.
PowerOperations count_gaunt_product(ProductSpec const&, ProductAlgorithm);

/// Of one with so many coefficients, by `direct`.
PowerOperations count_sparse_product(double nonzeros);

}  // namespace tesseral
