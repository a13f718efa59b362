// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/cell_basis.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <vector>

namespace tesseral {
namespace {

Vector3 scaled(Vector3 const& a, double factor) { return {a[0] * factor, a[1] * factor, a[2] * factor}; }

// A unit vector orthogonal to `a`.
Vector3 any_normal(Vector3 const& a) {
  int least = 0;
  for (int d = 1; d < 3; ++d)
    if (std::abs(a[d]) < std::abs(a[least])) least = d;
  Vector3 axis{};
  axis[least] = 1.0;
  Vector3 const normal = cross(a, axis);
  return scaled(normal, 1.0 / norm(normal));
}

}  // namespace

Matrix3 complete_basis(Structure const& structure) {
  Matrix3 basis = structure.cell;
  std::vector<int> periodic, open;
  for (int d = 0; d < 3; ++d) (structure.periodic[d] ? periodic : open).push_back(d);
  if (periodic.empty()) return {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (int d : periodic)
    for (double x : basis[d])
      require(std::isfinite(x), "structure: a cell vector is not finite (it is periodic) correct the cell");
  if (periodic.size() == 1) {
    Vector3 const& a = basis[periodic[0]];
    require(norm(a) > 0.0,
            "structure: the cell vector of a periodic direction is zero (images would coincide) give the "
            "cell or make that direction open");
    basis[open[0]] = any_normal(a);
    Vector3 const last = cross(a, basis[open[0]]);
    basis[open[1]] = scaled(last, 1.0 / norm(last));
  } else if (periodic.size() == 2) {
    Vector3 const normal = cross(basis[periodic[0]], basis[periodic[1]]);
    if (norm(normal) > 0.0) basis[open[0]] = scaled(normal, 1.0 / norm(normal));
  }
  double const volume = std::abs(dot(basis[0], cross(basis[1], basis[2])));
  double const lengths = norm(basis[0]) * norm(basis[1]) * norm(basis[2]);
  require(volume > 1e-9 * lengths && lengths > 0.0,
          "structure: the cell is singular (its periodic vectors are zero or linearly dependent) correct the cell");
  return basis;
}

Matrix3 reciprocal(Matrix3 const& basis) {
  double const volume = dot(basis[0], cross(basis[1], basis[2]));
  Matrix3 rows;
  for (int d = 0; d < 3; ++d) rows[d] = scaled(cross(basis[(d + 1) % 3], basis[(d + 2) % 3]), 1.0 / volume);
  return rows;
}

}  // namespace tesseral
