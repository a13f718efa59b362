// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/trainer.hpp"

#include "support/sample_range.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/self_test.hpp"
#include "tesseral/train/checkpoint.hpp"
#include "tesseral/train/config.hpp"
#include "unit/train/small_training_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace tesseral {
namespace {

class TrainerTest : public testing::Test {
 protected:
  TrainerTest() {
    test::Random random(4);
    std::vector<Frame> frames;
    for (int n = 0; n < 8; ++n) {
      LabelledFrame const labelled = test::labelled_frame(test::molecule(3 + n % 2, 2, 40 + n), 3.0, false, random);
      Frame frame;
      for (int s : labelled.structure.species) frame.symbols.push_back(s == 0 ? "H" : "O");
      frame.positions = labelled.structure.positions;
      frame.energy = labelled.energy;
      frame.forces = labelled.forces;
      frames.push_back(frame);
    }
    std::filesystem::create_directory(folder_.file("data"));
    write_extxyz(folder_.file("data/frames.xyz"), frames);
    options_.config = folder_.write("run.toml", config(3));
    options_.data_directory = folder_.file("data");
  }

  std::string config(int epochs) const {
    return "[data]\ntrain = \"frames.xyz\"\nvalidation_count = 2\n"
           "[model]\nr_cut = 3.0\nchannels = 4\nl_max = 1\nl_hidden = 1\ncorrelation = 2\nradial_hidden = [4]\n"
           "[training]\nbatch_size = 2\nepochs = " +
           std::to_string(epochs) + "\n[output]\ndirectory = '" + folder_.file("out") + "'\nmodel = \"m.h5\"\n";
  }
  std::string out(std::string const& name) const { return folder_.file("out/" + name); }
  void run() {
    lines_.clear();
    Ranks one;
    EXPECT_EQ(run_training(
                  options_, [&](Progress const& progress) { lines_.push_back(progress.line); }, one),
              0);
  }
  bool was_said(std::string const& words) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](std::string const& line) { return line.find(words) != std::string::npos; });
  }

  // What the configuration's training frames span, taken as these elements.
  FittedRange range_of_data(ModelData const& model) const {
    TrainingFile file = read_training_file(options_.config, options_.data_directory);
    file.data.elements = model.elements;
    double const r_cut = model.architecture.r_cut;
    return measured_range(read_dataset(file.data, r_cut).train, model.E0, r_cut);
  }
  static void expect_same(FittedRange const& found, FittedRange const& expected) {
    EXPECT_EQ(found.frames, expected.frames);
    EXPECT_EQ(found.atoms, expected.atoms);
    EXPECT_EQ(found.closest, expected.closest);
    EXPECT_EQ(found.neighbors, expected.neighbors);
    EXPECT_EQ(found.energy, expected.energy);
    EXPECT_EQ(found.largest_force, expected.largest_force);
  }

  test::TemporaryFolder folder_;
  TrainOptions options_;
  std::vector<std::string> lines_;
};

TEST_F(TrainerTest, WritesAModelThatReproducesItsSelfTest) {
  run();
  ModelData const model = read_model(out("m.h5"));
  EXPECT_EQ(model.elements, (std::vector<std::string>{"H", "O"}));
  EXPECT_EQ(model.weights, read_checkpoint(out("checkpoint.bin")).best);
  EXPECT_EQ(model.provenance.at("data"), "frames.xyz");
  EXPECT_EQ(model.provenance.at("data_sha256").size(), 64u);
  EXPECT_EQ(model.provenance.at("command"), "tesseral train run.toml");
  EXPECT_NE(model.provenance.at("errors").find("2 validation frames"), std::string::npos);
  EXPECT_NE(model.provenance.at("E0").find("least squares"), std::string::npos);
  EXPECT_TRUE(was_said("E0: " + model.provenance.at("E0")));
  ASSERT_EQ(model.self_tests.size(), 2u);
  Potential<> evaluator(model);
  for (auto const& self_test : model.self_tests)
    EXPECT_NEAR(evaluator.evaluate(self_test.structure).energy, self_test.energy, 1e-10);
}

TEST_F(TrainerTest, TheModelSaysWhatItWasFittedTo) {
  run();
  ModelData const model = read_model(out("m.h5"));
  ASSERT_TRUE(model.fitted_range);
  EXPECT_EQ(model.fitted_range->frames, 6) << "not those that validate";
  expect_same(*model.fitted_range, range_of_data(model));
  EXPECT_EQ(model.provenance.count("range"), 0u) << "it is said once";
}

