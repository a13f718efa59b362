// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/measured_range.hpp"

#include "tesseral/core/larger.hpp"
#include "tesseral/core/vector3.hpp"

#include <algorithm>

namespace tesseral {
namespace {

FittedRange of_frame(LabelledFrame const& frame, std::vector<double> const& E0, double r_cut) {
  return measured_range(frame.structure, frame.edges, frame.energy, frame.forces, E0, r_cut);
}

}  // namespace

FittedRange measured_range(Structure const& structure, std::vector<Edge> const& edges, std::optional<double> energy,
                           std::vector<Vector3> const& forces, std::vector<double> const& E0, double r_cut) {
  auto const& species = structure.species;
  FittedRange range;
  range.frames = 1;
  range.atoms.assign(E0.size(), 0);
  range.closest.assign(E0.size(), std::vector<double>(E0.size(), r_cut));
  range.neighbors.assign(E0.size(), {0, 0});

  std::vector<int> count(species.size(), 0);  // neighbours of each atom
  for (Edge const& edge : edges) {
    double& closest = range.closest[species[edge.receiver]][species[edge.sender]];
    closest = std::min(closest, edge_length(structure, edge));
    ++count[edge.receiver];
  }
  // The two directions of an edge may differ by a rounding error.
  for (std::size_t a = 0; a < E0.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      range.closest[a][b] = range.closest[b][a] = std::min(range.closest[a][b], range.closest[b][a]);

  double bound = energy.value_or(0.0);
  for (std::size_t i = 0; i < species.size(); ++i) {
    auto& [fewest, most] = range.neighbors[species[i]];
    bool const is_first = range.atoms[species[i]]++ == 0;
    fewest = is_first ? count[i] : std::min(fewest, count[i]);
    most = std::max(most, count[i]);
    bound -= E0[species[i]];
  }
  bound /= static_cast<double>(species.size());
  if (energy) range.energy = {bound, bound};
  for (auto const& force : forces) range.largest_force = larger(range.largest_force.value_or(0.0), norm(force));
  return range;
}

FittedRange measured_range(std::vector<LabelledFrame> const& frames, std::vector<double> const& E0, double r_cut) {
  FittedRange range = of_frame(frames.front(), E0, r_cut);
  for (std::size_t n = 1; n < frames.size(); ++n) range = united(range, of_frame(frames[n], E0, r_cut));
  return range;
}

}  // namespace tesseral
