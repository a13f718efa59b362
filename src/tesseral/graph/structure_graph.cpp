// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <string>

namespace tesseral {

template <class Space>
StructureGraph<Space>::StructureGraph(std::vector<Structure> const& structures, double r_cut) {
  std::vector<std::vector<Edge>> edges;
  std::vector<Structure const*> structure_pointers;
  std::vector<std::vector<Edge> const*> edge_pointers;
  for (Structure const& structure : structures) {
    structure_pointers.push_back(&structure);
    edges.push_back(find_edges(structure, r_cut));
  }
  for (auto const& list : edges) edge_pointers.push_back(&list);
  join(structure_pointers, edge_pointers);
}

template <class Space>
StructureGraph<Space>::StructureGraph(std::vector<Structure const*> const& structures,
                                      std::vector<std::vector<Edge> const*> const& edges) {
  join(structures, edges);
}

template <class Space>
void StructureGraph<Space>::join(std::vector<Structure const*> const& structures,
                                 std::vector<std::vector<Edge> const*> const& edges) {
  require(structures.size() == edges.size(), "StructureGraph: " + std::to_string(structures.size()) +
                                                 " structures but " + std::to_string(edges.size()) +
                                                 " lists of edges (each structure has its own) correct the call");
  std::vector<int> species, receiver, sender;
  std::vector<EdgeIndex> edge_begin = {0};
  atom_begin_ = {0};
  for (std::size_t k = 0; k < structures.size(); ++k) {
    int const first = atom_begin_.back();
    species.insert(species.end(), structures[k]->species.begin(), structures[k]->species.end());
    positions_.insert(positions_.end(), structures[k]->positions.begin(), structures[k]->positions.end());
    atom_begin_.push_back(static_cast<int>(positions_.size()));
    edge_begin.resize(positions_.size() + 1, 0);
    for (Edge const& edge : *edges[k]) {
      edges_.push_back({first + edge.receiver, first + edge.sender, edge.offset});
      structure_of_edge_.push_back(static_cast<int>(k));
      receiver.push_back(first + edge.receiver);
      sender.push_back(first + edge.sender);
      ++edge_begin[first + edge.receiver + 1];
    }
  }
  for (std::size_t i = 1; i < edge_begin.size(); ++i) edge_begin[i] += edge_begin[i - 1];

  graph_.n_owned = graph_.n_total = static_cast<int>(positions_.size());
  graph_.species = upload<Space>("tesseral::structure_graph::species", species);
  graph_.edge_begin = upload<Space>("tesseral::structure_graph::edge_begin", edge_begin);
  graph_.receiver = upload<Space>("tesseral::structure_graph::receiver", receiver);
  graph_.sender = upload<Space>("tesseral::structure_graph::sender", sender);
  displacement_ = Vectors<double, Space>(
      Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("tesseral::structure_graph::displacement")),
      edges_.size());
  graph_.displacement = displacement_;
  set_positions(std::vector<std::array<double, 3>>(positions_));
  sender_index_.build(Space(), graph_);
  Space().fence();
}

template <class Space>
void StructureGraph<Space>::set_positions(std::vector<std::array<double, 3>> const& positions,
                                          std::vector<std::array<std::array<double, 3>, 3>> const* strain) {
  require(positions.size() == positions_.size(), "StructureGraph: " + std::to_string(positions.size()) +
                                                     " positions for " + std::to_string(positions_.size()) +
                                                     " atoms (each atom has one) correct the call");
  require(strain == nullptr || static_cast<int>(strain->size()) == n_structures(),
          "StructureGraph: the number of strains is not that of the structures (each has one) correct the call");
  positions_ = positions;

  auto const displacement = Kokkos::create_mirror_view(displacement_);
  Edge const* const edges = edges_.data();
  int const* const structure_of_edge = structure_of_edge_.data();
  std::array<double, 3> const* const x = positions_.data();
  std::array<std::array<double, 3>, 3> const* const strains = strain == nullptr ? nullptr : strain->data();
  Kokkos::parallel_for("tesseral::structure_graph::displacement",
                       Kokkos::RangePolicy<HostSpace, Kokkos::IndexType<EdgeIndex>>(HostSpace(), 0, graph_.n_edges()),
                       [=](EdgeIndex e) {
                         Edge const& edge = edges[e];
                         double r[3];
                         for (int d = 0; d < 3; ++d) r[d] = (x[edge.sender][d] - x[edge.receiver][d]) + edge.offset[d];
                         for (int d = 0; d < 3; ++d) {
                           double stretched = r[d];
                           if (strains != nullptr)
                             for (int k = 0; k < 3; ++k) stretched += strains[structure_of_edge[e]][d][k] * r[k];
                           displacement(e, d) = stretched;
                         }
                       });
  HostSpace().fence();
  Kokkos::deep_copy(displacement_, displacement);
}

#define TESSERAL_INSTANTIATE(Space) template class StructureGraph<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