TEST_F(TrainerTest, TheModelKnowsWhatErrorsToExpect) {
  run();
  ModelData const model = read_model(out("m.h5"));
  ASSERT_TRUE(model.uncertainty);
  EXPECT_NE(model.provenance.at("uncertainty").find("rank correlation"), std::string::npos);
  EXPECT_TRUE(was_said(model.provenance.at("uncertainty")));
  // By the weights that are written: what a potential of them says of the frames that were learnt from.
  TrainingFile file = read_training_file(options_.config, options_.data_directory);
  file.data.elements = model.elements;
  Potential<> potential(model, exact_options());
  double squares = 0.0, atoms = 0.0;
  for (LabelledFrame const& frame : read_dataset(file.data, model.architecture.r_cut).train) {
    auto const result = potential.evaluate(frame.structure, {false, false, true});
    for (std::size_t i = 0; i < result.expected_errors.size(); ++i) {
      squares += std::pow(result.expected_errors[i] / model.uncertainty->scale[frame.structure.species[i]], 2);
      ++atoms;
    }
  }
  EXPECT_LT(squares / atoms, 1.0 + 1e-6);
  EXPECT_GT(squares / atoms, 0.1) << "of F numbers, those that differ among atoms have a mean square of 1";
}

TEST_F(TrainerTest, RecordsEveryEpoch) {
  run();
  std::string const table = folder_.read("out/metrics.csv");
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 1 + 4);  // the head, fresh weights, three epochs
  EXPECT_TRUE(was_said("epoch 3/3: loss"));
  EXPECT_TRUE(was_said("validation RMSE: energy"));
  EXPECT_TRUE(std::filesystem::exists(out("learning_curve.png")) || was_said("no plots"));
}

TEST_F(TrainerTest, ResumesWithMoreEpochs) {
  run();
  folder_.write("run.toml", config(5));
  options_.resume = true;
  run();
  EXPECT_TRUE(was_said("resumed after epoch 3"));
  EXPECT_TRUE(was_said("epoch 5/5: loss"));
  EXPECT_FALSE(was_said("epoch 3/5: loss"));
}

TEST_F(TrainerTest, InterruptedAtAnyStepItGoesOnToTheSameNumbers) {
  run();
  std::vector<double> const whole = read_model(out("m.h5")).weights;
  for (int const steps : {1, 3, 4, 8}) {  // of 3 in an epoch
    std::filesystem::remove_all(folder_.file("out"));
    int left = steps;
    options_.interrupted = [&] { return --left == 0; };
    options_.resume = false;
    Ranks one;
    try {
      run_training(
          options_, [](Progress const&) {}, one);
      ADD_FAILURE() << "not interrupted";
    } catch (Interrupted const& end) {
      EXPECT_NE(std::string(end.what()).find("after epoch " + std::to_string((steps - 1) / 3)), std::string::npos)
          << end.what();
      EXPECT_NE(std::string(end.what()).find(out("checkpoint.bin")), std::string::npos) << end.what();
    }
    options_.interrupted = {};
    options_.resume = true;
    run();
    EXPECT_EQ(read_model(out("m.h5")).weights, whole) << steps;
  }
}

// Without epochs a time limit decides: a run that it broke off goes on at its pace without one, a complete one stays
// so.
TEST_F(TrainerTest, WithoutEpochsTheTimeLimitDecides) {
  std::string text = config(3);
  text.replace(text.find("epochs = 3\n"), 11, "");
  options_.config = folder_.write("run.toml", text);
  options_.time_limit_seconds = 1.0;
  run();
  EXPECT_TRUE(was_said("by the data: epochs: as many as the time limit allows"));
  Checkpoint const complete = read_checkpoint(out("checkpoint.bin"));
  EXPECT_EQ(complete.progress, 1.0);
  EXPECT_EQ(read_model(out("m.h5")).provenance.at("settings").find("energy_weight = 1, 100"), 0u);
  options_.resume = true;
  run();
  EXPECT_EQ(read_checkpoint(out("checkpoint.bin")).weights, complete.weights) << "a complete run took another leg";

  Checkpoint half = complete;
  half.progress = 0.5;
  write_checkpoint(out("checkpoint.bin"), half);
  options_.time_limit_seconds.reset();
  int epochs = 0;
  options_.interrupted = [&] { return ++epochs > 2; };
  EXPECT_THROW(run(), Interrupted) << "it ended at once, though only half was done";
}

