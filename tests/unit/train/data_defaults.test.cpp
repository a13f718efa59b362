// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/data_defaults.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tesseral {
namespace {

// A cube of side `a` with `atoms` of species 0 but for the last `others`, of species 1.
LabelledFrame cube(double a, int atoms, int others = 0) {
  LabelledFrame frame;
  frame.structure.cell = {{{a, 0.0, 0.0}, {0.0, a, 0.0}, {0.0, 0.0, a}}};
  frame.structure.periodic = {true, true, true};
  frame.structure.species.assign(atoms, 0);
  for (int k = 1; k <= others; ++k) frame.structure.species[atoms - k] = 1;
  frame.structure.positions.resize(atoms);
  return frame;
}

LabelledFrame molecule(int atoms) {
  LabelledFrame frame = cube(0.0, atoms);
  frame.structure.periodic = {false, false, false};
  return frame;
}

Dataset dataset(std::vector<LabelledFrame> frames) {
  Dataset data;
  data.elements = {"H", "C"};
  data.train = std::move(frames);
  return data;
}

TrainingFile configured(std::string const& training) {
  test::TemporaryFolder const folder;
  return read_training_file(folder.write("run.toml", "[data]\ntrain = \"a.xyz\"\n" + training));
}

TEST(FrameStatistics, TellStrainAndMixtures) {
  EXPECT_DOUBLE_EQ(frame_statistics(dataset({molecule(9), molecule(15)})).atoms, 12.0);
  EXPECT_FALSE(frame_statistics(dataset({molecule(9), molecule(15)})).has_strain);
  EXPECT_FALSE(frame_statistics(dataset({cube(5.0, 8), cube(5.01, 8)})).has_strain);
  EXPECT_TRUE(frame_statistics(dataset({cube(5.0, 8), cube(5.05, 8)})).has_strain);
  EXPECT_FALSE(frame_statistics(dataset({cube(5.0, 8), cube(6.29960525, 16)})).has_strain) << "the same per atom";
  EXPECT_FALSE(frame_statistics(dataset({cube(20.0, 8), cube(30.0, 8)})).has_strain) << "molecules in boxes";
  EXPECT_FALSE(frame_statistics(dataset({cube(5.0, 8, 2), cube(5.1, 8, 3)})).has_strain) << "an alloy";
  EXPECT_TRUE(frame_statistics(dataset({cube(5.0, 8, 2), cube(5.1, 8, 3)})).has_mixtures);
  EXPECT_FALSE(frame_statistics(dataset({cube(5.0, 8, 2), cube(6.29960525, 16, 4)})).has_mixtures);
  EXPECT_FALSE(frame_statistics(dataset({molecule(8), molecule(9)})).has_mixtures);
}

TEST(DataDefaults, AStepHasSimilarlyManyAtoms) {
  for (auto const& [atoms, batch] : {std::pair{9, 5}, {27, 5}, {54, 3}, {83, 2}, {192, 1}, {2000, 1}}) {
    TrainingFile config = configured("");
    set_by_data(config, dataset({molecule(atoms)}), false, 1);
    EXPECT_EQ(config.training.batch_size, batch) << atoms;
  }
}

TEST(DataDefaults, EachRankHasAFrame) {
  TrainingFile config = configured("");
  EXPECT_NE(set_by_data(config, dataset({molecule(192)}), false, 4)[0].find("each rank takes one"), std::string::npos);
  EXPECT_EQ(config.training.batch_size, 4);
}

TEST(DataDefaults, AFewEpochsAtLeastAndNotTooMany) {
  TrainingFile config = configured("");
  set_by_data(config, dataset(std::vector<LabelledFrame>(4000, molecule(192))), false, 1);
  EXPECT_EQ(config.training.epochs, 25);
  config = configured("");
  set_by_data(config, dataset(std::vector<LabelledFrame>(400, molecule(27))), false, 1);
  EXPECT_EQ(config.training.epochs, 250);
}

TEST(DataDefaults, EnergiesWeighMoreWhereCellsDiffer) {
  TrainingFile config = configured("");
  set_by_data(config, dataset({cube(5.0, 8), cube(5.1, 8)}), false, 1);
  EXPECT_EQ(config.training.loss.energy, 300.0);
  EXPECT_EQ(config.training.second_stage.energy, 1000.0);
  EXPECT_EQ(config.training.second_stage.forces, 100.0);
  EXPECT_EQ(config.training.second_stage_start, 0.6);
  config = configured("[training]\nforces_weight = 10\n");
  set_by_data(config, dataset({cube(5.0, 8), cube(5.0, 8)}), false, 1);
  EXPECT_EQ(config.training.loss.energy, 1.0);
  EXPECT_EQ(config.training.second_stage.energy, 100.0);
  EXPECT_EQ(config.training.second_stage.forces, 10.0);
}

TEST(DataDefaults, LeaveAloneWhatIsGiven) {
  Dataset const data = dataset({cube(5.0, 8), cube(5.1, 8)});
  for (char const* const given : {"energy_weight = 7\n", "energy_per = \"frame\"\n", "huber_energy = 0.1\n",
                                  "[training.second_stage]\nforces_weight = 3\n"}) {
    TrainingFile config = configured(std::string("[training]\nepochs = 3\nbatch_size = 4\n") + given);
    TrainingConfig const before = config.training;
    EXPECT_TRUE(set_by_data(config, data, false, 1).empty());
    EXPECT_EQ(config.training.epochs, 3);
    EXPECT_EQ(config.training.batch_size, 4);
    EXPECT_EQ(config.training.loss.energy, before.loss.energy);
    EXPECT_EQ(config.training.second_stage_start, before.second_stage_start);
  }
}

TEST(DataDefaults, StressIsLearntWhereItIsKnown) {
  LabelledFrame with = cube(5.0, 8);
  with.virial = {{{0.1, 0.0, 0.0}, {0.0, 0.1, 0.0}, {0.0, 0.0, 0.1}}};
  TrainingFile config = configured("");
  EXPECT_TRUE(config.data.may_learn_stress);
  std::vector<std::string> lines = set_by_data(config, dataset({with, cube(5.0, 8)}), false, 1);
  EXPECT_EQ(lines[2], "stress_weight = 10 (1 of the 2 frames have a stress)");
  EXPECT_EQ(config.training.loss.stress, 10.0);
  EXPECT_EQ(config.training.second_stage.stress, 10.0);
  EXPECT_TRUE(config.data.learns_stress);

  LabelledFrame zero = with;
  zero.virial.emplace();
  config = configured("");
  lines = set_by_data(config, dataset({with, zero}), false, 1);
  EXPECT_EQ(lines[2].rfind("stress_weight = 0 (the stress of 1 frames is exactly 0", 0), 0u) << lines[2];
  EXPECT_EQ(config.training.loss.stress, 0.0);

  for (char const* const given :
       {"stress_weight = 0\n", "stress_weight = 3\n", "[training.second_stage]\nstress_weight = 3\n"}) {
    config = configured(std::string("[training]\n") + given);
    LossWeights const before = config.training.loss;
    set_by_data(config, dataset({with}), false, 1);
    EXPECT_EQ(config.training.loss.stress, before.stress) << given;
    EXPECT_FALSE(config.data.may_learn_stress);
  }
}

TEST(DataDefaults, TellTheirReasons) {
  TrainingFile config = configured("");
  std::vector<std::string> const lines = set_by_data(config, dataset({cube(5.0, 8), cube(5.1, 8)}), true, 1);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "batch_size = 5 (a frame has 8 atoms)");
  EXPECT_NE(lines[1].find("energy_weight = 300, 1000 from 0.6 of the run on (cells differ in volume"),
            std::string::npos)
      << lines[1];
  EXPECT_EQ(lines[2], "epochs: as many as the time limit allows");
  EXPECT_EQ(config.training.epochs, unlimited_epochs);
  config = configured("");
  EXPECT_EQ(set_by_data(config, dataset({cube(5.0, 8), cube(5.1, 8)}), false, 1)[2], "epochs = 300 (300 steps)");
}

}  // namespace
}  // namespace tesseral
