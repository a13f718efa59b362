// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// d/d(weight) of sum_i energy_adj[i] E_i, for every weight tensor of every architecture, against differences of
/// energies along random directions. The differences know nothing of the reverse pass.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"

#include <cmath>

namespace tesseral::test {
namespace {

constexpr double tolerance = 1e-6;  // relative to the tensor's gradient
constexpr double step = 1e-4;       // in units of a tensor's init_scale

double norm(std::vector<double> const& values) {
  double sum = 0.0;
  for (double const x : values) sum += x * x;
  return std::sqrt(sum);
}

template <class Space>
class WeightGradient : public LawTest<Space> {
 public:
  // Gradient with respect to all weights, in the order of ModelData::weights, and the forces' edge gradients.
  static std::vector<double> gradient(Potential<Space>& potential, NeighborGraph<Space> const& graph,
                                      std::vector<double> const& energy_adj, std::vector<double>& edge_gradient) {
    Space const space{};
    NoHalo<Space, double> halo;
    Array1<double, Space> const weight_adj("test::weight_adj", potential.model().values().extent(0));
    auto const evaluation = potential.evaluator().evaluate_with_weight_gradient(
        space, graph, halo, to_space<Space>(energy_adj), weight_adj);
    space.fence();
    edge_gradient = to_host(evaluation.edge_gradient);
    std::vector<double> result(weight_count(weight_tensors(potential.model().architecture())), 0.0);
    potential.model().add_gradient_to_host(weight_adj, result);
    return result;
  }
};
TYPED_TEST_SUITE(WeightGradient, Spaces);

// Where every atom has all its neighbours, a fit whose lone atoms have E0 takes the steps that it would take without.
TYPED_TEST(WeightGradient, AmongManyKnowsNothingOfLoneAtomsWhereTheirEnergyFades) {
  Random random(8);
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    ModelData data = random_model(variant);
    StructureGraph<TypeParam> const graph({molecule(6, variant.architecture.species, 3)}, variant.architecture.r_cut);
    auto const energy_adj = random.normals(graph.graph().n_owned);
    std::vector<double> edge_gradient[2], gradient[2];
    for (bool const has_E0 : {false, true}) {
      guard(data, 6, LoneAtom::faded);
      for (auto* const counts : {&data.full_neighbors, &data.full_bonds})
        counts->assign(has_E0 ? counts->size() : 0, 1e-3);
      if (!has_E0) data.bond_radius.clear();
      data.lone_atom = has_E0 ? LoneAtom::faded : LoneAtom::network;
      Potential<TypeParam> potential(data);
      gradient[has_E0] = this->gradient(potential, graph.graph(), energy_adj, edge_gradient[has_E0]);
    }
    EXPECT_TRUE(all_near_relative(gradient[1], gradient[0], 1e-12));
    EXPECT_TRUE(all_near_relative(edge_gradient[1], edge_gradient[0], 1e-12));
  }
}

TYPED_TEST(WeightGradient, IsTheDerivativeOfTheWeightedEnergy) {
  Random random(7);
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    ModelData const data = random_model(variant);
    Potential<TypeParam> potential(data);
    std::vector<Structure> batch;
    for (auto const& [name, structure] : test_structures(variant.architecture.species, potential.r_cut()))
      batch.push_back(structure);
    StructureGraph<TypeParam> const graph(batch, potential.r_cut());
    auto const energy_adj = random.normals(graph.graph().n_owned);
    std::vector<double> edge_gradient;
    auto const gradient = this->gradient(potential, graph.graph(), energy_adj, edge_gradient);

    for (auto const& tensor : weight_tensors(variant.architecture)) {
      SCOPED_TRACE(tensor.name);
      std::vector<double> const part(gradient.begin() + tensor.offset, gradient.begin() + tensor.offset + tensor.size);
      EXPECT_GT(norm(part), 0.0);
      for (int repeat = 0; repeat < 2; ++repeat) {
        auto const direction = random.normals(tensor.size);
        double expected = 0.0;
        for (std::size_t k = 0; k < tensor.size; ++k) expected += part[k] * direction[k];
        double const numerical = derivative(
                                     [&](double h) {
                                       auto weights = data.weights;
                                       for (std::size_t k = 0; k < tensor.size; ++k)
                                         weights[tensor.offset + k] += h * tensor.init_scale * direction[k];
                                       potential.model().set_weights(weights);
                                       auto const energies = potential.evaluate(graph.graph()).atom_energy;
                                       double sum = 0.0;
                                       for (std::size_t i = 0; i < energies.size(); ++i)
                                         sum += energy_adj[i] * energies[i];
                                       return sum;
                                     },
                                     step) /
                                 tensor.init_scale;
        EXPECT_NEAR(expected, numerical, tolerance * norm(part));
      }
    }
    potential.model().set_weights(data.weights);
  }
}

TYPED_TEST(WeightGradient, IsAddedAndLeavesTheForcesAsTheyAre) {
  this->for_each_case(RadialEvaluation::network, [&](auto& potential, Structure const& structure) {
    StructureGraph<TypeParam> const structure_graph({structure}, potential.r_cut());
    auto const& graph = structure_graph.graph();
    std::vector<double> edge_gradient;
    std::vector<double> const ones(graph.n_owned, 1.0);
    auto const once = this->gradient(potential, graph, ones, edge_gradient);
    NoHalo<TypeParam, double> halo;
    auto const plain = to_host(potential.evaluator().evaluate(TypeParam{}, graph, halo).edge_gradient);
    EXPECT_TRUE(all_near_relative(edge_gradient, plain, 1e-13));

    Array1<double, TypeParam> const weight_adj("test::weight_adj", potential.model().values().extent(0));
    auto const seed = to_space<TypeParam>(ones);
    potential.evaluator().evaluate_with_weight_gradient(TypeParam{}, graph, halo, seed, weight_adj);
    potential.evaluator().evaluate_weight_gradient(TypeParam{}, graph, halo, seed, weight_adj);  // without edges
    std::vector<double> twice(once.size(), 1.0);
    potential.model().add_gradient_to_host(weight_adj, twice);
    for (double& x : twice) x = 0.5 * (x - 1.0);
    EXPECT_TRUE(all_near_relative(twice, once, 1e-13));
  });
}

}  // namespace
}  // namespace tesseral::test
