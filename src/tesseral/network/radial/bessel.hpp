// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial basis with a smooth cutoff, value and derivative together:
///
///     x_n(r) = sqrt(2/r_cut) sin(k_n y)/y · f(r),   k_n = n pi/r_cut or given,   y = r or y(r),   n = 1 … N
///     f(r)   = 1 - (p+1)(p+2)/2 s^p + p(p+2) s^(p+1) - p(p+1)/2 s^(p+2),   s = r/r_cut < 1;   0 beyond
///     f'(r)  = -p(p+1)(p+2)/2 s^(p-1) (1-s)^2 / r_cut
///
/// f, f' and f'' vanish at r_cut (Gasteiger, Gross, Günnemann, ICLR 2020, eqs. 7 and 8).
#pragma once

#include "tesseral/core/types.hpp"

#include <cmath>

namespace tesseral {

template <class Real>
struct ValueAndSlope {
  Real value;
  Real slope;
};

template <class Real>
KOKKOS_INLINE_FUNCTION ValueAndSlope<Real> polynomial_cutoff(Real r, Real r_cut, int p) {
  Real const s = r / r_cut;
  if (!(s < 1)) return {Real(0), Real(0)};
  Real power = 1;  // s^(p-1)
  for (int k = 1; k < p; ++k) power *= s;
  Real const half = Real(0.5) * (p + 1);
  Real const value = 1 - power * s * (half * (p + 2) - s * (Real(p) * (p + 2) - s * half * p));
  Real const slope = -half * p * (p + 2) * power * (1 - s) * (1 - s) / r_cut;
  return {value, slope};
}

/// x^3 (10 - 15 x + 6 x^2) and its derivative for x in 0 … 1, 0 below and 1 above: a step with two derivatives (K.
/// Perlin, "Improving noise", 2002).
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> smooth_step(double x) {
  if (!(x > 0.0)) return {0.0, 0.0};
  if (!(x < 1.0)) return {1.0, 0.0};
  return {x * x * x * (10.0 - x * (15.0 - x * 6.0)), 30.0 * x * x * (1.0 - x) * (1.0 - x)};
}

/// y = 1/(1 + a x^p/(1 + x^(p-q))) of x = r/r0, and dy/dr: the distance that functions of a pair of species see
/// (Witt et al., J. Chem. Phys. 159, 164101 (2023), appendix, with the outer cutoff left to f).
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> agnesi_distance(double r, double r0, double a, double q, double p) {
  using std::pow;
  double const x = r / r0, x_p = pow(x, p), x_pq = pow(x, p - q);
  double const below = 1.0 + x_pq;
  double const y = 1.0 / (1.0 + a * x_p / below);
  double const slope = a * x_p / (x * below * below) * (p * below - (p - q) * x_pq);
  return {y, -y * y * slope / r0};
}

/// values[n], slopes[n] for n = 0 … count-1 hold x_(n+1) and its derivative; all zero at and beyond r_cut.
/// `frequencies`: k_n, or null.
template <class Real>
KOKKOS_INLINE_FUNCTION void bessel_basis(Real r, ValueAndSlope<Real> const& y, Real r_cut, int p, int count,
                                         double const* frequencies, Real* values, Real* slopes) {
  using std::cos;
  using std::sin;
  using std::sqrt;
  auto const cutoff = polynomial_cutoff(r, r_cut, p);
  if (!(r < r_cut)) {
    for (int n = 0; n < count; ++n) values[n] = slopes[n] = 0;
    return;
  }
  Real const k = Real(3.14159265358979323846) / r_cut;
  Real const prefactor = sqrt(2 / r_cut) / y.value;
  Real const twice_cos = 2 * cos(k * y.value);
  // sin and cos of n k y by the Chebyshev recursion
  Real sin_before = 0, sin_now = sin(k * y.value);
  Real cos_before = 1, cos_now = twice_cos / 2;
  for (int n = 0; n < count; ++n) {
    Real k_n = (n + 1) * k;
    if (frequencies != nullptr) {
      k_n = static_cast<Real>(frequencies[n]);
      sin_now = sin(k_n * y.value);
      cos_now = cos(k_n * y.value);
    }
    Real const value = prefactor * sin_now;
    Real const slope = (prefactor * k_n * cos_now - value / y.value) * y.slope;
    values[n] = value * cutoff.value;
    slopes[n] = slope * cutoff.value + value * cutoff.slope;
    Real const sin_next = twice_cos * sin_now - sin_before;
    Real const cos_next = twice_cos * cos_now - cos_before;
    sin_before = sin_now;
    sin_now = sin_next;
    cos_before = cos_now;
    cos_now = cos_next;
  }
}

/// Of the distance itself.
template <class Real>
KOKKOS_INLINE_FUNCTION void bessel_basis(Real r, Real r_cut, int p, int count, Real* values, Real* slopes) {
  bessel_basis(r, {r, Real(1)}, r_cut, p, count, nullptr, values, slopes);
}

}  // namespace tesseral
