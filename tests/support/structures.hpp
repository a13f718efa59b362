// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random structures, the same for the same seed. Every species of the model occurs if there are enough atoms.
#pragma once

#include "support/random.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/model/model_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tesseral::test {

inline double distance(std::array<double, 3> const& a, std::array<double, 3> const& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// Distance from a to the nearest periodic image of b, among the neighbouring cells.
inline double image_distance(Structure const& s, std::array<double, 3> const& a, std::array<double, 3> const& b) {
  double nearest = distance(a, b);
  int const n[3] = {s.periodic[0] ? 1 : 0, s.periodic[1] ? 1 : 0, s.periodic[2] ? 1 : 0};
  for (int u = -n[0]; u <= n[0]; ++u)
    for (int v = -n[1]; v <= n[1]; ++v)
      for (int w = -n[2]; w <= n[2]; ++w) {
        std::array<double, 3> image = b;
        for (int d = 0; d < 3; ++d) image[d] += u * s.cell[0][d] + v * s.cell[1][d] + w * s.cell[2][d];
        nearest = std::min(nearest, distance(a, image));
      }
  return nearest;
}

/// Adds `n` atoms at random in the parallelepiped of `box`, no two closer than `min_distance` (Å), species in turn.
inline void fill(Structure& structure, std::array<std::array<double, 3>, 3> const& box, int n, int n_species,
                 double min_distance, Random& random) {
  for (int attempt = 0; static_cast<int>(structure.positions.size()) < n; ++attempt) {
    require(attempt < 100000, "tests: no room for the atoms (the box is too small) enlarge it");
    double const u[3] = {random.uniform(), random.uniform(), random.uniform()};
    std::array<double, 3> x{};
    for (int d = 0; d < 3; ++d) x[d] = u[0] * box[0][d] + u[1] * box[1][d] + u[2] * box[2][d];
    bool free = true;
    for (auto const& other : structure.positions) free = free && image_distance(structure, x, other) >= min_distance;
    if (!free) continue;
    structure.species.push_back(static_cast<int>(structure.positions.size()) % n_species);
    structure.positions.push_back(x);
  }
}

/// A cluster without periodicity, atoms at least 1.2 Å apart.
inline Structure molecule(int n, int n_species, std::uint64_t seed) {
  Random random(seed);
  double const edge = 1.9 * std::cbrt(n);
  Structure structure;
  fill(structure, {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, n, n_species, 1.2, random);
  return structure;
}

/// A periodic triclinic cell, atoms at least 1.3 Å apart.
inline Structure triclinic_cell(int n, int n_species, std::uint64_t seed) {
  Random random(seed);
  double const edge = 2.1 * std::cbrt(n);
  Structure structure;
  structure.cell = {{{edge, 0, 0}, {0.3 * edge, 1.1 * edge, 0}, {-0.2 * edge, 0.4 * edge, 0.9 * edge}}};
  structure.periodic = {true, true, true};
  fill(structure, structure.cell, n, n_species, 1.3, random);
  return structure;
}

/// Two atoms in a cell that is shorter than r_cut in every direction, so that either is its own neighbour.
inline Structure self_neighbor_cell(int n_species, double r_cut) {
  Structure structure;
  double const edge = 0.7 * r_cut;
  structure.cell = {{{edge, 0, 0}, {0.2 * edge, 1.1 * edge, 0}, {0.1 * edge, -0.3 * edge, 0.95 * edge}}};
  structure.periodic = {true, true, true};
  structure.species = {0, 1 % n_species};
  structure.positions = {{0.1, 0.2, -0.1}, {0.47 * edge, 0.58 * edge, 0.36 * edge}};
  return structure;
}

/// A layer: periodic in x and y, open in z.
inline Structure slab(int n, int n_species, std::uint64_t seed) {
  Structure structure = triclinic_cell(n, n_species, seed);
  structure.periodic = {true, true, false};
  return structure;
}

/// The structures that every law is tried on.
inline std::vector<std::pair<std::string, Structure>> test_structures(int n_species, double r_cut) {
  return {{"molecule", molecule(6, n_species, 11)},
          {"triclinic cell", triclinic_cell(5, n_species, 12)},
          {"slab", slab(4, n_species, 13)},
          {"cell of two atoms that are their own neighbours", self_neighbor_cell(n_species, r_cut)}};
}

}  // namespace tesseral::test
