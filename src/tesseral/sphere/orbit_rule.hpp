// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Quadrature rules on the sphere by their orbits under reflections (lifted/reflections.hpp).
#pragma once

#include <array>
#include <vector>

namespace tesseral {

/// <f> = sum_g weight_g sum over all reflections s of f(s point_g).
struct OrbitRule {
  int classes = 1;
  std::vector<std::array<double, 3>> points;  // one of each orbit
  std::vector<double> weights;
};

/// A rule with few points whose antipodes belong to it, 2 classes: sphere_rule() of an odd degree.
OrbitRule antipodal_rule(int degree);

/// Gauss-Legendre times equidistant azimuths, 8 classes: more points, but fewer orbits.
OrbitRule reflection_rule(int degree);

/// sphere_rule() as it is, 1 class.
OrbitRule plain_rule(int degree);

/// The one of these three that costs least, where a representative costs `rows` (of its transforms) and each of its
/// orbit's points `point_cost`.
OrbitRule cheapest_rule(int degree, double rows, double point_cost);

}  // namespace tesseral
