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

/// Points of a grid on which signals are multiplied and projected without aliasing.
struct FourierGrid {
  int thetas;                                  // points of the full circle, an even number: theta = 2 pi j / thetas
  int azimuths;                                // phi = 2 pi k / azimuths
  int rows() const { return thetas / 2 + 1; }  // theta = 0 … pi; the others repeat them: F(2 pi - theta, phi + pi) = F
};

/// The smallest grid for a product of this degree and factors up to l_factor, projected to l_z; or the smallest one
/// whose lengths have no other factors than 2, 3 and 5.
FourierGrid fourier_grid(int product_degree, int l_factor, int l_z, bool small_factors);

/// Coefficients [l(l+1)/2 + m][u], u = 0 … largest_u, of P_lm(theta) = Y_lm(theta, 0).
std::vector<double> harmonic_series(int l_max);                   // T, largest_u = l_max
std::vector<double> projection_series(int l_max, int largest_u);  // J

/// {cos u theta | sin u theta} as order m takes it.
double theta_wave(int m, int u, double theta);

}  // namespace tesseral
