// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The engine's door: a model file and options in; energies, forces and virials out, for structures, or for the graph
/// of a host code that has lists of neighbours, ghost atoms and ranks of its own. The one place that knows precisions,
/// algorithms and radial tables; everything that computes with a potential goes through it.
///
///     tesseral::Potential<> potential("si.h5");                     // Kokkos runs already
///     double const energy = potential.evaluate(structure).energy;   // eV
#pragma once

#include "tesseral/graph/halo.hpp"
#include "tesseral/graph/moment_halo.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/model/model_data.hpp"
#include "tesseral/network/evaluator.hpp"
#include "tesseral/potential_options.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace tesseral {

/// A structure's answers. Virials are -dE/d(strain), symmetric.
struct StructureResult {
  double energy = 0.0;                            // eV, E0 included
  std::vector<double> energies;                   // [atom], eV, E0 included
  std::vector<std::array<double, 3>> forces;      // [atom], eV/Å
  std::array<std::array<double, 3>, 3> virial{};  // eV
  std::vector<std::array<double, 6>> virials;     // [atom], xx yy zz xy xz yz, eV; if asked for
  std::vector<double> scalars;                    // [atom][layer][channel], h_i[00] behind each layer; if asked for
  std::vector<double> expected_errors;            // [atom], of the norm of the force, eV/Å; if asked for
};

/// Which of them cost extra.
struct Wanted {
  bool atom_virials = false;
  bool scalars = false;
  bool expected_errors = false;  // of a potential that knows_errors()
};

/// Answers for a graph: views of the potential's own arrays, valid until its next call.
template <class Space>
struct GraphResult {
  Array1<double const, Space> energies;        // [n_owned or more], eV, E0 included
  Vectors<double const, Space> forces;         // [n_total][3], eV/Å; those of ghosts are to be added to their owners'
  Vectors<double const, Space> edge_gradient;  // [edge or more][3], dE/dr_e, eV/Å
  // [n_total][9], xx yy zz xy xz yz yx zx zy, eV, if asked for; those of ghosts are to be added to their owners'
  Array2<double const, Space> centroid_virials;
};

/// Calls are collective over the ranks of a halo. One call at a time: work arrays belong to the object.
template <class Space = HostSpace>
class Potential {
 public:
  /// Throws Error if the file cannot be read, or has no products as asked for.
  explicit Potential(std::string const& model_file, PotentialOptions const& = {});
  explicit Potential(ModelData const&, PotentialOptions const& = {});
  /// With these algorithms, [layer], of choose_algorithms(): ranks that must agree share one choice.
  Potential(ModelData const&, PotentialOptions const&, ProductAlgorithms const&);
  /// Shares a model, its work arrays and its algorithms with somebody who changes the weights: training.
  explicit Potential(std::shared_ptr<Evaluator<Space, double>>);
  explicit Potential(std::shared_ptr<Evaluator<Space, float>>);
  ~Potential();
  Potential(Potential&&) noexcept;
  Potential& operator=(Potential&&) noexcept;

  /// What the options ask for on this space; may measure, so that two processes may find different answers.
  static ProductAlgorithms choose_algorithms(ModelData const&, PotentialOptions const&);

  std::vector<std::string> const& elements() const;
  /// Index of an element; throws Error that lists the potential's elements if it is not among them.
  int species_of(std::string const& element) const;
  double r_cut() const;  // Å
  ProductAlgorithms const& algorithms() const;
  /// Whether the model file says what errors to expect (model/force_uncertainty.hpp).
  bool knows_errors() const;

  /// [structure]. Small structures share a batch so that all threads have work; a batch has a bounded number of edges
  /// unless a single structure has more. Throws Error naming the structure (from 1) whose edges cannot be found.
  std::vector<StructureResult> evaluate(std::vector<Structure> const&, Wanted const& = {});
  StructureResult evaluate(Structure const&, Wanted const& = {});
  /// Structures whose edges are known.
  std::vector<StructureResult> evaluate(StructureGraph<Space> const&, Wanted const& = {});

  /// A host code's graph. Nothing is allocated once the arrays are large enough.
  GraphResult<Space> evaluate(Space const&, NeighborGraph<Space> const&, AnyHaloExchange<Space>&);
  /// Without ghosts.
  GraphResult<Space> evaluate(Space const&, NeighborGraph<Space> const&);
  /// As evaluate(), with centroid_virials W_j[a][b] = sum_k (r_k - r_j)_a dE_k/dr_jb, by which the potential part of a
  /// heat flux is sum_j W_j v_j (forces/energy_moments.hpp): four backward passes instead of one if there are several
  /// layers. Positions [n_total][3], Å, must have the graph's displacements as their differences: all periodic images
  /// are ghosts.
  GraphResult<Space> evaluate_with_centroid_virials(Space const&, NeighborGraph<Space> const&,
                                                    Vectors<double const, Space> positions, AnyHaloExchange<Space>&);
  // Of the last graph: sum over its edges, symmetrised; and by atom, in the shares of forces/edge_forces.hpp.
  std::array<double, 6> virial(Space const&) const;        // xx yy zz xy xz yz, eV
  Array2<double const, Space> atom_virials(Space const&);  // [n_total][6], xx yy zz xy xz yz, eV
  /// Whether the next graphs are evaluated for expected_errors() too; throws Error unless knows_errors().
  void expect_errors(bool);
  /// Of the last graph: the root mean square to expect of the norm of a force's error, [n_owned or more], eV/Å.
  Array1<double const, Space> expected_errors(Space const&);

  /// Length in bytes of the longest row that the halo exchanges.
  std::size_t halo_row_bytes() const;
  /// Bytes of all work arrays, the largest so far.
  std::size_t work_bytes() const;
  /// How the network is computed: "radial tables of 400 and 600 intervals, error 8e-10, product cp".
  std::string description() const;

 private:
  /// For the next graphs: for themselves, for the errors to expect.
  void keep_scalars(bool scalars, bool errors);
  /// Of the last graph's atoms from `first` to `end`, row by row.
  std::vector<double> scalars_of(int first, int end) const;
  GraphResult<Space> evaluate_graph(Space const&, NeighborGraph<Space> const&, AnyHaloExchange<Space>*, WayBack);
  void find_moments(Space const&, Array2<double, Space> centroid_virials);

  class Engine;
  template <class Real>
  class EngineOf;
  std::unique_ptr<Engine> engine_;
  NeighborGraph<Space> graph_;  // the last one
  Vectors<double const, Space> edge_gradient_;
  Vectors<double, Space> forces_;
  Array2<double, Space> atom_virials_, centroid_virials_;
  // of a heat flux: the evaluations of S_a in forces/energy_moments.hpp
  MomentHalo<Space> moment_halo_;
  Vectors<double, Space> positions_, moment_forces_, kept_edge_gradient_;
  Array1<double, Space> moment_weights_;
};

}  // namespace tesseral
