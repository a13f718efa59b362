// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Real spherical harmonics of a unit vector u = (x, y, z), normalised to sum_m Y_lm^2 = 2l+1:
///
///     Y_l,m  = N_lm Q_lm(z) c_m(x, y),   Y_l,-m = N_lm Q_lm(z) s_m(x, y),   m > 0;   Y_l,0 = N_l0 Q_l0(z) / sqrt 2
///     c_m + i s_m = (x + i y)^m,   N_lm = sqrt(2 (2l+1) (l-m)!/(l+m)!)
///     Q_ll = (2l-1)!!,   Q_l,l-1 = z Q_ll,
///     Q_lm = (2 (m+1) z Q_l,m+1 - (x^2+y^2) Q_l,m+2) / ((l+m+1) (l-m))
///
/// Polynomials in x, y, z: no angles and no poles (Bigi, Fraux, Browning, Ceriotti, J. Chem. Phys. 159, 064802 (2023),
/// eqs. 6-12, with the signs of Q taken into N). Gradient of the solid harmonics (ibid., eq. 14), Q_l-1,m = 0 for m >= l:
///
///     dY_l,±m/dx = N ( -x Q_l-1,m+1 {c_m, s_m} + m Q_lm {c_m-1,  s_m-1} )
///     dY_l,±m/dy = N ( -y Q_l-1,m+1 {c_m, s_m} + m Q_lm {-s_m-1, c_m-1} )
///     dY_l,±m/dz = N (l+m) Q_l-1,m {c_m, s_m}
///
/// and for a vector r = |r| u: dY/dr = (g - u (u·g)) / |r| with g the gradient above.
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
struct HarmonicNorms {
  double value[(max_l + 1) * (max_l + 2) / 2] = {};
};
constexpr HarmonicNorms harmonic_norms() {
  HarmonicNorms norms;
  for (int l = 0; l <= max_l; ++l)
    for (int m = 0; m <= l; ++m) {
      double ratio = 1.0;  // (l-m)!/(l+m)!
      for (int k = l - m + 1; k <= l + m; ++k) ratio /= k;
      norms.value[l * (l + 1) / 2 + m] = sqrt_constexpr((m == 0 ? 1 : 2) * (2 * l + 1) * ratio);
    }
  return norms;
}

}  // namespace detail

/// The parts that values and gradients share.
template <class Real>
struct HarmonicFactors {
  Real q[max_l + 1][max_l + 2];  // [l][m], zero for m > l
  Real c[max_l + 1];
  Real s[max_l + 1];

  KOKKOS_INLINE_FUNCTION HarmonicFactors(int l_max, Real x, Real y, Real z) {
    Real const xy2 = x * x + y * y;
    c[0] = 1;
    s[0] = 0;
    for (int m = 1; m <= l_max; ++m) {
      c[m] = x * c[m - 1] - y * s[m - 1];
      s[m] = x * s[m - 1] + y * c[m - 1];
    }
    q[0][0] = 1;
    q[0][1] = 0;
    for (int l = 1; l <= l_max; ++l) {
      q[l][l] = (2 * l - 1) * q[l - 1][l - 1];
      q[l][l + 1] = 0;
      q[l][l - 1] = z * q[l][l];
      for (int m = l - 2; m >= 0; --m)
        q[l][m] = (2 * (m + 1) * z * q[l][m + 1] - xy2 * q[l][m + 2]) / static_cast<Real>((l + m + 1) * (l - m));
    }
  }
};

/// Y[lm] for all l <= l_max <= max_l; (x, y, z) must have length 1.
template <class Real>
KOKKOS_INLINE_FUNCTION void spherical_harmonics(int l_max, Real x, Real y, Real z, Real* Y) {
  constexpr detail::HarmonicNorms norms = detail::harmonic_norms();
  HarmonicFactors<Real> const factors(l_max, x, y, z);
  for (int l = 0; l <= l_max; ++l) {
    for (int m = 0; m <= l; ++m) {
      Real const nq = static_cast<Real>(norms.value[l * (l + 1) / 2 + m]) * factors.q[l][m];
      Y[lm_index(l, m)] = nq * factors.c[m];
      if (m > 0) Y[lm_index(l, -m)] = nq * factors.s[m];
    }
  }
}

/// r_adj[3] += sum_lm Y_adj[lm] dY_lm/dr for r = length·(x, y, z).
template <class Real>
KOKKOS_INLINE_FUNCTION void spherical_harmonics_adjoint(int l_max, Real x, Real y, Real z, Real length,
                                                        Real const* Y_adj, Real* r_adj) {
  constexpr detail::HarmonicNorms norms = detail::harmonic_norms();
  HarmonicFactors<Real> const factors(l_max, x, y, z);
  Real gx = 0, gy = 0, gz = 0;
  for (int l = 1; l <= l_max; ++l) {
    for (int m = 0; m <= l; ++m) {
      Real const n = static_cast<Real>(norms.value[l * (l + 1) / 2 + m]);
      Real const a = n * Y_adj[lm_index(l, m)];
      Real const b = m > 0 ? n * Y_adj[lm_index(l, -m)] : Real(0);
      Real const value = a * factors.c[m] + b * factors.s[m];
      Real const inward = m + 1 <= l - 1 ? value * factors.q[l - 1][m + 1] : Real(0);
      gx -= x * inward;
      gy -= y * inward;
      if (m <= l - 1) gz += (l + m) * factors.q[l - 1][m] * value;
      if (m > 0) {
        Real const mq = m * factors.q[l][m];
        gx += mq * (a * factors.c[m - 1] + b * factors.s[m - 1]);
        gy += mq * (b * factors.c[m - 1] - a * factors.s[m - 1]);
      }
    }
  }
  Real const radial = gx * x + gy * y + gz * z;
  r_adj[0] += (gx - radial * x) / length;
  r_adj[1] += (gy - radial * y) / length;
  r_adj[2] += (gz - radial * z) / length;
}

}  // namespace tesseral
