// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Gaunt coefficients as constants of the compiler: for code that is unrolled, where a coefficient is then part of an
/// instruction and zeros and ones are no operations. With u = cos theta, p = |m|, and the mean over the azimuth apart,
///
///     <Y_1 Y_2 Y_3> = N_1 N_2 N_3 <t_1 t_2 t_3> 1/2 int (1 - u^2)^((p1+p2+p3)/2) P_1 P_2 P_3 du,
///     P = d^p P_l/du^p,   N^2 = (2l+1) (2 - delta_p0) (l-p)!/(l+p)!,   t_m = cos m phi, t_-m = sin m phi.
#pragma once

namespace tesseral {

/// Whether (l1, l2, l) is a path of the Gaunt coupling.
constexpr bool is_gaunt_path(int l1, int l2, int l) {
  return l >= (l1 < l2 ? l2 - l1 : l1 - l2) && l <= l1 + l2 && (l1 + l2 + l) % 2 == 0;
}

namespace detail {

struct Polynomial {
  static constexpr int size = 16;
  double c[size] = {};  // of u^k

  constexpr Polynomial operator*(Polynomial const& other) const {
    Polynomial product;
    for (int i = 0; i < size; ++i)
      for (int j = 0; c[i] != 0.0 && i + j < size; ++j) product.c[i + j] += c[i] * other.c[j];
    return product;
  }
  constexpr Polynomial derivative() const {
    Polynomial result;
    for (int k = 1; k < size; ++k) result.c[k - 1] = k * c[k];
    return result;
  }
};

/// d^p P_l/du^p
constexpr Polynomial legendre(int l, int p) {
  Polynomial before, here;  // P_(k-1), P_k
  here.c[0] = 1.0;
  for (int k = 0; k < l; ++k) {
    Polynomial next;
    for (int power = 0; power < Polynomial::size; ++power)
      next.c[power] =
          ((power > 0 ? (2 * k + 1) * here.c[power - 1] : 0.0) - (k > 0 ? k * before.c[power] : 0.0)) / (k + 1);
    before = here;
    here = next;
  }
  for (int k = 0; k < p; ++k) here = here.derivative();
  return here;
}

constexpr double square_root(double x) {
  double root = x > 1.0 ? x : 1.0;
  for (double next = 0.5 * (root + x / root); next < root; next = 0.5 * (root + x / root)) root = next;
  return root;
}

/// N^2
constexpr double squared_norm(int l, int p) {
  double norm = (p == 0 ? 1.0 : 2.0) * (2 * l + 1);
  for (int k = l - p + 1; k <= l + p; ++k) norm /= k;
  return norm;
}

/// <t_a t_b t_c>
constexpr double azimuth_mean(int a, int b, int c) {
  int const sines = (a < 0) + (b < 0) + (c < 0);
  if (sines % 2 != 0) return 0.0;
  if (sines == 2 && c < 0) return a < 0 ? azimuth_mean(c, a, b) : azimuth_mean(b, c, a);  // a and b are the sines
  double sum = 0.0;
  for (int sign = -1; sign <= 1; sign += 2) {
    sum += (a - b + sign * c == 0);
    sum += (a + b + sign * c == 0) * (sines == 2 ? -1.0 : 1.0);
  }
  return 0.25 * sum;
}

}  // namespace detail

/// <Y_l1m1 Y_l2m2 Y_l3m3>, l1 + l2 + l3 < 16.
constexpr double gaunt_constant(int l1, int m1, int l2, int m2, int l3, int m3) {
  double const azimuth = detail::azimuth_mean(m1, m2, m3);
  if (azimuth == 0.0 || !is_gaunt_path(l1, l2, l3)) return 0.0;
  if (l1 * l2 * l3 == 0) return 1.0;
  int const p1 = m1 < 0 ? -m1 : m1, p2 = m2 < 0 ? -m2 : m2, p3 = m3 < 0 ? -m3 : m3;
  detail::Polynomial product = detail::legendre(l1, p1) * detail::legendre(l2, p2) * detail::legendre(l3, p3);
  detail::Polynomial sine_squared;
  sine_squared.c[0] = 1.0;
  sine_squared.c[2] = -1.0;
  for (int k = 0; 2 * k < p1 + p2 + p3; ++k) product = product * sine_squared;
  double integral = 0.0, terms = 0.0;
  for (int k = 0; k < detail::Polynomial::size; k += 2) {
    double const term = product.c[k] / (k + 1);
    integral += term;
    terms += term < 0.0 ? -term : term;
  }
  if (integral < 1e-13 * terms && integral > -1e-13 * terms) return 0.0;
  return azimuth * integral *
         detail::square_root(detail::squared_norm(l1, p1) * detail::squared_norm(l2, p2) *
                             detail::squared_norm(l3, p3));
}

}  // namespace tesseral
