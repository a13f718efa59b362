// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Quadrature on the unit sphere: <f> = sum_g w_g f(point_g), exact for polynomials up to some degree; weights add
/// to 1.
#pragma once

#include <array>
#include <vector>

namespace tesseral {

struct SphereRule {
  std::vector<std::array<double, 3>> points;
  std::vector<double> weights;
};

/// A rule with few points: Gauss-type rules (M. Gräf, S. Kunis, D. Potts, Appl. Comput. Harmon. Anal. 2009; polished to
/// double precision) up to degree 21, all with positive weights, and the product rule beyond.
SphereRule sphere_rule(int degree);

/// Exact up to degree 11, with 50 points that lie as a cube does (V. I. Lebedev, USSR Comput. Math. Math. Phys. 15, 44
/// (1975)): the least whose antipodes belong to it.
SphereRule octahedral_rule();

/// Gauss-Legendre in z times equidistant points in the azimuth, for any degree.
SphereRule product_rule(int degree);

/// The product rule of this many rings and points on each: exact up to degree min(2 rings, azimuths) - 1.
SphereRule ring_rule(int rings, int azimuths);

/// The built-in rules, [x, y, z, w] per point.
struct TabulatedRule {
  int degree;
  int points;
  double const* data;
};
std::vector<TabulatedRule> const& tabulated_rules();

}  // namespace tesseral
