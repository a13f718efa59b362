// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a rotation does to features.
#pragma once

#include "support/rotation.hpp"
#include "tesseral/sphere/sphere_quadrature.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <vector>

namespace tesseral::test {

/// D[a][b] with Y_a(R r) = sum_b D_ab Y_b(r), degrees up to l_max <= tesseral::max_l: D_ab = <Y_a(R r) Y_b(r)>.
inline std::vector<std::vector<double>> wigner_d(int l_max, Matrix3 const& rotation) {
  int const d = num_lm(l_max);
  std::vector<std::vector<double>> D(d, std::vector<double>(d, 0.0));
  SphereRule const rule = product_rule(2 * l_max);
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    double Y[num_lm(max_l)], rotated[num_lm(max_l)];
    Vector3 const r = rule.points[g], s = rotation * r;
    spherical_harmonics(l_max, r[0], r[1], r[2], Y);
    spherical_harmonics(l_max, s[0], s[1], s[2], rotated);
    for (int l = 0; l <= l_max; ++l)
      for (int a = l * l; a < (l + 1) * (l + 1); ++a)
        for (int b = l * l; b < (l + 1) * (l + 1); ++b) D[a][b] += rule.weights[g] * rotated[a] * Y[b];
  }
  return D;
}

inline std::vector<double> operator*(std::vector<std::vector<double>> const& D, std::vector<double> const& x) {
  std::vector<double> y(D.size(), 0.0);
  for (std::size_t a = 0; a < D.size(); ++a)
    for (std::size_t b = 0; b < x.size(); ++b) y[a] += D[a][b] * x[b];
  return y;
}

}  // namespace tesseral::test
