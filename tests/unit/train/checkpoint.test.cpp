// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/checkpoint.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

Checkpoint example() {
  Checkpoint c;
  c.run = "digest";
  c.epoch = 3;
  c.progress = 0.1;
  c.seconds = 12.5;
  c.stage = 1;
  c.weights = {0.1, -2.0, 1e-300};
  c.optimiser.step = 42;
  c.optimiser.mean = {1.0, 2.0, 3.0};
  c.optimiser.variance = {4.0, 5.0, 6.0};
  c.average_updates = 41;
  c.average = {7.0, 8.0, 9.0};
  c.schedule.reduction = 0.25;
  c.schedule.best = 0.5;
  c.schedule.epochs_since_best = 2;
  c.best_root_loss = 0.75;
  c.best_epoch = 2;
  c.best = {-1.0, -2.0, -3.0};
  c.history = {{0, 0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0}, {1, 0.1, 1.1, 2.1, 2.6, 3.1, 4.1, 5.1, 6.1, 7.1}};
  return c;
}

TEST(Checkpoint, ComesBackAsItWas) {
  test::TemporaryFolder const folder;
  std::string const path = folder.file("checkpoint.bin");
  Checkpoint const a = example();
  write_checkpoint(path, a);
  Checkpoint const b = read_checkpoint(path);
  EXPECT_EQ(b.run, a.run);
  EXPECT_EQ(b.epoch, a.epoch);
  EXPECT_EQ(b.progress, a.progress);
  EXPECT_EQ(b.seconds, a.seconds);
  EXPECT_EQ(b.stage, a.stage);
  EXPECT_EQ(b.weights, a.weights);
  EXPECT_EQ(b.optimiser.step, a.optimiser.step);
  EXPECT_EQ(b.optimiser.mean, a.optimiser.mean);
  EXPECT_EQ(b.optimiser.variance, a.optimiser.variance);
  EXPECT_EQ(b.optimiser.largest, a.optimiser.largest);
  EXPECT_EQ(b.average_updates, a.average_updates);
  EXPECT_EQ(b.average, a.average);
  EXPECT_EQ(b.schedule.reduction, a.schedule.reduction);
  EXPECT_EQ(b.schedule.best, a.schedule.best);
  EXPECT_EQ(b.schedule.epochs_since_best, a.schedule.epochs_since_best);
  EXPECT_EQ(b.best_root_loss, a.best_root_loss);
  EXPECT_EQ(b.best_epoch, a.best_epoch);
  EXPECT_EQ(b.best, a.best);
  ASSERT_EQ(b.history.size(), 2u);
  EXPECT_EQ(b.history[1].epoch, 1);
  EXPECT_EQ(b.history[1].learning_rate, 0.1);
  EXPECT_EQ(b.history[1].loss, 1.1);
  EXPECT_EQ(b.history[1].validation_loss, 2.1);
  EXPECT_EQ(b.history[1].validation_root_loss, 2.6);
  EXPECT_EQ(b.history[1].train_energy, 3.1);
  EXPECT_EQ(b.history[1].train_forces, 4.1);
  EXPECT_EQ(b.history[1].validation_energy, 5.1);
  EXPECT_EQ(b.history[1].validation_forces, 6.1);
  EXPECT_EQ(b.history[1].seconds, 7.1);
}

TEST(Checkpoint, ReplacesTheOldOneAndLeavesNothingElse) {
  test::TemporaryFolder const folder;
  std::string const path = folder.file("checkpoint.bin");
  write_checkpoint(path, example());
  Checkpoint newer = example();
  newer.epoch = 4;
  write_checkpoint(path, newer);
  EXPECT_EQ(read_checkpoint(path).epoch, 4);
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(Checkpoint, NoticesAnyTruncationAndAnyWrongByte) {
  test::TemporaryFolder const folder;
  write_checkpoint(folder.file("whole.bin"), example());
  std::string const whole = folder.read("whole.bin");
  auto const expect_error = [&](std::string const& bytes) {
    std::string const damaged = folder.write("damaged.bin", bytes);
    try {
      read_checkpoint(damaged);
      ADD_FAILURE() << "no error";
    } catch (Error const& error) {
      EXPECT_EQ(std::string(error.what()).rfind(damaged, 0), 0u) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  };
  for (std::size_t length = 0; length < whole.size(); length += 7) expect_error(whole.substr(0, length));
  for (std::size_t k = 0; k < whole.size(); k += 5) {
    std::string bytes = whole;
    bytes[k] = static_cast<char>(bytes[k] ^ 0x10);
    expect_error(bytes);
  }
}

TEST(Checkpoint, NamesAFolderThatIsMissing) {
  test::TemporaryFolder const folder;
  std::string const path = folder.file("no-such-folder/checkpoint.bin");
  EXPECT_THROW(write_checkpoint(path, example()), Error);
  EXPECT_THROW(read_checkpoint(path), Error);
}

}  // namespace
}  // namespace tesseral
