// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Configurations that people start from.
#include "support/source_folder.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/train/config.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tesseral {
namespace {

std::string const data = "[data]\ntrain = \"a.xyz\"\n";

TEST(TrainingFileExamples, ReadsTheShippedConfigurations) {
  std::filesystem::path const folder = std::filesystem::path(test::source_folder()) / "potentials";
  for (char const* name : {"3bpa-small", "si-small"}) {
    TrainingFile const config = read_training_file((folder / (std::string(name) + ".toml")).string(), "data");
    EXPECT_EQ(config.output.model, std::string(name) + ".h5");
    EXPECT_EQ(config.data.train.rfind("data/", 0), 0u) << config.data.train;
  }
}

// Keys that are commented out in the example show their defaults, so they must be read, and change nothing.
TEST(TrainingFileExamples, ShowsEveryKeyInTheExample) {
  std::ifstream stream(std::filesystem::path(test::source_folder()) / "potentials" / "3bpa-small.toml");
  std::string text, line;
  while (std::getline(stream, line)) {
    bool const is_key = line.rfind("# ", 0) == 0 && line.find(" = ") != std::string::npos;
    if (line.rfind("# from = ", 0) == 0) continue;                                      // stands alone in its section
    if (line.rfind("# heads = ", 0) == 0 || line.rfind("# factors", 0) == 0) continue;  // not of a gaunt coupling
    text += (is_key ? line.substr(2) : line) + "\n";
  }
  ASSERT_NE(text.find("\nplateau_patience = 10"), std::string::npos);
  test::TemporaryFolder const folder;
  TrainingFile const shown = read_training_file(folder.write("run.toml", text));
  TrainingFile const plain = read_training_file(folder.write("plain.toml", data));
  EXPECT_EQ(shown.data.test_fraction, plain.data.test_fraction);
  EXPECT_EQ(shown.data.test_count, plain.data.test_count);
  EXPECT_EQ(shown.data.group_key, plain.data.group_key);
  EXPECT_EQ(shown.data.skip_bad_frames, plain.data.skip_bad_frames);
  EXPECT_EQ(shown.data.limits.allow_missing_labels, plain.data.limits.allow_missing_labels);
  EXPECT_EQ(shown.data.limits.allow_isolated_atoms, plain.data.limits.allow_isolated_atoms);
  EXPECT_EQ(shown.data.limits.max_force, plain.data.limits.max_force);
  EXPECT_EQ(shown.data.limits.max_energy, plain.data.limits.max_energy);
  EXPECT_EQ(shown.data.limits.min_distance, plain.data.limits.min_distance);
  EXPECT_EQ(shown.output.write_split, plain.output.write_split);
  EXPECT_EQ(shown.training.plateau_patience, plain.training.plateau_patience);
  EXPECT_EQ(shown.training.plateau_factor, plain.training.plateau_factor);
  EXPECT_EQ(shown.training.beta1, plain.training.beta1);
  EXPECT_EQ(shown.training.beta2, plain.training.beta2);
  EXPECT_EQ(shown.training.epsilon, plain.training.epsilon);
  EXPECT_EQ(shown.training.optimiser, plain.training.optimiser);
  EXPECT_EQ(shown.training.momentum, plain.training.momentum);
  EXPECT_EQ(shown.training.learning_rate, plain.training.learning_rate);
  EXPECT_EQ(shown.training.weight_decay, plain.training.weight_decay);
  EXPECT_EQ(shown.training.displacement, plain.training.displacement);
  EXPECT_EQ(shown.training.checkpoint_seconds, plain.training.checkpoint_seconds);
  EXPECT_EQ(shown.training.patience, plain.training.patience);
  EXPECT_EQ(shown.training.time_limit_minutes, plain.training.time_limit_minutes);
  EXPECT_EQ(shown.training.loss.stress, plain.training.loss.stress);
  EXPECT_EQ(shown.training.loss.huber_energy, plain.training.loss.huber_energy);
  EXPECT_EQ(shown.training.loss.huber_forces, plain.training.loss.huber_forces);
  EXPECT_EQ(shown.output.self_test_frames, plain.output.self_test_frames);
}

}  // namespace
}  // namespace tesseral
