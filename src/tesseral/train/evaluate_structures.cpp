// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/evaluate_structures.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/forces/edge_forces.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <string>

namespace tesseral {
namespace {

// Enough work for many threads, and little memory: edges in a batch.
constexpr std::size_t edges_per_batch = 20000;

// Runs the model on a batch and appends one result per structure.
template <class Evaluate>
void evaluate_batch(Evaluate const& evaluate, StructureGraph<HostSpace> const& batch,
                    std::vector<StructureResult>& results) {
  HostSpace const space{};
  auto const& graph = batch.graph();
  Evaluation<HostSpace> const evaluation = evaluate(graph);
  Vectors<double, HostSpace> const forces("tesseral::evaluate_structures::forces", graph.n_total);
  Array2<double, HostSpace> const virial("tesseral::evaluate_structures::virial", graph.n_total, 6);
  gather_forces(space, graph, evaluation.edge_gradient, forces);
  gather_atom_virial(space, graph, evaluation.edge_gradient, virial);
  space.fence();

  for (int s = 0; s < batch.n_structures(); ++s) {
    StructureResult result;
    std::array<double, 6> sum{};  // xx yy zz xy xz yz
    for (int i = batch.atom_begin()[s]; i < batch.atom_begin()[s + 1]; ++i) {
      result.energy += evaluation.energy(i);
      result.forces.push_back({forces(i, 0), forces(i, 1), forces(i, 2)});
      for (int k = 0; k < 6; ++k) sum[k] += virial(i, k);
    }
    result.virial = {{{sum[0], sum[3], sum[4]}, {sum[3], sum[1], sum[5]}, {sum[4], sum[5], sum[2]}}};
    results.push_back(std::move(result));
  }
}

}  // namespace

StructureEvaluator::StructureEvaluator(ModelData const& model, RadialEvaluation radial, Precision precision) {
  with_real(precision, [&](auto real) {
    using Real = decltype(real);
    use<Real>(std::make_shared<Model<HostSpace, Real>>(model, radial));
  });
}

StructureEvaluator::StructureEvaluator(ModelData const& model, RadialEvaluation radial, Precision precision,
                                       ProductRequest product) {
  with_real(precision, [&](auto real) {
    using Real = decltype(real);
    use<Real>(std::make_shared<Model<HostSpace, Real>>(model, radial),
              algorithms_of(choose_products<HostSpace, Real>(HostSpace(), model.architecture, product)));
  });
}

StructureEvaluator::StructureEvaluator(std::shared_ptr<Model<HostSpace, double> const> model) {
  use<double>(std::move(model));
}

template <class Real>
void StructureEvaluator::use(std::shared_ptr<Model<HostSpace, Real> const> model, ProductAlgorithms const& products) {
  r_cut_ = model->architecture().r_cut;
  auto const evaluator = std::make_shared<Evaluator<HostSpace, Real>>(std::move(model), products);
  evaluate_ = [evaluator](NeighborGraph<HostSpace> const& graph) {
    NoHalo<HostSpace, Real> halo;
    return evaluator->evaluate(HostSpace(), graph, halo);
  };
}

std::vector<StructureResult> StructureEvaluator::evaluate(std::vector<Structure> const& structures) {
  std::vector<StructureResult> results;
  for (std::size_t next = 0; next < structures.size();) {
    std::vector<Structure const*> batch;
    std::vector<std::vector<Edge>> edges;
    for (std::size_t count = 0; next < structures.size() && count < edges_per_batch; ++next) {
      batch.push_back(&structures[next]);
      try {
        edges.push_back(find_edges(structures[next], r_cut_));
      } catch (Error const& error) {
        throw Error("structure " + std::to_string(next + 1) + " of " + std::to_string(structures.size()) + ": " +
                    error.what());
      }
      count += edges.back().size() + structures[next].positions.size();  // free atoms are work too
    }
    std::vector<std::vector<Edge> const*> lists;
    for (auto const& list : edges) lists.push_back(&list);
    evaluate_batch(evaluate_, StructureGraph<HostSpace>(batch, lists), results);
  }
  return results;
}

StructureResult StructureEvaluator::evaluate(Structure const& structure) {
  return std::move(evaluate(std::vector<Structure>{structure}).front());
}

void compute_self_test(ModelData& model, std::vector<Structure> const& structures) {
  StructureEvaluator evaluator(model);
  auto results = evaluator.evaluate(structures);
  model.self_tests.clear();
  for (std::size_t s = 0; s < structures.size(); ++s) {
    SelfTest test;
    test.structure = structures[s];
    test.energy = results[s].energy;
    test.forces = std::move(results[s].forces);
    test.virial = results[s].virial;
    model.self_tests.push_back(std::move(test));
  }
}

}  // namespace tesseral
