// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Real spherical harmonics of a unit vector u = (x, y, z), normalised to sum_m Y_lm^2 = 2l+1:
///
///     Y_l,m  = N_lm Q_lm(z) c_m(x, y),   Y_l,-m = N_lm Q_lm(z) s_m(x, y),   m > 0;   Y_l,0 = N_l0 Q_l0(z) / sqrt 2
///     c_m + i s_m = (x + i y)^m,   N_lm = sqrt(2 (2l+1) (l-m)!/(l+m)!)
///     Q_ll = (2l-1)!!,   Q_l,l+1 = 0,
///     Q_lm = (2 (m+1) z Q_l,m+1 - (x^2+y^2) Q_l,m+2) / ((l+m+1) (l-m))
///
/// Polynomials in x, y, z: no angles and no poles (Bigi, Fraux, Browning, Ceriotti, J. Chem. Phys. 159, 064802 (2023),
/// eqs. 6-12, with the signs of Q taken into N).
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Largest degree of harmonics and messages, and of features between layers (potentials/FORMAT.md).
constexpr int max_l = 6;
constexpr int max_l_hidden = 3;

namespace detail {

constexpr double sqrt_constexpr(double x) {
  double root = x > 1.0 ? x : 1.0;
  for (int k = 0; k < 100; ++k) root = 0.5 * (root + x / root);
  return root;
}

/// N_lm at index l(l+1)/2 + m, with the 1/sqrt 2 of m = 0 included.
template <int Largest>
struct HarmonicNorms {
  double value[(Largest + 1) * (Largest + 2) / 2] = {};
};
template <int Largest>
constexpr HarmonicNorms<Largest> harmonic_norms() {
  HarmonicNorms<Largest> norms;
  for (int l = 0; l <= Largest; ++l)
    for (int m = 0; m <= l; ++m) {
      double ratio = 1.0;  // (l-m)!/(l+m)!
      for (int k = l - m + 1; k <= l + m; ++k) ratio /= k;
      norms.value[l * (l + 1) / 2 + m] = sqrt_constexpr((m == 0 ? 1 : 2) * (2 * l + 1) * ratio);
    }
  return norms;
}

}  // namespace detail

/// Y[lm] for all l <= l_max <= Largest; (x, y, z) must have length 1. Numbers or packs of edges.
template <int Largest = max_l, class Number>
KOKKOS_INLINE_FUNCTION void spherical_harmonics(int l_max, Number x, Number y, Number z, Number* Y) {
  constexpr auto norms = detail::harmonic_norms<Largest>();
  Number c[Largest + 1], s[Largest + 1];
  c[0] = Number(1);
  s[0] = Number(0);
  for (int m = 1; m <= l_max; ++m) {
    c[m] = x * c[m - 1] - y * s[m - 1];
    s[m] = x * s[m - 1] + y * c[m - 1];
  }
  Number const xy2 = x * x + y * y;
  Number Q[Largest + 2];  // Q_lm of one degree; Q_l,l+1 = 0
  double double_factorial = 1.0;
  for (int l = 0; l <= l_max; ++l) {
    if (l > 0) double_factorial *= 2 * l - 1;
    Q[l] = Number(double_factorial);
    Q[l + 1] = Number(0);
    for (int m = l - 1; m >= 0; --m)
      Q[m] = (Number(2 * (m + 1)) * z * Q[m + 1] - xy2 * Q[m + 2]) * Number(1.0 / ((l + m + 1) * (l - m)));
    for (int m = 0; m <= l; ++m) {
      Number const nQ = Number(norms.value[l * (l + 1) / 2 + m]) * Q[m];
      Y[lm_index(l, m)] = nQ * c[m];
      if (m > 0) Y[lm_index(l, -m)] = nQ * s[m];
    }
  }
}

}  // namespace tesseral
