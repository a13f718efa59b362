// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential.hpp"

#include "support/evaluate.hpp"
#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/sample_uncertainty.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

TEST(Potential, AChoiceOfZblsEndNeedsInnerRadii) {
  ModelData data = model_with_zbl();
  guard(data);
  data.inner_radius.clear();
  try {
    tesseral::Potential<> const potential(data, exact());
    FAIL() << "is taken";
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("without inner radii"), std::string::npos) << error.what();
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

// Of a batch, and of structures that are turned.
TEST(Potential, ScalarsTellTheErrorsToExpect) {
  ModelData data = model_with_zbl();
  data.uncertainty = sample_uncertainty(data.architecture);
  std::size_t const F = data.architecture.layers * data.architecture.channels;
  std::vector<Structure> structures;
  for (int seed : {1, 2}) structures.push_back(molecule(5, data.architecture.species, seed));
  structures.push_back(structures[0]);
  for (auto& x : structures[2].positions) x = {x[1], x[2], x[0]};
  tesseral::Potential<> potential(data, exact());
  ASSERT_TRUE(potential.knows_errors());
  auto const results = potential.evaluate(structures, {false, true, true});
  for (std::size_t k = 0; k < structures.size(); ++k) {
    std::vector<int> const& species = structures[k].species;
    ASSERT_EQ(results[k].scalars.size(), species.size() * F);
    std::vector<double> expected;
    for (std::size_t i = 0; i < species.size(); ++i)
      expected.push_back(expected_error(*data.uncertainty, species[i], &results[k].scalars[i * F]));
    EXPECT_TRUE(all_near_relative(results[k].expected_errors, expected, 1e-12));
    EXPECT_GT(max_abs(expected), 0.1);
  }
  EXPECT_TRUE(all_near_relative(results[2].scalars, results[0].scalars, 1e-9));
  EXPECT_FALSE(results[0].scalars == results[1].scalars);
  EXPECT_TRUE(potential.evaluate(structures[0]).scalars.empty()) << "nobody asked";
}

// E = E0 + shift + scale sum of readouts: what scalars are follows from the energies.
TEST(Potential, ScalarsAreWhatReadoutsSee) {
  ModelData data = random_model(variants()[0]);
  Architecture const& a = data.architecture;
  Structure const structure = molecule(5, a.species, 3);
  auto const result = tesseral::Potential<>(data, exact()).evaluate(structure, {false, true});
  auto const tensors = weight_tensors(a);
  auto const weights = [&](int t, char const* name) {
    for (auto const& tensor : tensors)
      if (tensor.name == "layer_" + std::to_string(t) + "/" + name) return &data.weights[tensor.offset];
    throw Error("no such weights");
  };
  for (std::size_t i = 0; i < structure.species.size(); ++i) {
    double e = 0.0;
    for (int t = 0; t < a.layers; ++t) {
      double const* const h = &result.scalars[(i * a.layers + t) * a.channels];
      if (t < a.layers - 1) {
        for (int c = 0; c < a.channels; ++c) e += h[c] * weights(t, "readout")[c];
        continue;
      }
      for (int k = 0; k < a.readout_hidden; ++k) {
        double z = 0.0;
        for (int c = 0; c < a.channels; ++c) z += h[c] * weights(t, "readout_0")[c * a.readout_hidden + k];
        e += z / (1.0 + std::exp(-z)) * weights(t, "readout_1")[k];
      }
    }
    EXPECT_NEAR(result.energies[i], data.E0[structure.species[i]] + data.shift + data.scale * e, 1e-11);
  }
}

TEST(Potential, RefusesToExpectErrorsThatItDoesNotKnow) {
  tesseral::Potential<> potential(random_model(variants()[0]), exact());
  EXPECT_FALSE(potential.knows_errors());
  EXPECT_THROW(potential.evaluate(molecule(3, 1, 1), {false, false, true}), Error);
  EXPECT_NO_THROW(potential.evaluate(molecule(3, 1, 1)));
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
