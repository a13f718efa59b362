// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/fine_tuning.hpp"

#include "support/near.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/train/optimiser.hpp"
#include "unit/train/small_training_set.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

/// Frames of compositions that tell species apart, labelled by the model itself and `constants` [species] for each
/// atom.
Dataset frames_of(ModelData const& model, std::vector<double> const& constants) {
  Dataset data;
  data.elements = model.elements;
  data.E0 = model.E0;
  Potential<> potential(model, exact_options());
  for (int n = 2; n < 7; ++n) {
    LabelledFrame frame;
    frame.structure = test::molecule(n, 2, n);
    if (n % 2 == 0) frame.structure.species.back() = 0;
    frame.edges = find_edges(frame.structure, model.architecture.r_cut);
    frame.energy = potential.evaluate(frame.structure).energy;
    for (int const s : frame.structure.species) *frame.energy += constants[s];
    data.train.push_back(std::move(frame));
  }
  return data;
}

ModelData start() {
  ModelData model = test::random_model(test::small_architecture(RadialWeights::path), 5);
  model.provenance["data"] = "old";
  return model;
}

TEST(ContinuedModel, TakesConstantsOfAnotherLevelOfTheoryIntoTheReferenceEnergiesOfTheStart) {
  ModelData const old = start();
  Dataset data = frames_of(old, {3.0, -40.0});
  data.E0_of_start = {0, 1};
  ModelData const model = continued_model(old, data);
  EXPECT_NEAR(model.E0[0], old.E0[0] + 3.0, 1e-6);
  EXPECT_NEAR(model.E0[1], old.E0[1] - 40.0, 1e-6);
  EXPECT_EQ(model.shift, old.shift);
  EXPECT_EQ(model.scale, old.scale);
  EXPECT_EQ(model.weights, old.weights);
  EXPECT_EQ(model.provenance.count("data"), 0u);
  ASSERT_TRUE(model.fitted_range);
  EXPECT_EQ(model.fitted_range->frames, 5);
}

TEST(ContinuedModel, TakesThemIntoTheShiftIfTheDataTellTheReferenceEnergies) {
  ModelData const old = start();
  Dataset data = frames_of(old, {-2.0, -2.0});
  data.E0 = {old.E0[0] - 1.5, old.E0[1] - 1.5};
  ModelData const model = continued_model(old, data);
  EXPECT_EQ(model.E0, data.E0);
  EXPECT_NEAR(model.shift, old.shift - 0.5, 1e-10);
}

TEST(AdoptedNetwork, HasTheLearningRateOfItsChannels) {
  ModelData model = start();
  model.architecture.channels = 128;
  TrainingFile config;
  config.training.learning_rate = 0.02;
  adopt_network(config, model);
  EXPECT_EQ(config.training.learning_rate, 0.02) << "one that was given";
  config.left_to_data.learning_rate = true;
  adopt_network(config, model);
  EXPECT_EQ(config.training.learning_rate, 0.005);
}

TEST(ContinuedModel, LeavesAnElementAloneThatTheDataDoNotHave) {
  ModelData const old = start();
  Dataset data = frames_of(old, {3.0, 3.0});
  for (LabelledFrame& frame : data.train) {
    for (int& s : frame.structure.species) s = 0;
    frame.energy =
        Potential<>(old, exact_options()).evaluate(frame.structure).energy + 3.0 * frame.structure.species.size();
  }
  data.E0_of_start = {0, 1};
  ModelData const model = continued_model(old, data);
  EXPECT_NEAR(model.E0[0], old.E0[0] + 3.0, 1e-8);
  EXPECT_EQ(model.E0[1], old.E0[1]);
}

