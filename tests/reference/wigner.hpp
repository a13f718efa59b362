// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Clebsch-Gordan coefficients of real harmonics from Racah's closed form of the 3j symbol. Slow, in long double.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

namespace tesseral::reference {

inline long double factorial_l(int n) { return n < 2 ? 1.0L : n * factorial_l(n - 1); }

/// (l1 l2 l3; m1 m2 m3), Racah, Phys. Rev. 62, 438 (1942).
inline long double wigner_3j(int l1, int l2, int l3, int m1, int m2, int m3) {
  if (m1 + m2 + m3 != 0 || std::abs(m1) > l1 || std::abs(m2) > l2 || std::abs(m3) > l3) return 0.0L;
  long double sum = 0.0L;
  for (int t = 0; t <= l1 + l2 - l3; ++t) {
    int const arguments[] = {t, l3 - l2 + m1 + t, l3 - l1 - m2 + t, l1 + l2 - l3 - t, l1 - m1 - t, l2 + m2 - t};
    if (*std::min_element(std::begin(arguments), std::end(arguments)) < 0) continue;
    long double term = t % 2 == 0 ? 1.0L : -1.0L;
    for (int const n : arguments) term /= factorial_l(n);
    sum += term;
  }
  long double const triangle = factorial_l(l1 + l2 - l3) * factorial_l(l1 - l2 + l3) * factorial_l(-l1 + l2 + l3) /
                               factorial_l(l1 + l2 + l3 + 1);
  long double const orders = factorial_l(l1 + m1) * factorial_l(l1 - m1) * factorial_l(l2 + m2) * factorial_l(l2 - m2) *
                             factorial_l(l3 + m3) * factorial_l(l3 - m3);
  return ((l1 - l2 - m3) % 2 == 0 ? 1.0L : -1.0L) * std::sqrt(triangle * orders) * sum;
}

/// Row `order` of the unitary matrix from complex harmonics, with the sign of Condon and Shortley, to this project's
/// real ones: [m + l]. From Y_l,-m = (-1)^m conj(Y_lm): sqrt 2 Re and sqrt 2 Im of (-1)^m Y_lm.
inline std::vector<std::complex<long double>> real_from_complex(int l, int order) {
  std::vector<std::complex<long double>> row(2 * l + 1);
  int const m = std::abs(order);
  long double const sign = m % 2 == 0 ? 1.0L : -1.0L, half = std::sqrt(0.5L);
  std::complex<long double> const i(0.0L, 1.0L);
  if (order == 0) row[l] = 1.0L;
  if (order > 0) row[l + m] = sign * half, row[l - m] = half;
  if (order < 0) row[l + m] = sign * half / i, row[l - m] = -half / i;
  return row;
}

/// The block of a path, [m1][m2][m] with orders counted from 0, norm 1.
inline std::vector<double> clebsch_gordan(int l1, int l2, int l) {
  int const n1 = 2 * l1 + 1, n2 = 2 * l2 + 1, n = 2 * l + 1;
  std::vector<double> C(n1 * n2 * n, 0.0);
  std::complex<long double> const powers[] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  for (int a = 0; a < n1; ++a)
    for (int b = 0; b < n2; ++b)
      for (int c = 0; c < n; ++c) {
        auto const u = real_from_complex(l1, a - l1), v = real_from_complex(l2, b - l2),
                   w = real_from_complex(l, c - l);
        std::complex<long double> sum = 0.0L;
        for (int p = 0; p < n1; ++p)
          for (int q = 0; q < n2; ++q) {
            int const m = -(p - l1) - (q - l2);
            if (std::abs(m) > l || u[p] == 0.0L || v[q] == 0.0L || w[m + l] == 0.0L) continue;
            sum += wigner_3j(l1, l2, l, p - l1, q - l2, m) * std::conj(u[p] * v[q] * w[m + l]);
          }
        C[(a * n2 + b) * n + c] = static_cast<double>((powers[(l1 + l2 + l) % 4] * sum).real());
      }
  return C;
}

}  // namespace tesseral::reference
