// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A kind of layers that the engine does not have runs end to end once it is registered: nothing but its own file knows
/// of it.
#include "command_test.hpp"
#include "support/evaluate.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/pair_layers.hpp"

namespace tesseral::test {
namespace {

ModelData pair_model(int sign = 2) {
  static PairKind const kind;
  [[maybe_unused]] static bool const registered = (add_layer_kind<PairLayers>(kind), true);
  Architecture a;
  a.layer_kind = kind.name();
  a.species = 2;
  a.heads = sign;
  a.layers = 2;
  a.channels = 5;
  a.l_max = a.l_hidden = 0;
  a.correlation = a.product_terms = 1;
  a.bessel = 4;
  a.radial_hidden = {};
  a.readout_hidden = 3;
  a.r_cut = 4.0;
  ModelData data = random_model(a, 5, true);
  compute_self_test(data, {molecule(6, 2, 1), triclinic_cell(5, 2, 2)});
  return data;
}

TEST(OwnLayerKind, HasForcesThatAreMinusTheGradient) {
  ModelData const data = pair_model();
  Potential<HostSpace> potential(data);
  Structure const structure = triclinic_cell(5, 2, 3);
  auto const forces = potential.evaluate(structure).forces;
  std::vector<std::array<double, 3>> numerical(forces.size());
  for (std::size_t i = 0; i < forces.size(); ++i)
    for (int d = 0; d < 3; ++d)
      numerical[i][d] = -derivative(
          [&](double h) {
            Structure moved = structure;
            moved.positions[i][d] += h;
            return potential.evaluate(moved).energy;
          },
          2e-4);
  EXPECT_GT(max_abs(forces), 1e-2);
  EXPECT_TRUE(all_near_relative(forces, numerical, 1e-7));
}

TEST(OwnLayerKind, HasTheGradientOfItsWeights) {
  ModelData data = pair_model();
  Potential<HostSpace> potential(data);
  StructureGraph<HostSpace> const graph({triclinic_cell(5, 2, 3)}, potential.r_cut());
  Array1<double, HostSpace> const seed("test::seed", graph.graph().n_owned);
  Kokkos::deep_copy(seed, 1.0);
  Array1<double, HostSpace> const weight_adj("test::weight_adj", potential.model().values().extent(0));
  NoHalo<HostSpace, double> halo;
  potential.evaluator().evaluate_with_weight_gradient(HostSpace(), graph.graph(), halo, seed, weight_adj);
  std::vector<double> gradient(data.weights.size(), 0.0);
  potential.model().add_gradient_to_host(weight_adj, gradient);
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    double const numerical = derivative(
        [&](double h) {
          auto weights = data.weights;
          weights[k] += h;
          potential.model().set_weights(weights);
          return potential.evaluate(graph.graph()).energy;
        },
        1e-4);
    EXPECT_NEAR(gradient[k], numerical, 1e-7 * (1.0 + std::abs(numerical))) << k;
  }
}

TEST(OwnLayerKind, IsReadFromItsFileAndPassesAllChecks) {
  TemporaryFolder const folder;
  std::string const file = folder.file("pair.h5");
  write_model(file, pair_model());
  EXPECT_EQ(read_model(file).architecture.heads, 2);
  EXPECT_TRUE(contains(output_of([&] { return cli::info(file); }).text, "sum of pairs"));
  Output const check = output_of([&] { return cli::check(file); });
  EXPECT_EQ(check.code, 0) << check.text;
  EXPECT_TRUE(contains(check.text, "inversion, energy")) << check.text;
  cli::BenchOptions bench;
  bench.model = file;
  EXPECT_EQ(output_of([&] { return cli::bench(bench); }).code, 0);
}

TEST(OwnLayerKind, FailsTheCheckIfItsEnergyJumpsAtTheCutoff) {
  TemporaryFolder const folder;
  std::string const file = folder.file("pair.h5");
  write_model(file, pair_model(3));
  Output const check = output_of([&] { return cli::check(file); });
  EXPECT_EQ(check.code, 1);
  EXPECT_TRUE(contains(check.text, "FAILED  energy of two atoms that part at the cutoff")) << check.text;
}

TEST(OwnLayerKind, IsRefusedByThoseWhoDoNotHaveIt) {
  ModelData data = pair_model();
  data.architecture.layer_kind = "pairs";
  try {
    check(data);
    FAIL() << "an unknown kind must be refused";
  } catch (Error const& error) {
    EXPECT_TRUE(contains(error.what(), "'pairs'") && contains(error.what(), "'message', 'attention'")) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
