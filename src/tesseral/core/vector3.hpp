// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Vectors in space and matrices of their rows, on the host.
#pragma once

#include <array>
#include <cmath>

namespace tesseral {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;

inline double dot(Vector3 const& a, Vector3 const& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
inline double norm(Vector3 const& a) { return std::sqrt(dot(a, a)); }
inline Vector3 cross(Vector3 const& a, Vector3 const& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

}  // namespace tesseral
