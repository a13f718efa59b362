// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A domain for tests of operations on edges.
#pragma once

#include "reference/message.hpp"
#include "support/domains.hpp"
#include "support/random.hpp"

#include <vector>

namespace tesseral::test {

/// Four receivers, one of them without edges and one with more edges than a tile holds, and two ghosts, one of which
/// sends nothing. Some edges are longer than the cutoff.
inline Domain random_domain(double r_cut, int n_species) {
  Random random(5);
  Domain domain;
  domain.n_owned = 4;
  domain.atom = {0, 1, 2, 3, 4, 5};
  for (int const i : domain.atom) domain.species.push_back(i % n_species);
  int const edges_of[4] = {7, 0, 270, 3};
  for (int i = 0; i < domain.n_owned; ++i)
    for (int k = 0; k < edges_of[i]; ++k) {
      double const length = random.uniform(0.2, 1.05) * r_cut;
      auto r = random.unit_vector();
      for (double& x : r) x *= length;
      domain.edges.push_back({i, random.index(5), r});
    }
  return domain;
}

/// Its edges for the reference.
inline std::vector<reference::EdgeVector> edge_vectors(Domain const& domain) {
  std::vector<reference::EdgeVector> edges;
  for (auto const& edge : domain.edges)
    edges.push_back(
        {edge.receiver, edge.sender, edge.offset, domain.species[edge.receiver], domain.species[edge.sender]});
  return edges;
}

/// Of all edges, [edge][3].
inline std::vector<double> displacements(Domain const& domain) {
  std::vector<double> x;
  for (auto const& edge : domain.edges) x.insert(x.end(), edge.offset.begin(), edge.offset.end());
  return x;
}

}  // namespace tesseral::test
