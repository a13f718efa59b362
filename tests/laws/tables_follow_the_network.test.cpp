// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions from tables instead of the network change energies by less than 1e-6 eV/atom and forces as little.
#include "support/law_test.hpp"
#include "tesseral/core/error.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class RadialTables : public LawTest<Space> {};
TYPED_TEST_SUITE(RadialTables, Spaces);

TYPED_TEST(RadialTables, FollowTheNetwork) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    ModelData const data = random_model(variant);
    Potential<TypeParam> network(data, RadialEvaluation::network), tables(data, RadialEvaluation::table);
    for (auto const& [name, structure] : test_structures(variant.architecture.species, network.r_cut())) {
      SCOPED_TRACE(name);
      Result const expected = network.evaluate(structure), actual = tables.evaluate(structure);
      EXPECT_TRUE(all_near(actual.atom_energy, expected.atom_energy, 1e-7));
      EXPECT_TRUE(all_near_relative(actual.forces, expected.forces, 1e-6));
      EXPECT_GT(max_abs(std::vector<double>{actual.energy - expected.energy}), 0.0) << "tables are not in use";
    }
  }
}

TYPED_TEST(RadialTables, RefuseNewWeights) {
  auto const variant = variants().front();
  ModelData const data = random_model(variant);
  Potential<TypeParam> potential(data, RadialEvaluation::table);
  EXPECT_THROW(potential.model().set_weights(data.weights), Error);
}

}  // namespace
}  // namespace tesseral::test
