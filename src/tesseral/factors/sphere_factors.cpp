// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/sphere_factors.hpp"

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/sphere/rotation_generators.hpp"
#include "tesseral/sphere/sphere_quadrature.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

constexpr int most_lm = num_lm(max_l);

// A unit vector at right angles to r: r x the axis that r is farthest from.
Vector3 tangent(Vector3 const& r) {
  Vector3 axis{};
  auto const nearer = [](double p, double q) { return std::abs(p) < std::abs(q); };
  axis[std::min_element(r.begin(), r.end(), nearer) - r.begin()] = 1.0;
  Vector3 t = cross(r, axis);
  double const length = std::sqrt(dot(t, t));
  for (double& component : t) component /= length;
  return t;
}

// Appends the first `degree` degrees of a row, times `factor`.
void append(std::vector<double>& rows, double const* row, int degree, double factor) {
  for (int lm = 0; lm < num_lm(degree); ++lm) rows.push_back(factor * row[lm]);
}

}  // namespace

CpFactors gaunt_factors(int l1, int l2, int l3) {
  SphereRule const rule = sphere_rule(l1 + l2 + l3);
  CpFactors factors{Coupling::gaunt, l1, l2, l3, static_cast<int>(rule.points.size())};
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    double Y[most_lm];
    spherical_harmonics(std::max({l1, l2, l3}), rule.points[g][0], rule.points[g][1], rule.points[g][2], Y);
    append(factors.A, Y, l3, rule.weights[g]);
    append(factors.B, Y, l1, 1.0);
    append(factors.C, Y, l2, 1.0);
  }
  return factors;
}

CpFactors elsasser_factors(int l1, int l2, int l3) {
  int const largest = std::max({l1, l2, l3});
  SphereRule const rule = sphere_rule(l1 + l2 + l3 - 1);
  CpFactors factors{Coupling::clebsch_gordan, l1, l2, l3, 2 * static_cast<int>(rule.points.size())};
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    Vector3 const& r = rule.points[g];
    Vector3 const e = tangent(r), f = cross(r, e);
    double Y[most_lm], along_e[most_lm], along_f[most_lm];
    spherical_harmonics(largest, r[0], r[1], r[2], Y);
    for (int l = 0; l <= largest; ++l)
      with_degree<max_l>(l, [&](auto degree) {
        constexpr int orders = 2 * decltype(degree)::value + 1;
        for (int m = 0; m < orders; ++m) {
          double select[orders] = {};
          select[m] = 1.0;
          Vector3 turn{};  // minus the derivatives when r turns about each axis
          subtract_generators<decltype(degree)::value, double>(select, Y + l * l, turn.data());
          along_e[l * l + m] = -dot(f, turn);  // f x r = e
          along_f[l * l + m] = dot(e, turn);   // -e x r = f
        }
      });
    for (double const sign : {1.0, -1.0}) {
      append(factors.A, Y, l3, sign * rule.weights[g]);
      append(factors.B, sign > 0.0 ? along_e : along_f, l1, 1.0);
      append(factors.C, sign > 0.0 ? along_f : along_e, l2, 1.0);
    }
  }
  return factors;
}

}  // namespace tesseral
