// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energy, forces and virial of structures, as host numbers.
#pragma once

#include "support/spaces.hpp"
#include "tesseral/potential.hpp"

#include <array>
#include <memory>
#include <numeric>
#include <vector>

namespace tesseral::test {

struct Result {
  double energy = 0.0;                        // eV, all owned atoms
  std::vector<double> atom_energy;            // [n_owned], eV
  std::vector<std::array<double, 3>> forces;  // [n_total], eV/Å
  std::array<double, 6> virial{};             // xx yy zz xy xz yz, eV
};

/// A potential whose model and evaluator can be looked into.
template <class Space, class Real = double>
class Potential {
 public:
  explicit Potential(ModelData const& data, RadialEvaluation radial = RadialEvaluation::network,
                     ProductAlgorithms const& products = {})
      : model_(std::make_shared<Model<Space, Real>>(data, radial)),
        evaluator_(std::make_shared<Evaluator<Space, Real>>(model_, products)),
        potential_(evaluator_) {}

  Model<Space, Real>& model() { return *model_; }
  Evaluator<Space, Real>& evaluator() { return *evaluator_; }
  tesseral::Potential<Space>& door() { return potential_; }
  double r_cut() const { return potential_.r_cut(); }

  /// Edges are sought anew.
  Result evaluate(Structure const& structure) {
    StructureGraph<Space> const graph({structure}, r_cut());
    return evaluate(graph.graph());
  }
  /// With the edges given, whatever their length.
  Result evaluate(Structure const& structure, std::vector<Edge> const& edges) {
    StructureGraph<Space> const graph({&structure}, {&edges});
    return evaluate(graph.graph());
  }
  Result evaluate(NeighborGraph<Space> const& graph) { return to_result(graph, potential_.evaluate(Space(), graph)); }
  Result evaluate(NeighborGraph<Space> const& graph, AnyHaloExchange<Space>& halo) {
    return to_result(graph, potential_.evaluate(Space(), graph, halo));
  }

 private:
  Result to_result(NeighborGraph<Space> const& graph, GraphResult<Space> const& answers) {
    Result result;
    result.atom_energy = to_host(answers.energies);
    result.atom_energy.resize(graph.n_owned);
    result.energy = std::accumulate(result.atom_energy.begin(), result.atom_energy.end(), 0.0);
    auto const flat_forces = to_host(answers.forces);
    result.forces.resize(graph.n_total);
    for (int i = 0; i < graph.n_total; ++i)
      for (int d = 0; d < 3; ++d) result.forces[i][d] = flat_forces[3 * i + d];
    result.virial = potential_.virial(Space());
    return result;
  }

  std::shared_ptr<Model<Space, Real>> model_;
  std::shared_ptr<Evaluator<Space, Real>> evaluator_;
  tesseral::Potential<Space> potential_;
};

}  // namespace tesseral::test
