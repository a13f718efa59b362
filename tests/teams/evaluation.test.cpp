// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A whole evaluation, with and without the weights' gradient, for teams of several threads.
#include "support/law_test.hpp"
#include "support/team_sizes.hpp"

namespace tesseral::test {
namespace {

void append(std::vector<double>& numbers, std::vector<double> const& more) {
  numbers.insert(numbers.end(), more.begin(), more.end());
}

using Teams = LawTest<HostSpace>;

TEST_F(Teams, KeepEnergiesAndForces) {
  for_each_case([](Potential<HostSpace>& potential, Structure const& structure) {
    StructureGraph<HostSpace> const graph({structure}, potential.r_cut());
    expect_same_for_all_team_sizes(1e-13, [&] {
      Result const result = potential.evaluate(graph.graph());
      std::vector<double> numbers = result.atom_energy;
      append(numbers, flat(result.forces));
      append(numbers, flat(result.virial));
      return numbers;
    });
  });
}

TEST_F(Teams, KeepTheWeightGradient) {
  Random random(3);
  for_each_case(RadialEvaluation::network, [&](Potential<HostSpace>& potential, Structure const& structure) {
    StructureGraph<HostSpace> const graph({structure}, potential.r_cut());
    auto const energy_adj = to_space<HostSpace>(random.normals(graph.graph().n_owned));
    expect_same_for_all_team_sizes(1e-13, [&] {
      HostSpace const space{};
      NoHalo<HostSpace, double> halo;
      Array1<double, HostSpace> const weight_adj("test::weight_adj", potential.model().values().extent(0));
      auto const evaluation =
          potential.evaluator().evaluate_with_weight_gradient(space, graph.graph(), halo, energy_adj, weight_adj);
      space.fence();
      std::vector<double> numbers = to_host(weight_adj);
      append(numbers, to_host(Kokkos::subview(evaluation.edge_gradient,
                                              std::make_pair(EdgeIndex(0), graph.graph().n_edges()), Kokkos::ALL)));
      return numbers;
    });
  });
}

}  // namespace
}  // namespace tesseral::test
