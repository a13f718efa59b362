// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/trainer.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/checkpoint.hpp"
#include "tesseral/train/evaluate_structures.hpp"
#include "tesseral/train/extxyz.hpp"
#include "unit/train/small_training_set.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

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
    EXPECT_EQ(run_training(options_, [&](Progress const& progress) { lines_.push_back(progress.line); }), 0);
  }
  bool was_said(std::string const& words) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](std::string const& line) { return line.find(words) != std::string::npos; });
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
  ASSERT_EQ(model.self_tests.size(), 2u);
  StructureEvaluator evaluator(model);
  for (auto const& self_test : model.self_tests)
    EXPECT_NEAR(evaluator.evaluate(self_test.structure).energy, self_test.energy, 1e-10);
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