TEST_F(TrainerTest, TrainsACommittee) {
  run();
  std::vector<double> const alone = read_model(out("m.h5")).weights;  // by seed 1
  options_.seeds = {2, 1};
  run();
  EXPECT_EQ(read_model(out("m-1.h5")).weights, alone);
  EXPECT_NE(read_model(out("m-2.h5")).weights, alone);
  EXPECT_EQ(read_model(out("m-2.h5")).provenance.at("seed"), "2");
  EXPECT_TRUE(was_said("member 2 of 2, seed 1"));

  // The same errors as the metrics of the best epochs.
  double sum = 0.0, product = 1.0;
  for (char const* seed : {"1", "2"}) {
    Checkpoint const member = read_checkpoint(out(std::string("checkpoint-") + seed + ".bin"));
    double const rmse = 1e3 * member.history[member.best_epoch].validation_forces;
    sum += rmse;
    product *= rmse;
  }
  double const spread = std::sqrt(0.5 * sum * sum - 2.0 * product);  // |a - b|/√2
  char expected[80];
  std::snprintf(expected, sizeof expected, "forces %.2f ± %.2f meV/Å", 0.5 * sum, spread);
  EXPECT_TRUE(was_said(expected)) << expected << "\n" << lines_[lines_.size() - 2];

  // A member that has no checkpoint yet begins; the others go on.
  options_.seeds = {1, 3};
  options_.resume = true;
  run();
  EXPECT_TRUE(was_said("resumed after epoch 3"));
  EXPECT_TRUE(std::filesystem::exists(out("m-3.h5")));
  EXPECT_TRUE(std::filesystem::exists(out("metrics-3.csv")));

  options_.seeds = {4, 4};
  EXPECT_THROW(run(), Error);
}

TEST_F(TrainerTest, CrossValidates) {
  options_.folds = 3;
  run();
  EXPECT_TRUE(was_said("cross-validation: 8 frames in 3 folds"));
  EXPECT_FALSE(std::filesystem::exists(out("m.h5"))) << "a model that no fold has judged";

  // What it says of all frames is what the folds' models make of their own.
  TrainingFile file = read_training_file(options_.config, options_.data_directory);
  file.data.folds = 3;
  double energy = 0.0, forces = 0.0, components = 0.0;
  for (file.data.fold = 0; file.data.fold < 3; ++file.data.fold) {
    Potential<> potential(read_model(out("m-fold" + std::to_string(file.data.fold + 1) + ".h5")), exact_options());
    Dataset const data = read_dataset(file.data, 3.0);
    ASSERT_EQ(data.train.size() + data.validation.size() + data.test.at(0).frames.size(), 8u);
    for (LabelledFrame const& frame : data.test[0].frames) {
      auto const result = potential.evaluate(frame.structure);
      double const atoms = static_cast<double>(frame.forces.size());
      energy += std::abs(result.energy - *frame.energy) / atoms / 8.0;
      for (std::size_t i = 0; i < frame.forces.size(); ++i)
        for (int x = 0; x < 3; ++x) forces += std::abs(result.forces[i][x] - frame.forces[i][x]);
      components += 3.0 * atoms;
    }
  }
  char expected[100];
  std::snprintf(expected, sizeof expected, "MAE:  energy %.3f meV/atom, forces %.3f meV/Å", 1e3 * energy,
                1e3 * forces / components);
  EXPECT_TRUE(was_said(expected)) << expected << "\n" << lines_[lines_.size() - 3];

  options_.resume = true;
  run();
  EXPECT_TRUE(was_said("resumed after epoch 3"));
  options_.seeds = {1, 2};
  EXPECT_THROW(run(), Error) << "which of the two?";
}

