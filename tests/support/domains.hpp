// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A structure cut into domains with ghost atoms, as an MD code spreads it over ranks.
#pragma once

#include "support/spaces.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace tesseral::test {

/// The row of an owned atom in its domain.
struct Owner {
  int domain;
  int row;
};

/// What one rank knows. Local atoms are the owned ones, then the ghosts.
struct Domain {
  std::vector<int> atom;  // [local atom], its number in the structure
  int n_owned = 0;
  std::vector<Owner> owner;  // [ghost], whose image it is
  std::vector<Edge> edges;   // between local atoms, by receiver; offset holds the displacement itself
  std::vector<int> species;  // [local atom]
};

/// Domain d owns the atoms with domain_of[i] = d; every periodic image and every atom of another domain that sends to
/// one of them is a ghost, as often as it has images. A domain may own nothing.
inline std::vector<Domain> split(Structure const& structure, double r_cut, std::vector<int> const& domain_of,
                                 int n_domains) {
  std::vector<Domain> domains(n_domains);
  std::vector<Owner> owner(structure.species.size());
  for (std::size_t i = 0; i < owner.size(); ++i) {
    Domain& domain = domains[domain_of[i]];
    owner[i] = {domain_of[i], domain.n_owned++};
    domain.atom.push_back(static_cast<int>(i));
  }
  using Image = std::pair<int, std::array<long, 3>>;
  std::vector<std::map<Image, int>> ghost_row(n_domains);
  for (Edge const& edge : find_edges(structure, r_cut)) {
    int const d = domain_of[edge.receiver];
    Domain& domain = domains[d];
    Owner const sender = owner[edge.sender];
    std::array<long, 3> shift;
    for (int k = 0; k < 3; ++k) shift[k] = std::lround(1e6 * edge.offset[k]);
    int row = sender.row;
    if (sender.domain != d || shift != std::array<long, 3>{}) {
      auto const [place, is_new] =
          ghost_row[d].try_emplace(Image{edge.sender, shift}, static_cast<int>(domain.atom.size()));
      row = place->second;
      if (is_new) {
        domain.atom.push_back(edge.sender);
        domain.owner.push_back(sender);
      }
    }
    Edge local{owner[edge.receiver].row, row, {}};
    for (int k = 0; k < 3; ++k)
      local.offset[k] = structure.positions[edge.sender][k] + edge.offset[k] - structure.positions[edge.receiver][k];
    domain.edges.push_back(local);
  }
  for (Domain& domain : domains)
    for (int const i : domain.atom) domain.species.push_back(structure.species[i]);
  return domains;
}

/// The graph of a domain in the memory of a space.
template <class Space>
class DomainGraph {
 public:
  explicit DomainGraph(Domain const& domain) {
    std::vector<int> receiver, sender;
    std::vector<EdgeIndex> edge_begin(domain.n_owned + 1, 0);
    std::vector<std::array<double, 3>> displacement;
    for (Edge const& edge : domain.edges) {
      receiver.push_back(edge.receiver);
      sender.push_back(edge.sender);
      displacement.push_back(edge.offset);
      ++edge_begin[edge.receiver + 1];
    }
    for (int i = 0; i < domain.n_owned; ++i) edge_begin[i + 1] += edge_begin[i];
    graph_.n_owned = domain.n_owned;
    graph_.n_total = static_cast<int>(domain.atom.size());
    graph_.species = to_space<Space>(domain.species);
    graph_.edge_begin = to_space<Space>(edge_begin);
    graph_.receiver = to_space<Space>(receiver);
    graph_.sender = to_space<Space>(sender);
    graph_.displacement = to_space<Space>(displacement);
    sender_index_.build(Space{}, graph_);
  }

  NeighborGraph<Space> const& graph() const { return graph_; }

 private:
  NeighborGraph<Space> graph_;
  SenderIndex<Space> sender_index_;
};

}  // namespace tesseral::test
