// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Gaunt coefficients of real harmonics without any quadrature: Wigner's 3j symbols for complex harmonics,
///
///     <Y_l1m1 Y_l2m2 Y_l3m3> = sqrt((2l1+1)(2l2+1)(2l3+1)) (l1 l2 l3; 0 0 0) (l1 l2 l3; m1 m2 m3)
///
/// (harmonics with sum_m |Y|^2 = 2l+1), and the unitary transformation to real ones.
#pragma once

#include "reference/sphere.hpp"

#include <complex>
#include <utility>

namespace tesseral::reference {

/// (l1 l2 l3; m1 m2 m3) by Racah's sum.
inline double three_j(int l1, int l2, int l3, int m1, int m2, int m3) {
  if (m1 + m2 + m3 != 0 || l3 < std::abs(l1 - l2) || l3 > l1 + l2) return 0.0;
  double sum = 0.0;
  for (int k = 0; k <= l1 + l2 - l3; ++k) {
    int const n[] = {k, l1 + l2 - l3 - k, l1 - m1 - k, l2 + m2 - k, l3 - l2 + m1 + k, l3 - l1 - m2 + k};
    if (*std::min_element(n, n + 6) < 0) continue;
    double denominator = 1.0;
    for (int const f : n) denominator *= factorial(f);
    sum += (k % 2 == 0 ? 1.0 : -1.0) / denominator;
  }
  double const triangle =
      factorial(l1 + l2 - l3) * factorial(l1 - l2 + l3) * factorial(l2 + l3 - l1) / factorial(l1 + l2 + l3 + 1);
  double const orders = factorial(l1 + m1) * factorial(l1 - m1) * factorial(l2 + m2) * factorial(l2 - m2) *
                        factorial(l3 + m3) * factorial(l3 - m3);
  return ((l1 - l2 - m3) % 2 == 0 ? 1.0 : -1.0) * std::sqrt(triangle * orders) * sum;
}

/// The real harmonic of order m as a sum of complex ones (with the sign of Condon and Shortley): pairs (order, factor).
inline std::vector<std::pair<int, std::complex<double>>> complex_parts(int m) {
  using C = std::complex<double>;
  double const root = std::sqrt(0.5);
  double const sign = m % 2 == 0 ? 1.0 : -1.0;
  if (m == 0) return {{0, C(1.0)}};
  if (m > 0) return {{m, C(sign * root)}, {-m, C(root)}};
  return {{-m, C(0.0, -sign * root)}, {m, C(0.0, root)}};
}

inline double gaunt_by_3j(int l1, int m1, int l2, int m2, int l3, int m3) {
  std::complex<double> sum = 0.0;
  for (auto const& [p, u] : complex_parts(m1))
    for (auto const& [q, v] : complex_parts(m2))
      for (auto const& [r, w] : complex_parts(m3)) sum += u * v * w * three_j(l1, l2, l3, p, q, r);
  return std::sqrt((2.0 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1)) * three_j(l1, l2, l3, 0, 0, 0) * sum.real();
}

}  // namespace tesseral::reference
