// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/sphere_quadrature.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tesseral {
namespace {

constexpr double pi = 3.14159265358979323846;

// Legendre polynomial P_n(z) and its derivative.
std::array<double, 2> legendre(int n, double z) {
  double before = 1.0, now = z;
  if (n == 0) return {1.0, 0.0};
  for (int k = 2; k <= n; ++k) {
    double const next = ((2 * k - 1) * z * now - (k - 1) * before) / k;
    before = now;
    now = next;
  }
  return {now, n * (z * now - before) / (z * z - 1.0)};
}

}  // namespace

SphereRule product_rule(int degree) { return ring_rule(degree / 2 + 1, degree + 1); }

SphereRule ring_rule(int rings, int azimuths) {
  SphereRule rule;
  for (int ring = 0; ring < rings; ++ring) {
    double z = std::cos(pi * (ring + 0.75) / (rings + 0.5));
    for (int iteration = 0; iteration < 10; ++iteration) {
      auto const [value, slope] = legendre(rings, z);
      z -= value / slope;
    }
    double const slope = legendre(rings, z)[1];
    double const weight = 1.0 / ((1.0 - z * z) * slope * slope * azimuths);  // half the Gauss weight: <1> = 1
    double const radius = std::sqrt(1.0 - z * z);
    for (int k = 0; k < azimuths; ++k) {
      double const phi = 2.0 * pi * (k + 0.5) / azimuths;
      rule.points.push_back({radius * std::cos(phi), radius * std::sin(phi), z});
      rule.weights.push_back(weight);
    }
  }
  return rule;
}

SphereRule octahedral_rule() {
  // a point with coordinates in ascending order, and what each of its images under the cube's symmetries weighs
  double const a = std::sqrt(1.0 / 2), b = std::sqrt(1.0 / 3), c = std::sqrt(1.0 / 11), d = 3.0 * c;
  std::pair<std::array<double, 3>, double> const orbits[] = {{{0.0, 0.0, 1.0}, 4.0 / 315},
                                                             {{0.0, a, a}, 64.0 / 2835},
                                                             {{b, b, b}, 27.0 / 1280},
                                                             {{c, c, d}, 14641.0 / 725760}};
  SphereRule rule;
  for (auto const& [first, weight] : orbits) {
    auto point = first;
    do
      for (int signs = 0; signs < 8; ++signs) {
        std::array<double, 3> image = point;
        bool again = false;  // a zero has one sign
        for (int k = 0; k < 3; ++k)
          if ((signs >> k & 1) != 0) {
            again = again || image[k] == 0.0;
            image[k] = -image[k];
          }
        if (again) continue;
        rule.points.push_back(image);
        rule.weights.push_back(weight);
      }
    while (std::next_permutation(point.begin(), point.end()));
  }
  return rule;
}

SphereRule sphere_rule(int degree) {
  for (TabulatedRule const& tabulated : tabulated_rules()) {
    if (tabulated.degree < degree) continue;
    SphereRule rule;
    for (int g = 0; g < tabulated.points; ++g) {
      double const* row = tabulated.data + 4 * g;
      rule.points.push_back({row[0], row[1], row[2]});
      rule.weights.push_back(row[3]);
    }
    return rule;
  }
  return product_rule(degree);
}

}  // namespace tesseral
