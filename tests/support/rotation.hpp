// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Orthogonal matrices, and linear maps of vectors and structures.
#pragma once

#include "support/random.hpp"
#include "tesseral/model/model_data.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace tesseral::test {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;

inline Vector3 operator*(Matrix3 const& a, Vector3 const& x) {
  Vector3 y{};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) y[i] += a[i][j] * x[j];
  return y;
}

inline std::vector<Vector3> operator*(Matrix3 const& a, std::vector<Vector3> const& rows) {
  std::vector<Vector3> mapped;
  for (auto const& row : rows) mapped.push_back(a * row);
  return mapped;
}

inline constexpr Matrix3 inversion = {{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}};

/// A rotation drawn uniformly from SO(3), from a random unit quaternion.
inline Matrix3 random_rotation(Random& random) {
  double const a = random.normal(), b = random.normal(), c = random.normal(), d = random.normal();
  double const n = a * a + b * b + c * c + d * d;
  return {{{(a * a + b * b - c * c - d * d) / n, 2 * (b * c - a * d) / n, 2 * (b * d + a * c) / n},
           {2 * (b * c + a * d) / n, (a * a - b * b + c * c - d * d) / n, 2 * (c * d - a * b) / n},
           {2 * (b * d - a * c) / n, 2 * (c * d + a * b) / n, (a * a - b * b - c * c + d * d) / n}}};
}

/// Positions and cell vectors x -> a x.
inline Structure transformed(Matrix3 const& a, Structure structure) {
  for (auto& x : structure.positions) x = a * x;
  for (auto& x : structure.cell) x = a * x;
  return structure;
}

}  // namespace tesseral::test
