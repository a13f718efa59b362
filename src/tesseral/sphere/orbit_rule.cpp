// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/orbit_rule.hpp"

#include "tesseral/sphere/sphere_quadrature.hpp"

#include <cmath>

namespace tesseral {
namespace {

constexpr double same_point = 1e-9;

// Is this point the first of its orbit: the coordinate that decides it is positive?
bool represents(std::array<double, 3> const& r, int classes) {
  if (classes == 1) return true;
  if (classes == 8) return r[0] > -same_point && r[1] > -same_point && r[2] > -same_point;
  for (int d = 2; d >= 0; --d)
    if (std::abs(r[d]) > same_point) return r[d] > 0.0;
  return true;
}

// Reflections that leave the point where it is.
int stabiliser(std::array<double, 3> const& r, int classes) {
  int count = 1;
  if (classes == 8)
    for (double const x : r)
      if (std::abs(x) < same_point) count *= 2;
  return count;
}

OrbitRule orbits(SphereRule const& rule, int classes) {
  OrbitRule half;
  half.classes = classes;
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    if (!represents(rule.points[g], classes)) continue;
    half.points.push_back(rule.points[g]);
    half.weights.push_back(rule.weights[g] / stabiliser(rule.points[g], classes));
  }
  return half;
}

}  // namespace

OrbitRule antipodal_rule(int degree) {
  // all tabulated rules of odd degree but that of degree 11; the product rules, with an even number of azimuths, too
  int const odd = degree + 1 - degree % 2;
  return orbits(odd == 11 ? octahedral_rule() : sphere_rule(odd), 2);
}

OrbitRule reflection_rule(int degree) {
  // rings as for `degree`, azimuths in fours: none on the planes x = 0 and y = 0
  int const azimuths = (degree + 4) / 4 * 4;
  SphereRule const rule = ring_rule(degree / 2 + 1, azimuths);
  return orbits(rule, 8);
}

OrbitRule plain_rule(int degree) { return orbits(sphere_rule(degree), 1); }

OrbitRule cheapest_rule(int degree, double rows, double point_cost) {
  auto const cost = [&](OrbitRule const& rule) { return rule.points.size() * (rows + point_cost * rule.classes); };
  OrbitRule best = plain_rule(degree);
  for (OrbitRule const& rule : {antipodal_rule(degree), reflection_rule(degree)})
    if (cost(rule) < cost(best)) best = rule;
  return best;
}

}  // namespace tesseral
