// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include "tesseral/sphere/sphere_quadrature.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace tesseral {

std::vector<CouplingTerm> gaunt_terms(int l1, int l2, int l) {
  // The largest coefficient is of order sqrt(2l+1); quadrature leaves zeros at about 1e-16 of that.
  constexpr double zero = 1e-13;
  SphereRule const rule = product_rule(l1 + l2 + l);
  int const largest = std::max(l, std::max(l1, l2));
  std::vector<std::array<double, num_lm(max_l_coupling)>> Y(rule.points.size());
  for (std::size_t g = 0; g < Y.size(); ++g)
    spherical_harmonics<max_l_coupling>(largest, rule.points[g][0], rule.points[g][1], rule.points[g][2], Y[g].data());

  std::vector<CouplingTerm> terms;
  for (int m = 0; m < 2 * l + 1; ++m)
    for (int m1 = 0; m1 < 2 * l1 + 1; ++m1)
      for (int m2 = 0; m2 < 2 * l2 + 1; ++m2) {
        // orders of cosines and sines whose product has no mean over the azimuth
        int const a = std::abs(m1 - l1), b = std::abs(m2 - l2), c = std::abs(m - l);
        if (c != a + b && c != std::abs(a - b)) continue;
        double value = 0.0;
        for (std::size_t g = 0; g < Y.size(); ++g)
          value += rule.weights[g] * Y[g][l1 * l1 + m1] * Y[g][l2 * l2 + m2] * Y[g][l * l + m];
        if (std::abs(value) > zero) terms.push_back({m1, m2, m, value});
      }
  return terms;
}

std::vector<ProductTerm> gaunt_product_terms(int l1, int l2, int l) {
  std::vector<ProductTerm> terms;
  for (int a = 0; a <= l1; ++a)
    for (int b = 0; b <= l2; ++b)
      for (int c = std::abs(a - b); c <= std::min(a + b, l); c += 2)
        for (CouplingTerm const& term : gaunt_terms(a, b, c))
          terms.push_back({a * a + term.m1, b * b + term.m2, c * c + term.m, term.value});
  return terms;
}

}  // namespace tesseral
