// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/vector3.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/scans/paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tesseral::scans {
namespace {

constexpr std::size_t directions = 3;
constexpr double growth = 1.08, step = 0.1;  // of the distance, from point to point; Å

struct Neighbor {
  int atom = 0;
  Vector3 displacement{};  // from the pushed atom, Å
  double distance = 0.0;   // Å
};

// Nearest first; without the atom's own images, which move as it does.
std::vector<Neighbor> neighbors_of(int atom, Structure const& structure, std::vector<Edge> const& edges) {
  std::vector<Neighbor> neighbors;
  for (Edge const& edge : edges) {
    if (edge.receiver != atom || edge.sender == atom) continue;
    neighbors.push_back({edge.sender, edge_vector(structure, edge), edge_length(structure, edge)});
  }
  std::stable_sort(neighbors.begin(), neighbors.end(),
                   [](Neighbor const& a, Neighbor const& b) { return a.distance < b.distance; });
  return neighbors;
}

// How near a straight way from the origin to `end` comes to a point.
double distance_to_way(Vector3 const& end, Vector3 const& point) {
  double along = 0.0, square = 0.0;
  for (int d = 0; d < 3; ++d) along += end[d] * point[d], square += end[d] * end[d];
  double const t = std::clamp(along / square, 0.0, 1.0);
  return std::hypot(t * end[0] - point[0], t * end[1] - point[1], t * end[2] - point[2]);
}

// Neighbours that the atom reaches without being in contact with another on its way; at most three.
std::vector<Neighbor> free_targets(ModelData const& data, Structure const& structure, int atom,
                                   std::vector<Edge> const& edges) {
  auto const neighbors = neighbors_of(atom, structure, edges);
  std::vector<Neighbor> targets;
  for (std::size_t n = 0; n < neighbors.size() && targets.size() < directions; ++n) {
    bool is_free = true;
    for (std::size_t other = 0; other < neighbors.size() && is_free; ++other)
      is_free =
          other == n || distance_to_way(neighbors[n].displacement, neighbors[other].displacement) >=
                            contact_distance(data, structure.species[atom], structure.species[neighbors[other].atom]);
    if (is_free) targets.push_back(neighbors[n]);
  }
  return targets;
}

struct Push {
  std::size_t test = 0;
  int atom = 0;
  std::vector<Neighbor> targets;
};

// The first atom with three free directions, or the one with most of them.
Push best_push(ModelData const& data, int species) {
  Push best;
  for (std::size_t test = 0; test < data.self_tests.size(); ++test) {
    Structure const& structure = data.self_tests[test].structure;
    auto const edges = find_edges(structure, data.architecture.r_cut);
    for (int atom = 0; atom < static_cast<int>(structure.species.size()); ++atom) {
      if (structure.species[atom] != species) continue;
      auto targets = free_targets(data, structure, atom, edges);
      if (targets.size() > best.targets.size()) best = {test, atom, targets};
      if (best.targets.size() == directions) return best;
    }
  }
  return best;
}

Path path_towards(ModelData const& data, Push const& push, Neighbor const& target) {
  SelfTest const& test = data.self_tests[push.test];
  int const i = test.structure.species[push.atom], j = test.structure.species[target.atom];
  Path path;
  path.curve.name = fmt::format("{} {} to {} {}, self-test {}", data.elements[i], push.atom + 1, data.elements[j],
                                target.atom + 1, push.test + 1);
  path.curve.contact = contact_distance(data, i, j);
  path.curve.pairs = {{i, j}};
  limit_depth(path.curve, data);
  path.curve.distances = scan_distances(closest_scanned, target.distance, growth, step);
  for (double const r : path.curve.distances) {
    path.structures.push_back(test.structure);
    for (int d = 0; d < 3; ++d)
      path.structures.back().positions[push.atom][d] += (1.0 - r / target.distance) * target.displacement[d];
  }
  path.zero = test.energy;
  return path;
}

}  // namespace

std::vector<Path> pushed_atom_paths(ModelData const& data) {
  std::vector<Path> paths;
  for (int species = 0; species < static_cast<int>(data.elements.size()); ++species) {
    Push const push = best_push(data, species);
    for (Neighbor const& target : push.targets) paths.push_back(path_towards(data, push, target));
  }
  return paths;
}

}  // namespace tesseral::scans
