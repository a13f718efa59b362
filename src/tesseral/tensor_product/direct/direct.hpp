// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The algorithm `direct`: sums over the nonzero coefficients T of a product,
///
///     z[lm]      = sum w_path T(lm1, lm2, lm) x[lm1] y[lm2]
///     x_adj[lm1] = sum w_path T(lm1, lm2, lm) z_adj[lm] y[lm2],    y_adj[lm2] the same with x
///     w_adj[path] = sum over the path of T x[lm1] y[lm2] z_adj[lm]
///
/// channel by channel; for a shared y also over channels in y_adj.
#pragma once

#include "tesseral/tensor_product/direct/direct_tables.hpp"

namespace tesseral {

/// z from x and y, of the first `items` rows. Overwrites.
template <class Space, class Real>
void direct_forward(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int items,
                    Features<Real const, Space> x, Features<Real const, Space> y, Features<Real, Space> z);

/// x_adj and y_adj from z_adj (overwrites), and the weights' gradient into the arrays of `gradient` that are not empty.
template <class Space, class Real>
void direct_backward(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int items,
                     Features<Real const, Space> x, Features<Real const, Space> y, Features<Real const, Space> z_adj,
                     Features<Real, Space> x_adj, Features<Real, Space> y_adj,
                     ProductGradient<Space, Real> const& gradient);

}  // namespace tesseral
