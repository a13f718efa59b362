// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/fourier/fourier_tables.hpp"

#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

constexpr double pi = 3.14159265358979323846;

int next_length(int n, int step, bool small_factors) {
  auto const good = [](int length) {
    for (int const factor : {2, 3, 5})
      while (length % factor == 0) length /= factor;
    return length == 1;
  };
  if (n % step != 0) n += step - n % step;
  while (small_factors && !good(n)) n += step;
  return n;
}

// int_0^pi cos(k theta) sin(theta) dtheta
double cosine_integral(int k) { return k % 2 == 0 ? 2.0 / (1.0 - static_cast<double>(k) * k) : 0.0; }

}  // namespace

double theta_wave(int m, int u, double theta) { return m % 2 == 0 ? std::cos(u * theta) : std::sin(u * theta); }

double FourierGrid::theta(int row) const { return 2.0 * pi * (row + (poles ? 0.0 : 0.5)) / thetas; }

FourierGrid fourier_grid(int product_degree, int l_factor, int l_z, FourierMethod method) {
  bool const fast = method == FourierMethod::fast;
  // every wave of the product in theta; in phi those beyond l_z may fall on one another, but no factor's own ones
  int const azimuths = std::max(product_degree + l_z, 2 * std::max(l_factor, l_z)) + 1;
  return {next_length(2 * product_degree + 1, 2, fast), next_length(azimuths, 1, fast), fast};
}

std::vector<double> harmonic_series(int l_max) {
  int const n = 2 * l_max + 2;  // enough for sums over a circle to be exact
  std::vector<double> T((l_max + 1) * (l_max + 2) / 2 * (l_max + 1), 0.0);
  for (int j = 0; j < n; ++j) {
    double const theta = 2.0 * pi * j / n;
    double Y[num_lm(max_l_product)];
    spherical_harmonics<max_l_product>(l_max, std::sin(theta), 0.0, std::cos(theta), Y);
    for (int l = 0; l <= l_max; ++l)
      for (int m = 0; m <= l; ++m)
        for (int u = l % 2; u <= l; u += 2)
          T[(l * (l + 1) / 2 + m) * (l_max + 1) + u] +=
              (u == 0 ? 1.0 : 2.0) / n * Y[lm_index(l, m)] * theta_wave(m, u, theta);
  }
  return T;
}

std::vector<double> projection_series(int l_max, int largest_u) {
  auto const T = harmonic_series(l_max);
  std::vector<double> J((l_max + 1) * (l_max + 2) / 2 * (largest_u + 1), 0.0);
  for (int l = 0; l <= l_max; ++l)
    for (int m = 0; m <= l; ++m)
      for (int u = l % 2; u <= largest_u; u += 2)
        for (int v = l % 2; v <= l; v += 2) {
          double const same = cosine_integral(u - v), opposite = cosine_integral(u + v);
          double const product = 0.5 * (m % 2 == 0 ? same + opposite : same - opposite);
          J[(l * (l + 1) / 2 + m) * (largest_u + 1) + u] += 0.5 * T[(l * (l + 1) / 2 + m) * (l_max + 1) + v] * product;
        }
  return J;
}

}  // namespace tesseral
