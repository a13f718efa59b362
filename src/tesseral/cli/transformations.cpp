// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/transformations.hpp"

#include "tesseral/core/vector3.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>

namespace tesseral::cli {
namespace {

using Forces = Transformation::Forces;

Vector3 times(Matrix3 const& m, Vector3 const& x) {
  Vector3 y{};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) y[a] += m[a][b] * x[b];
  return y;
}

Transformation linear(std::string name, Matrix3 const& m) {
  return {std::move(name),
          [m](Structure structure) {
            for (Vector3& x : structure.positions) x = times(m, x);
            for (Vector3& a : structure.cell) a = times(m, a);
            return structure;
          },
          [m](Forces forces) {
            for (Vector3& force : forces) force = times(m, force);
            return forces;
          }};
}

// The same for the same number of atoms.
std::vector<std::size_t> shuffled_order(std::size_t atoms) {
  std::vector<std::size_t> order(atoms);
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::mt19937_64 random(atoms);
  for (std::size_t k = atoms; k > 1; --k) std::swap(order[k - 1], order[random() % k]);
  return order;
}

}  // namespace

Transformation permutation() {
  return {"permutation",
          [](Structure const& structure) {
            Structure result = structure;
            auto const order = shuffled_order(structure.species.size());
            for (std::size_t k = 0; k < order.size(); ++k) {
              result.species[k] = structure.species[order[k]];
              result.positions[k] = structure.positions[order[k]];
            }
            return result;
          },
          [](Forces const& forces) {
            Forces result = forces;
            auto const order = shuffled_order(forces.size());
            for (std::size_t k = 0; k < order.size(); ++k) result[k] = forces[order[k]];
            return result;
          }};
}

Transformation translation() {
  return {"translation",
          [](Structure structure) {
            for (Vector3& x : structure.positions) x = {x[0] + 1.234, x[1] - 5.43, x[2] + 3.21};
            return structure;
          },
          [](Forces const& forces) { return forces; }};
}

// Rodrigues' formula.
Transformation rotation() {
  double const n = std::sqrt(0.3 * 0.3 + 0.5 * 0.5 + 0.8 * 0.8);
  Vector3 const u = {0.3 / n, 0.5 / n, 0.8 / n};
  double const c = std::cos(1.1), s = std::sin(1.1);
  Matrix3 m;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) m[a][b] = (1.0 - c) * u[a] * u[b] + (a == b ? c : 0.0);
  for (int a = 0; a < 3; ++a) {
    m[a][(a + 1) % 3] -= s * u[(a + 2) % 3];
    m[(a + 1) % 3][a] += s * u[(a + 2) % 3];
  }
  return linear("rotation", m);
}

Transformation inversion() { return linear("inversion", {{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}}); }

}  // namespace tesseral::cli
