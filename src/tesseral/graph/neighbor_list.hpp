// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Edges of structures on the host, for programs without an MD code around: training, evaluation, tests.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/model/model_data.hpp"

#include <array>
#include <string>
#include <vector>

namespace tesseral {

/// One edge of a structure: x_sender + shift·cell - x_receiver is shorter than the cutoff.
struct Edge {
  int receiver;
  int sender;
  std::array<double, 3> offset;  // Å, the periodic image's translation: r = x_sender + offset - x_receiver
};

/// r of an edge and its length, Å.
std::array<double, 3> edge_vector(Structure const&, Edge const&);
double edge_length(Structure const&, Edge const&);

/// Closer than this, Å, two atoms are taken for one atom that was given twice.
constexpr double coincidence = 1e-6;
/// The error that says so of two atoms, numbered from 0.
std::string coincident_atoms(int i, int j);

/// All directed edges shorter than r_cut, images of any order included, sorted by receiver. O(atoms) for large cells.
/// Throws Error if a periodic structure has a singular cell or two atoms coincide.
std::vector<Edge> find_edges(Structure const&, double r_cut);

/// Structures joined into one disjoint graph in device memory; everything is owned, there are no ghosts.
/// Displacements are recomputed from positions, with the edges kept, by set_positions().
template <class Space>
class StructureGraph {
 public:
  StructureGraph(std::vector<Structure> const&, double r_cut);
  /// With edges that find_edges() gave earlier, one list per structure.
  StructureGraph(std::vector<Structure const*> const&, std::vector<std::vector<Edge> const*> const&);

  NeighborGraph<Space> const& graph() const { return graph_; }
  int n_structures() const { return static_cast<int>(atom_begin_.size()) - 1; }
  /// [n_structures + 1], first atom of each structure.
  std::vector<int> const& atom_begin() const { return atom_begin_; }
  /// Host positions of all atoms, [atom][3].
  std::vector<std::array<double, 3>> const& positions() const { return positions_; }
  /// Moves the atoms (same edges) and recomputes the displacements. `strain`, if not null, is one 3x3 matrix per
  /// structure: x -> (1 + strain) x, offsets included.
  void set_positions(std::vector<std::array<double, 3>> const& positions,
                     std::vector<std::array<std::array<double, 3>, 3>> const* strain = nullptr);

 private:
  void join(std::vector<Structure const*> const&, std::vector<std::vector<Edge> const*> const&);

  std::vector<int> atom_begin_;
  std::vector<int> structure_of_edge_;
  std::vector<Edge> edges_;  // atoms numbered through all structures
  std::vector<std::array<double, 3>> positions_;
  Vectors<double, Space> displacement_;  // what graph_.displacement shows
  NeighborGraph<Space> graph_;
  SenderIndex<Space> sender_index_;
};

}  // namespace tesseral
