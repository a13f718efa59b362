// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products of signals at points, what the algorithms `cp` and `fourier` have in common. With linear maps X, Y, Z from
/// degrees to points (transforms),
///
///     z = Z^T ((X x) o (Y y)),
///     x_adj = X^T ((Z z_adj) o (Y y)),    y_adj = Y^T ((Z z_adj) o (X x)),
///
/// and with weights: z = sum_k z_k · Z^T (X (x_k · x) o Y (y_k · y)), each factor acting on its degrees.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

namespace tesseral {

/// Transform (cp/cp_transform.hpp describes its members) is one of CpTransform and FourierTransform.
template <class Space, class Real, template <class, class> class Transform>
struct LiftedProduct {
  ProductSpec spec;
  Transform<Space, Real> x, y, z;
  int shared_stride = 0;               // points of all reflections, padded to whole packs of a host
  Array1<Real const, Space> shared_y;  // [lm][point]: Y as a matrix, for a shared y; zero where padded
};

/// z from x and y, of the first `items` rows. Overwrites.
template <class Space, class Real, template <class, class> class Transform>
void lifted_forward(Space const&, LiftedProduct<Space, Real, Transform> const&, ProductWeights<Space, Real> const&,
                    int items, Features<Real const, Space> x, Features<Real const, Space> y, Features<Real, Space> z);

/// x_adj and y_adj from z_adj (overwrites), and the weights' gradient unless its arrays are empty.
template <class Space, class Real, template <class, class> class Transform>
void lifted_backward(Space const&, LiftedProduct<Space, Real, Transform> const&, ProductWeights<Space, Real> const&,
                     int items, Features<Real const, Space> x, Features<Real const, Space> y,
                     Features<Real const, Space> z_adj, Features<Real, Space> x_adj, Features<Real, Space> y_adj,
                     ProductGradient<Space, Real> const& gradient);

}  // namespace tesseral
