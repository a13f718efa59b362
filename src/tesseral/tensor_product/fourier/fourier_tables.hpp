// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Real harmonics as trigonometric polynomials. With the polar angle theta continued to a full circle,
///
///     Y_lm(theta, phi) = sum_u T[l,|m|][u] {cos u theta | sin u theta} {cos m phi | sin |m| phi},    u = l, l-2, …
///
/// cosines of theta for even m and sines for odd m, cosines of phi for m >= 0 and sines for m < 0. The mean over the
/// sphere of Y_lm times a function with the coefficients f is sum_u J[l,|m|][u] f[m][u] up to the mean over phi, with
/// the integrals over 0 … pi
///
///     J[l,m][u] = 1/2 int P_lm {cos u theta | sin u theta} sin theta dtheta,    again only for u - l even
///
/// (Luo, Chen, Krishnapriyan, ICLR 2024). Both tables are sparse: O(l_max^3) numbers.
#pragma once

#include <vector>

namespace tesseral {

/// By fast transforms (a host with FFTW), or by sums over waves (anywhere). Up to the largest degrees of this library
/// sums are 2 to 16 times as fast (docs/measurements/tensor_products.md); the algorithm `fourier` takes them.
enum class FourierMethod { fast, sums };

/// Points of a grid on which signals are multiplied and projected without aliasing: rows of azimuths phi = 2 pi k /
/// azimuths. Rows theta = 0 … pi stand for the full circle, F(2 pi - theta, phi + pi) = F.
struct FourierGrid {
  int thetas;    // points of the full circle, an even number
  int azimuths;  // of a row
  bool poles;    // theta = 2 pi j / thetas, with the poles; or between these, which is one row less

  int rows() const { return thetas / 2 + (poles ? 1 : 0); }
  double theta(int row) const;
  /// Points of the full circle that a row stands for.
  int multiplicity(int row) const { return poles && (row == 0 || row == thetas / 2) ? 1 : 2; }
};

/// The smallest grid for a product of this degree and factors up to l_factor, projected to l_z; or for fast transforms
/// the smallest one with poles whose lengths have no other factors than 2, 3 and 5.
FourierGrid fourier_grid(int product_degree, int l_factor, int l_z, FourierMethod);

/// Coefficients [l(l+1)/2 + m][u], u = 0 … largest_u, of P_lm(theta) = Y_lm(theta, 0).
std::vector<double> harmonic_series(int l_max);                   // T, largest_u = l_max
std::vector<double> projection_series(int l_max, int largest_u);  // J

/// {cos u theta | sin u theta} as order m takes it.
double theta_wave(int m, int u, double theta);

}  // namespace tesseral
