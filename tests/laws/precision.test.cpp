// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Float in place of double changes results by its rounding and by nothing else: the laws hold to seven digits or so.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"
#include "support/source_folder.hpp"
#include "tesseral/model/model_file.hpp"

#include <cmath>
#include <numeric>

namespace tesseral::test {
namespace {

// Relative to the largest force, energy or gradient. Clang rounds elsewhere: forces have been seen to differ
// by 1.04e-5.
#ifdef __clang__
constexpr double tolerance = 1.5e-5;
#else
constexpr double tolerance = 1e-5;
#endif

template <class Space>
class SinglePrecision : public LawTest<Space> {
 public:
  /// law(potential in float, structure) for all combinations, radial functions by the network.
  template <class Law>
  static void for_each_float_case(Law const& law) {
    for (auto const& variant : variants()) {
      SCOPED_TRACE(variant.name);
      Potential<Space, float> potential(random_model(variant));
      for (auto const& [name, structure] : test_structures(variant.architecture.species, potential.r_cut())) {
        SCOPED_TRACE(name);
        law(potential, structure);
      }
    }
  }
};
TYPED_TEST_SUITE(SinglePrecision, Spaces);

TYPED_TEST(SinglePrecision, TracksDouble) {
  for (RadialEvaluation const radial : {RadialEvaluation::network, RadialEvaluation::table})
    for (auto const& variant : variants()) {
      SCOPED_TRACE(variant.name + (radial == RadialEvaluation::table ? ", from tables" : ", by the network"));
      ModelData const data = random_model(variant);
      Potential<TypeParam> exact(data, radial);
      Potential<TypeParam, float> single(data, radial);
      for (auto const& [name, structure] : test_structures(variant.architecture.species, exact.r_cut())) {
        SCOPED_TRACE(name);
        Result const expected = exact.evaluate(structure), actual = single.evaluate(structure);
        EXPECT_TRUE(all_near_relative(actual.atom_energy, expected.atom_energy, tolerance));
        EXPECT_TRUE(all_near_relative(actual.forces, expected.forces, tolerance));
        // a virial may vanish by cancellation: its scale is that of forces times distances
        EXPECT_TRUE(all_near(actual.virial, expected.virial, tolerance * max_abs(expected.forces) * exact.r_cut()));
        EXPECT_NE(actual.energy, expected.energy) << "floats are not in use";
      }
    }
}

TYPED_TEST(SinglePrecision, ForcesRotateWithTheStructure) {
  Random random(1);
  this->for_each_float_case([&](auto& potential, Structure const& structure) {
    if (!rotates(potential.model().architecture())) return;
    Matrix3 const rotation = random_rotation(random);
    Result const before = potential.evaluate(structure), after = potential.evaluate(transformed(rotation, structure));
    EXPECT_TRUE(all_near_relative(after.atom_energy, before.atom_energy, tolerance));
    EXPECT_TRUE(all_near_relative(after.forces, rotation * before.forces, tolerance));
  });
}

// Along the forces, where the difference of energies is largest. A step short enough for a small error of the formula
// leaves about three digits of a float's energy.
TYPED_TEST(SinglePrecision, ForcesAreMinusTheGradient) {
  this->for_each_float_case([](auto& potential, Structure const& structure) {
    Result const here = potential.evaluate(structure);
    auto const components = flat(here.forces);
    double const force = std::sqrt(std::inner_product(components.begin(), components.end(), components.begin(), 0.0));
    if (force < 0.01) return;  // eV/Å; the difference of two energies in float would be rounding
    double const slope = derivative(
        [&](double h) {
          Structure moved = structure;
          for (std::size_t i = 0; i < moved.positions.size(); ++i)
            for (int d = 0; d < 3; ++d) moved.positions[i][d] += h * here.forces[i][d] / force;
          return potential.evaluate(moved).energy;
        },
        3e-3);
    EXPECT_NEAR(slope, -force, 2e-3 * force);
  });
}

// The edge gradient is in double from the edge on: no force is lost between two atoms.
TYPED_TEST(SinglePrecision, ForcesBalanceToTheDigitsOfDouble) {
  this->for_each_float_case([](auto& potential, Structure const& structure) {
    auto const forces = potential.evaluate(structure).forces;
    std::array<double, 3> sum{};
    for (auto const& f : forces)
      for (int d = 0; d < 3; ++d) sum[d] += f[d];
    EXPECT_TRUE(all_near(sum, std::array<double, 3>{}, 1e-12 * max_abs(forces)));
  });
}

TYPED_TEST(SinglePrecision, WeightGradientTracksDouble) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    ModelData const data = random_model(variant);
    StructureGraph<TypeParam> const structure_graph({molecule(6, variant.architecture.species, 11)}, 4.0);
    auto const& graph = structure_graph.graph();
    std::vector<double> const ones(graph.n_owned, 1.0);
    auto const gradient = [&](auto real) {
      using Real = decltype(real);
      Potential<TypeParam, Real> potential(data);
      NoHalo<TypeParam, Real> halo;
      Array1<Real, TypeParam> const weight_adj("test::weight_adj", potential.model().values().extent(0));
      potential.evaluator().evaluate_with_weight_gradient(TypeParam{}, graph, halo, to_space<TypeParam>(ones),
                                                          weight_adj);
      std::vector<double> result(data.weights.size(), 0.0);
      potential.model().add_gradient_to_host(weight_adj, result);
      return result;
    };
    // where those of lone atoms are subtracted, digits go with what they have in common
    EXPECT_TRUE(all_near_relative(gradient(float()), gradient(double()), (variant.guarded ? 5 : 1) * tolerance));
  }
}

// The bounds that a user may count on, in units of the root mean square of the forces' components.
TYPED_TEST(SinglePrecision, SufficesForTheShippedPotentials) {
  for (std::string const name : {"3bpa-small", "si-small"}) {
    SCOPED_TRACE(name);
    ModelData const data = read_model(source_folder() + "/potentials/" + name + ".h5");
    Potential<TypeParam> exact(data, RadialEvaluation::table);
    Potential<TypeParam, float> single(data, RadialEvaluation::table);
    ASSERT_FALSE(data.self_tests.empty());
    double forces = 0.0, differences = 0.0, largest = 0.0;
    for (auto const& test : data.self_tests) {
      Result const expected = exact.evaluate(test.structure), actual = single.evaluate(test.structure);
      EXPECT_NEAR(actual.energy, expected.energy, 1e-6 * static_cast<double>(expected.forces.size()));
      for (std::size_t i = 0; i < expected.forces.size(); ++i)
        for (int d = 0; d < 3; ++d) {
          double const difference = actual.forces[i][d] - expected.forces[i][d];
          forces += expected.forces[i][d] * expected.forces[i][d];
          differences += difference * difference;
          largest = std::max(largest, std::abs(difference));
        }
    }
    EXPECT_LT(std::sqrt(differences / forces), 3e-6);
    double const components = 3.0 * static_cast<double>(std::accumulate(
                                        data.self_tests.begin(), data.self_tests.end(), std::size_t(0),
                                        [](std::size_t n, SelfTest const& test) { return n + test.forces.size(); }));
    EXPECT_LT(largest / std::sqrt(forces / components), 2e-5);
  }
}

}  // namespace
}  // namespace tesseral::test
