// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/scans/paths.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace tesseral::scans {
namespace {

constexpr double end_of_compression = 0.5;    // of contact; closer ones have thousands of neighbours
constexpr double growth = 1.04, step = 0.05;  // of the distance, from point to point; Å

struct ClosestPair {
  int i = 0, j = 0;
  double distance = std::numeric_limits<double>::infinity();  // Å
};

ClosestPair closest_pair(Structure const& structure, double r_cut) {
  ClosestPair closest;
  for (Edge const& edge : find_edges(structure, r_cut))
    if (double const distance = edge_length(structure, edge); distance < closest.distance)
      closest = {edge.receiver, edge.sender, distance};
  return closest;
}

// 1.2 times the lowest energy that the potential was fitted to, for so many atoms.
void limit_depth(Curve& curve, ModelData const& data, std::size_t atoms) {
  bool const is_known = data.fitted_range && data.fitted_range->energy;
  double const lowest = is_known ? data.fitted_range->energy->front() : 0.0;
  if (lowest < 0.0) {
    curve.deepest = -depth_share * lowest * static_cast<double>(atoms);
  } else {
    curve.deepest = std::numeric_limits<double>::infinity();
    curve.about_deepest = is_known ? "fitted to energies above E0" : "what it was fitted to is unknown";
  }
}

Structure scaled(Structure structure, double factor) {
  for (auto& position : structure.positions)
    for (double& x : position) x *= factor;
  for (auto& vector : structure.cell)
    for (double& x : vector) x *= factor;
  return structure;
}

}  // namespace

std::vector<Path> compression_paths(ModelData const& data) {
  std::vector<Path> paths;
  for (std::size_t n = 0; n < data.self_tests.size(); ++n) {
    Structure const& structure = data.self_tests[n].structure;
    auto const closest = closest_pair(structure, data.architecture.r_cut);
    if (!std::isfinite(closest.distance)) continue;
    int const i = structure.species[closest.i], j = structure.species[closest.j];
    Path path;
    path.curve.name = fmt::format("closest {}-{} of self-test {}", data.elements[i], data.elements[j], n + 1);
    path.curve.pairs = {{i, j}};
    limit_depth(path.curve, data, structure.species.size());
    path.curve.distances =
        scan_distances(end_of_compression * contact_distance(data, i, j), closest.distance, growth, step);
    for (double const r : path.curve.distances) path.structures.push_back(scaled(structure, r / closest.distance));
    for (int const s : structure.species) path.zero += data.E0[s];
    paths.push_back(path);
  }
  return paths;
}

}  // namespace tesseral::scans
