// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial basis with a smooth cutoff, value and derivative together:
///
///     x_n(r) = sqrt(2/r_cut) sin(n pi r/r_cut)/r · f(r),   n = 1 … N
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

/// values[n], slopes[n] for n = 0 … count-1 hold x_(n+1) and its derivative; all zero at and beyond r_cut.
template <class Real>
KOKKOS_INLINE_FUNCTION void bessel_basis(Real r, Real r_cut, int p, int count, Real* values, Real* slopes) {
  using std::cos;
  using std::sin;
  using std::sqrt;
  auto const cutoff = polynomial_cutoff(r, r_cut, p);
  if (!(r < r_cut)) {
    for (int n = 0; n < count; ++n) values[n] = slopes[n] = 0;
    return;
  }
  Real const k = Real(3.14159265358979323846) / r_cut;
  Real const prefactor = sqrt(2 / r_cut) / r;
  Real const twice_cos = 2 * cos(k * r);
  // sin and cos of n k r by the Chebyshev recursion
  Real sin_before = 0, sin_now = sin(k * r);
  Real cos_before = 1, cos_now = twice_cos / 2;
  for (int n = 0; n < count; ++n) {
    Real const value = prefactor * sin_now;
    Real const slope = prefactor * (n + 1) * k * cos_now - value / r;
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

}  // namespace tesseral
