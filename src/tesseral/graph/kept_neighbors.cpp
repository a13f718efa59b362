// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/kept_neighbors.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <string>

namespace tesseral {
namespace {

double squared(double x) { return x * x; }

}  // namespace

KeptNeighbors::KeptNeighbors(double r_cut, double skin) : r_cut_(r_cut), skin_(skin) {
  require(std::isfinite(r_cut) && r_cut > 0.0 && std::isfinite(skin) && skin >= 0.0,
          "neighbours: cutoff " + std::to_string(r_cut) + " Å, skin " + std::to_string(skin) +
              " Å (a cutoff is positive, a skin not negative) correct them");
}

bool KeptNeighbors::still_holds(Structure const& structure) const {
  if (structure.species != searched_.species || structure.cell != searched_.cell ||
      structure.periodic != searched_.periodic || structure.positions.size() != searched_.positions.size())
    return false;
  for (std::size_t i = 0; i < structure.positions.size(); ++i) {
    double moved2 = 0.0;
    for (int d = 0; d < 3; ++d) moved2 += squared(structure.positions[i][d] - searched_.positions[i][d]);
    if (!(moved2 <= squared(0.5 * skin_))) return false;  // NaN too
  }
  return true;
}

std::vector<Edge> const& KeptNeighbors::edges(Structure const& structure) {
  if (skin_ == 0.0 || searched_.positions.empty() || !still_holds(structure)) {
    searched_ = {};
    candidates_ = find_edges(structure, r_cut_ + skin_);
    searched_ = structure;
    ++n_searches_;
  }
  edges_.clear();
  for (Edge const& edge : candidates_) {
    // the sum of edge_vector(), in the order of find_edges(), where an edge is exactly minus its reverse
    double r2 = 0.0;
    for (int d = 0; d < 3; ++d)
      r2 += squared((structure.positions[edge.sender][d] - structure.positions[edge.receiver][d]) + edge.offset[d]);
    if (r2 >= r_cut_ * r_cut_) continue;
    if (r2 < squared(coincidence)) throw Error(coincident_atoms(edge.receiver, edge.sender));
    edges_.push_back(edge);
  }
  return edges_;
}

}  // namespace tesseral
