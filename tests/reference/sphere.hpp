// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Harmonics, quadrature and Gaunt coefficients from their textbook definitions. Slow, in angles.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tesseral::reference {

inline constexpr double pi = 3.141592653589793238;

inline double factorial(int n) { return n < 2 ? 1.0 : n * factorial(n - 1); }
inline double binomial(int n, int k) { return factorial(n) / (factorial(k) * factorial(n - k)); }

/// d^m/dz^m of the Legendre polynomial P_l(z) = 2^-l sum_k (-1)^k C(l,k) C(2l-2k,l) z^(l-2k).
inline double legendre_derivative(int l, int m, double z) {
  double sum = 0.0;
  for (int k = 0; 2 * k <= l - m; ++k) {
    int const power = l - 2 * k;
    double const sign = k % 2 == 0 ? 1.0 : -1.0;
    sum += sign * binomial(l, k) * binomial(2 * l - 2 * k, l) * factorial(power) / factorial(power - m) *
           std::pow(z, power - m);
  }
  return sum / std::pow(2.0, l);
}

/// Y_lm of the direction of r: N (sin theta)^|m| P_l^(|m|)(cos theta) times cos(m phi) or sin(|m| phi).
inline double harmonic(int l, int m, std::array<double, 3> const& r) {
  double const length = std::sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
  double const cos_theta = r[2] / length, sin_theta = std::hypot(r[0], r[1]) / length, phi = std::atan2(r[1], r[0]);
  int const k = std::abs(m);
  double const norm = std::sqrt((m == 0 ? 1.0 : 2.0) * (2 * l + 1) * factorial(l - k) / factorial(l + k));
  double const azimuth = m >= 0 ? std::cos(k * phi) : std::sin(k * phi);
  return norm * std::pow(sin_theta, k) * legendre_derivative(l, k, cos_theta) * azimuth;
}

/// All Y_lm, l <= l_max, at l*l + l + m.
inline std::vector<double> harmonics(int l_max, std::array<double, 3> const& r) {
  std::vector<double> Y;
  for (int l = 0; l <= l_max; ++l)
    for (int m = -l; m <= l; ++m) Y.push_back(harmonic(l, m, r));
  return Y;
}

struct QuadraturePoint {
  std::array<double, 3> r;
  double weight;
};

/// Mean over the sphere, exact for polynomials of this degree: Gauss-Legendre in z times equidistant azimuths.
inline std::vector<QuadraturePoint> quadrature(int degree) {
  int const n = degree / 2 + 1, azimuths = degree + 1;
  std::vector<QuadraturePoint> points;
  for (int i = 0; i < n; ++i) {
    double z = std::cos(pi * (i + 0.75) / (n + 0.5));  // roots of P_n by Newton's method
    double slope = 0.0;
    for (int step = 0; step < 50; ++step) {
      double before = 1.0, value = z;
      for (int k = 2; k <= n; ++k) {
        double const next = ((2 * k - 1) * z * value - (k - 1) * before) / k;
        before = value;
        value = next;
      }
      slope = n * (z * value - before) / (z * z - 1.0);
      z -= value / slope;
    }
    double const weight = 1.0 / ((1.0 - z * z) * slope * slope) / azimuths;
    double const rho = std::sqrt(1.0 - z * z);
    for (int a = 0; a < azimuths; ++a) {
      double const phi = 2.0 * pi * (a + 0.37) / azimuths;
      points.push_back({{rho * std::cos(phi), rho * std::sin(phi), z}, weight});
    }
  }
  return points;
}

/// G(a, b, c) = <Y_a Y_b Y_c> for all orders of three degrees, [m1][m2][m] with orders counted from 0.
inline std::vector<double> gaunt(int l1, int l2, int l) {
  std::vector<double> G((2 * l1 + 1) * (2 * l2 + 1) * (2 * l + 1), 0.0);
  for (auto const& point : quadrature(l1 + l2 + l)) {
    auto const Y = harmonics(std::max({l1, l2, l}), point.r);
    std::size_t k = 0;
    for (int a = l1 * l1; a < (l1 + 1) * (l1 + 1); ++a)
      for (int b = l2 * l2; b < (l2 + 1) * (l2 + 1); ++b)
        for (int c = l * l; c < (l + 1) * (l + 1); ++c) G[k++] += point.weight * Y[a] * Y[b] * Y[c];
  }
  return G;
}

}  // namespace tesseral::reference
