// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What rotations and reflections do to features of products.
#pragma once

#include "support/rotation.hpp"
#include "tesseral/sphere/sphere_quadrature.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

#include <vector>

namespace tesseral::test {

/// values [item][lm][c] turned: Y(r) -> Y(R r) for orthogonal R, by projection of every turned harmonic.
inline std::vector<double> turned(std::vector<double> const& values, int items, int l_max, Matrix3 const& R) {
  int const rows = num_lm(l_max), channels = static_cast<int>(values.size()) / items / rows;
  SphereRule const rule = product_rule(2 * l_max);
  std::vector<double> D(rows * rows, 0.0);
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    double Y[num_lm(max_l_product)], Z[num_lm(max_l_product)];
    Vector3 const r = rule.points[g], s = R * r;
    spherical_harmonics<max_l_product>(l_max, r[0], r[1], r[2], Y);
    spherical_harmonics<max_l_product>(l_max, s[0], s[1], s[2], Z);
    for (int l = 0; l <= l_max; ++l)
      for (int a = l * l; a < (l + 1) * (l + 1); ++a)
        for (int b = l * l; b < (l + 1) * (l + 1); ++b) D[a * rows + b] += rule.weights[g] * Z[a] * Y[b];
  }
  std::vector<double> result(values.size(), 0.0);
  for (int i = 0; i < items; ++i)
    for (int a = 0; a < rows; ++a)
      for (int b = 0; b < rows; ++b)
        for (int c = 0; c < channels; ++c)
          result[(i * rows + a) * channels + c] += D[a * rows + b] * values[(i * rows + b) * channels + c];
  return result;
}

}  // namespace tesseral::test
