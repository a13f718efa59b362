// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Tensor products of one channel from their definition: signals on the sphere, multiplied and projected by quadrature.
#pragma once

#include "reference/sphere.hpp"

namespace tesseral::reference {

/// Weight of the path (l1, l2, l).
template <class Weight>
std::vector<double> gaunt_product(int l_x, int l_y, int l_z, std::vector<double> const& x, std::vector<double> const& y,
                                  Weight const& weight) {
  std::vector<double> z((l_z + 1) * (l_z + 1), 0.0);
  for (auto const& point : quadrature(l_x + l_y + l_z)) {
    auto const Y = harmonics(std::max({l_x, l_y, l_z}), point.r);
    auto const part = [&](std::vector<double> const& values, int l) {
      double sum = 0.0;
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) sum += values[lm] * Y[lm];
      return sum;
    };
    for (int l1 = 0; l1 <= l_x; ++l1)
      for (int l2 = 0; l2 <= l_y; ++l2)
        for (int l = 0; l <= l_z; ++l)
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            z[lm] += point.weight * weight(l1, l2, l) * part(x, l1) * part(y, l2) * Y[lm];
  }
  return z;
}

/// sum_nu weight(nu, l) <F^nu Y_lm>, nu = 1 … correlation, F with the coefficients x.
template <class Weight>
std::vector<double> gaunt_powers(int l_x, int l_z, int correlation, std::vector<double> const& x,
                                 Weight const& weight) {
  std::vector<double> z((l_z + 1) * (l_z + 1), 0.0);
  for (auto const& point : quadrature(correlation * l_x + l_z)) {
    auto const Y = harmonics(std::max(l_x, l_z), point.r);
    double F = 0.0;
    for (std::size_t lm = 0; lm < x.size(); ++lm) F += x[lm] * Y[lm];
    for (int l = 0; l <= l_z; ++l)
      for (int nu = 1; nu <= correlation; ++nu)
        for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
          z[lm] += point.weight * weight(nu, l) * std::pow(F, nu) * Y[lm];
  }
  return z;
}

}  // namespace tesseral::reference