class FineTuningTest : public TrainerTest {
 protected:
  // A model of H, He and O, trained on nothing.
  FineTuningTest() {
    Architecture a = test::small_architecture(RadialWeights::degree);
    a.species = 3;
    a.r_cut = 3.0;
    old_ = test::random_model(a, 5);
    old_.elements = {"H", "He", "O"};
    old_.E0 = {-1.0, -2.0, -3.0};
    old_.scale = 1.25;
    old_.shift = -0.5;
    compute_self_test(old_, {test::molecule(3, 3, 1)});
    write_model(folder_.file("old.h5"), old_);
  }
  std::string fine_tuning(std::string const& data, std::string const& training) const {
    return "[data]\ntrain = \"frames.xyz\"\nvalidation_count = 2\n" + data +
           "[model]\nfrom = \"old.h5\"\n[training]\nepochs = 1\n" + training + "[output]\ndirectory = '" +
           folder_.file("out") + "'\nmodel = \"m.h5\"\n";
  }
  std::string problem() {
    try {
      run();
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  }
  ModelData old_;
};

TEST_F(FineTuningTest, BeginsWithTheOldModel) {
  // Steps too small to be seen: what comes out is what went in, but for constants that fit the new energies.
  folder_.write("run.toml", fine_tuning("", "learning_rate = 1e-200\nfinal_learning_rate = 0\n"));
  run();
  ModelData const model = read_model(out("m.h5"));
  EXPECT_EQ(model.elements, old_.elements);
  EXPECT_NE(model.E0[0], old_.E0[0]);
  EXPECT_EQ(model.E0[1], old_.E0[1]) << "there is no He in the data";
  EXPECT_NE(model.E0[2], old_.E0[2]);
  EXPECT_EQ(model.scale, old_.scale);
  EXPECT_EQ(model.shift, old_.shift);
  EXPECT_EQ(model.architecture.average_neighbors, old_.architecture.average_neighbors);
  EXPECT_EQ(model.architecture.radial_weights, RadialWeights::degree);
  EXPECT_EQ(model.zbl_cutoff, old_.zbl_cutoff);
  EXPECT_EQ(model.weights, old_.weights);
  EXPECT_EQ(model.provenance.at("start"), "old.h5");
}

// Beside the new data the old ones, as far as the old model knows.
TEST_F(FineTuningTest, TheRangeCoversOldAndNewData) {
  folder_.write("run.toml", fine_tuning("", ""));
  run();
  ModelData const model = read_model(out("m.h5"));
  FittedRange const of_new = range_of_data(model);
  ASSERT_TRUE(model.fitted_range);
  expect_same(*model.fitted_range, of_new);

  old_.fitted_range = test::sample_range(3, 3.0);
  write_model(folder_.file("old.h5"), old_);
  run();
  FittedRange const range = read_model(out("m.h5")).fitted_range.value();
  EXPECT_EQ(range.frames, 7 + 6);
  expect_same(range, united(*old_.fitted_range, of_new));
}

TEST_F(FineTuningTest, LearnsAndTakesTheReferenceEnergiesThatAreGiven) {
  folder_.write("run.toml", fine_tuning("E0 = { O = -4.0 }\n", "learning_rate = 0.001\n"));
  run();
  ModelData const model = read_model(out("m.h5"));
  EXPECT_EQ(model.E0[1], -2.0);
  EXPECT_EQ(model.E0[2], -4.0);
  EXPECT_NE(model.provenance.at("E0").find("O -4.0000 eV (given)"), std::string::npos) << model.provenance.at("E0");
  // Random labels: what is learnt of some frames may not serve the others, and then the best weights are the first.
  std::ifstream stream(out("metrics.csv"));
  std::vector<std::string> rows;
  for (std::string line; std::getline(stream, line);) rows.push_back(line);
  ASSERT_EQ(rows.size(), 3u);  // a head, and the errors before and after an epoch
  EXPECT_NE(rows[1].substr(rows[1].find(',')), rows[2].substr(rows[2].find(',')));
}

// The old E0 would contradict it otherwise, or hide it.
TEST_F(FineTuningTest, ACohesiveEnergyStandsForTheOldReferenceEnergy) {
  folder_.write("run.toml", fine_tuning("cohesive_energy = { O = 2.0 }\n", ""));
  EXPECT_NE(problem().find("no training frame with an energy is of O alone"), std::string::npos) << problem();
}

TEST_F(FineTuningTest, NamesAnElementThatTheModelDoesNotHave) {
  folder_.write("run.toml", fine_tuning("elements = [\"H\", \"N\"]\n", ""));
  EXPECT_NE(problem().find("old.h5: has no N (it knows H He O)"), std::string::npos) << problem();
  old_.elements = {"H", "He", "Li"};
  write_model(folder_.file("old.h5"), old_);
  folder_.write("run.toml", fine_tuning("", ""));
  EXPECT_NE(problem().find("has O (the model knows only H He Li)"), std::string::npos) << problem();
}

TEST_F(TrainerTest, DoesNotMixRuns) {
  options_.resume = true;
  EXPECT_THROW(run(), Error);  // there is no checkpoint yet
  options_.resume = false;
  run();
  folder_.write("run.toml", config(5) + "\n[model.more]\n");
  options_.resume = true;
  EXPECT_THROW(run(), Error);  // an unknown key
  std::string other = config(5);
  other.replace(other.find("batch_size = 2"), 14, "batch_size = 3");
  folder_.write("run.toml", other);
  EXPECT_THROW(run(), Error);
}

}  // namespace
}  // namespace tesseral
