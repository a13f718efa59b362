// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Floating-point operations of symmetric powers (symmetric_power.hpp) per item and channel, as they are computed: with
/// N nonzeros of a product (l1, l2 -> l), those of x[a] x[b] and x[b] x[a] being one, and R = 2l + 1 rows,
///
///     a pair or triple   3 N + 2 R;  unrolled, each product once, 2 N, and 1 for each x[a] x[b] of all degrees l
///     a group's product  3 N; 2 N if a degree is 0, where coefficients are 1
///     backward           the squares again and their adjoints (twice as many), the weights twice, and the groups'
///                        products twice
#pragma once

#include "tesseral/tensor_product/choice/power_operations.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_tables.hpp"

namespace tesseral {

/// Of a power as make_symmetric_power() makes it, without the weights' gradient.
PowerOperations count_symmetric_power(SymmetricSpec const&, bool unrolled = true);

}  // namespace tesseral