// Isolated atoms of some elements among the data: the constants go to the others, also where some frames have none of
// these.
TEST(ContinuedModel, FitsTheElementsWhoseReferenceEnergiesTheDataDoNotTell) {
  ModelData const old = start();
  Dataset data = frames_of(old, {0.0, -40.0});
  LabelledFrame alike = data.train[0];
  for (int& s : alike.structure.species) s = 0;
  alike.energy = Potential<>(old, exact_options()).evaluate(alike.structure).energy;
  data.train.push_back(alike);
  data.E0_of_start = {1};
  ModelData const model = continued_model(old, data);
  EXPECT_EQ(model.E0[0], old.E0[0]);
  EXPECT_NEAR(model.E0[1], old.E0[1] - 40.0, 1e-6);

  data.train = {alike};  // no atom of the fitted element at all
  *data.train[0].energy += 0.5 * static_cast<double>(alike.structure.species.size());
  ModelData const shifted = continued_model(old, data);
  EXPECT_EQ(shifted.E0, old.E0);
  EXPECT_NEAR(shifted.shift, old.shift + 0.5, 1e-10);
}

TEST(ContinuedModel, OfTheSameDataIsTheSame) {
  ModelData const old = start();
  Dataset data = frames_of(old, {0.0, 0.0});
  data.E0_of_start = {0, 1};
  ModelData const model = continued_model(old, data);
  EXPECT_TRUE(test::all_near(model.E0, old.E0, 1e-9));
  for (LabelledFrame& frame : data.train) frame.energy.reset();
  EXPECT_EQ(continued_model(old, data).E0, old.E0) << "without energies nothing is known";
}

TEST(SilentPairs, AreCloserThanTheNetworkHasLearnt) {
  ModelData model = start();
  Dataset const data = frames_of(model, {0.0, 0.0});
  EXPECT_TRUE(silent_pairs(model, data).empty()) << "without inner radii";
  SpeciesPairs const closest = measured_range(data.train, model.E0, model.architecture.r_cut).closest;
  model.inner_radius = closest;
  EXPECT_TRUE(silent_pairs(model, data).empty());
  model.inner_radius[0][1] = model.inner_radius[1][0] = closest[0][1] + 0.1;
  std::vector<std::string> const lines = silent_pairs(model, data);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].find(model.elements[0] + "-" + model.elements[1] + " come to "), 0u) << lines[0];
}

TEST(FrozenTensors, AreThoseWhoseNamesBeginSo) {
  auto const tensors = weight_tensors(start().architecture);
  auto const frozen = frozen_tensors(tensors, {"radial", "embedding", "mixing_out"});
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    std::string const& name = tensors[k].name;
    bool const expected = name.find("radial_") != std::string::npos || name == "embedding" ||
                          name.find("mixing_out") != std::string::npos;
    EXPECT_EQ(frozen[k], expected) << name;
  }
  for (bool const each : frozen_tensors(tensors, {})) EXPECT_FALSE(each);
}

TEST(FrozenTensors, PartsThatAreNotThereAreErrors) {
  auto const tensors = weight_tensors(start().architecture);
  try {
    frozen_tensors(tensors, {"radial", "density"});
    ADD_FAILURE();
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("freeze has 'density'"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("mixing_out, "), std::string::npos) << error.what();
  }
  EXPECT_THROW(frozen_tensors(tensors, {""}), Error);
  EXPECT_THROW(frozen_tensors(tensors, {"embedding", "radial", "mixing", "product", "residual", "readout"}), Error);
}

TEST(FrozenTensors, StayWhereTheyAre) {
  Architecture const a = start().architecture;
  auto const tensors = weight_tensors(a);
  for (OptimiserKind const kind : {OptimiserKind::muon, OptimiserKind::amsgrad}) {
    TrainingConfig config;
    config.optimiser = kind;
    config.weight_decay = 0.1;
    config.freeze = {"radial", "product"};
    Optimiser optimiser(config, tensors);
    std::vector<double> weights = start().weights;
    std::vector<double> const before = weights, gradient(weights.size(), 1.0);
    for (int n = 0; n < 3; ++n) optimiser.step(0.01, gradient, weights);
    auto const frozen = frozen_tensors(tensors, config.freeze);
    for (std::size_t t = 0; t < tensors.size(); ++t)
      for (std::size_t k = tensors[t].offset; k < tensors[t].offset + tensors[t].size; ++k)
        EXPECT_EQ(weights[k] == before[k], frozen[t]) << tensors[t].name;
  }
}

}  // namespace
}  // namespace tesseral
