// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/paths.hpp"

#include "tesseral/model/elements.hpp"
#include "tesseral/model/known_bonds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tesseral::scans {
namespace {

constexpr double contact_share = 0.8;  // of the sum of covalent radii

// Å: growth of the distance from point to point, and its largest step.
constexpr double dimer_growth = 1.02, dimer_step = 0.05;
constexpr double third_atom_growth = 1.05, third_atom_step = 0.1;

double radius(ModelData const& data, int species) { return covalent_radius(atomic_number(data.elements[species])); }

std::string pair_name(ModelData const& data, int i, int j) { return data.elements[i] + "-" + data.elements[j]; }

}  // namespace

double contact_distance(ModelData const& data, int species_i, int species_j) {
  return contact_share * (radius(data, species_i) + radius(data, species_j));
}

void limit_depth(Curve& curve, ModelData const& data) {
  double sum = 0.0;
  for (auto const& [i, j] : curve.pairs) {
    std::string const &a = data.elements[i], &b = data.elements[j];
    auto const bond = deepest_bond(a, b);
    if (!bond) {
      curve.deepest = std::numeric_limits<double>::infinity();
      curve.about_deepest = "no bond of " + pair_name(data, i, j) + " is known";
      return;
    }
    sum += bond->energy;
    if (!bond->published)
      curve.about_deepest += (curve.about_deepest.empty() ? "" : ", ") + pair_name(data, i, j) +
                             " bound by the mean of " + a + "-" + a + " and " + b + "-" + b;
  }
  curve.deepest = depth_share * sum;
}

std::vector<Path> dimer_paths(ModelData const& data) {
  std::vector<Path> paths;
  int const species = static_cast<int>(data.elements.size());
  for (int i = 0; i < species; ++i)
    for (int j = i; j < species; ++j) {
      Path path;
      path.curve.name = pair_name(data, i, j);
      path.curve.contact = contact_distance(data, i, j);
      path.curve.pairs = {{i, j}};
      limit_depth(path.curve, data);
      path.curve.distances = scan_distances(closest_scanned, data.architecture.r_cut, dimer_growth, dimer_step);
      for (double const r : path.curve.distances) {
        Structure pair;
        pair.species = {i, j};
        pair.positions = {{0.0, 0.0, 0.0}, {r, 0.0, 0.0}};
        path.structures.push_back(pair);
      }
      path.zero = data.E0[i] + data.E0[j];
      paths.push_back(path);
    }
  return paths;
}

std::vector<Path> third_atom_paths(ModelData const& data) {
  std::vector<Path> paths;
  int const species = static_cast<int>(data.elements.size());
  for (int i = 0; i < species; ++i)
    for (int j = i; j < species; ++j)
      for (int k = 0; k < species; ++k) {
        double const half = 0.5 * (radius(data, i) + radius(data, j));
        double const reach = std::min(contact_distance(data, i, k), contact_distance(data, j, k));
        Path path;
        path.curve.name = data.elements[k] + " into " + pair_name(data, i, j);
        path.curve.contact = std::sqrt(std::max(reach * reach - half * half, 0.0));
        path.curve.pairs = {{i, j}, {i, k}, {j, k}};
        limit_depth(path.curve, data);
        path.curve.distances =
            scan_distances(closest_scanned, data.architecture.r_cut, third_atom_growth, third_atom_step);
        for (double const height : path.curve.distances) {
          Structure three;
          three.species = {i, j, k};
          three.positions = {{-half, 0.0, 0.0}, {half, 0.0, 0.0}, {0.0, height, 0.0}};
          path.structures.push_back(three);
        }
        path.zero = data.E0[i] + data.E0[j] + data.E0[k];
        paths.push_back(path);
      }
  return paths;
}

}  // namespace tesseral::scans
