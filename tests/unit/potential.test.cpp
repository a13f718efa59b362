// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential.hpp"

#include "support/evaluate.hpp"
#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

PotentialOptions exact() {
  PotentialOptions options;
  options.choice = ChoiceBasis::counted;
  options.radial = RadialEvaluation::network;
  return options;
}

ModelData model_with_zbl() { return random_model(variants()[3]); }

void expect_equal(StructureResult const& a, Result const& b) {
  EXPECT_NEAR(a.energy, b.energy, 1e-10);
  EXPECT_TRUE(all_near(a.forces, b.forces, 1e-10));
  std::array<double, 6> const voigt = {a.virial[0][0], a.virial[1][1], a.virial[2][2],
                                       a.virial[0][1], a.virial[0][2], a.virial[1][2]};
  EXPECT_TRUE(all_near(voigt, b.virial, 1e-10));
  EXPECT_EQ(a.virial[0][1], a.virial[1][0]);
  EXPECT_EQ(a.virial[0][2], a.virial[2][0]);
  EXPECT_EQ(a.virial[1][2], a.virial[2][1]);
}

TEST(Potential, StructuresThatShareABatchAreAsEvaluatedAlone) {
  ModelData const data = model_with_zbl();
  double const r_cut = data.architecture.r_cut;
  Potential<HostSpace> potential(data);
  std::vector<Structure> structures;
  for (auto const& [name, structure] : test_structures(3, r_cut)) structures.push_back(structure);
  structures.push_back(molecule(1, 1, 7));
  tesseral::Potential<> evaluator(data, exact());
  auto const results = evaluator.evaluate(structures);
  ASSERT_EQ(results.size(), structures.size());
  for (std::size_t k = 0; k < structures.size(); ++k) {
    SCOPED_TRACE(k);
    expect_equal(results[k], potential.evaluate(structures[k]));
    expect_equal(evaluator.evaluate(structures[k]), potential.evaluate(structures[k]));
  }
}

TEST(Potential, MoreStructuresThanABatchHolds) {
  ModelData const data = random_model(variants()[0]);
  std::vector<Structure> structures;
  for (int k = 0; k < 400; ++k) structures.push_back(triclinic_cell(4 + k % 3, 1, 1 + k % 7));
  tesseral::Potential<> evaluator(data, exact());
  auto const results = evaluator.evaluate(structures);
  ASSERT_EQ(results.size(), structures.size());
  for (std::size_t k = 0; k < structures.size(); k += 17) {
    SCOPED_TRACE(k);
    EXPECT_NEAR(results[k].energy, evaluator.evaluate(structures[k]).energy, 1e-11);
    EXPECT_EQ(results[k].forces.size(), structures[k].species.size());
  }
}

TEST(Potential, NamesTheStructureWhoseEdgesCannotBeFound) {
  std::vector<Structure> structures = {molecule(3, 1, 1), molecule(3, 1, 2)};
  structures[1].positions[2] = structures[1].positions[0];
  try {
    tesseral::Potential<>(random_model(variants()[0])).evaluate(structures);
    FAIL() << "coincident atoms must be refused";
  } catch (Error const& error) {
    EXPECT_EQ(std::string(error.what()).rfind("structure 2 of 2: ", 0), 0u) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
