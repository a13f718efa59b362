// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/schedule.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

TrainingConfig config() {
  TrainingConfig c;
  c.learning_rate = 0.1;
  c.final_learning_rate = 0.001;
  c.warmup_epochs = 2.0;
  return c;
}

TEST(Schedule, WarmsUpAndFallsAsACosine) {
  Schedule const schedule(config());
  EXPECT_DOUBLE_EQ(schedule.learning_rate(0.0, 1.0), 0.05);
  EXPECT_DOUBLE_EQ(schedule.learning_rate(0.0, 2.0), 0.1);
  EXPECT_NEAR(schedule.learning_rate(0.5, 10.0), 0.5 * (0.1 + 0.001), 1e-15);
  EXPECT_NEAR(schedule.learning_rate(1.0, 20.0), 0.001, 1e-15);
}

TEST(Schedule, LowersTheRateOnAPlateauDownToTheFloor) {
  TrainingConfig c = config();
  c.schedule = ScheduleKind::plateau;
  c.plateau_factor = 0.1;
  c.plateau_patience = 2;
  Schedule schedule(c);
  schedule.record(1.0);
  schedule.record(1.0);
  schedule.record(0.9);  // an improvement: the patience begins anew
  schedule.record(0.9);
  EXPECT_DOUBLE_EQ(schedule.learning_rate(0.5, 10.0), 0.1);
  schedule.record(0.95);
  EXPECT_NEAR(schedule.learning_rate(0.5, 10.0), 0.01, 1e-15);
  for (int n = 0; n < 10; ++n) schedule.record(1.0);
  EXPECT_DOUBLE_EQ(schedule.learning_rate(0.5, 10.0), 0.001);
}

TEST(Schedule, DoesNotComparePlateausOfDifferentLosses) {
  TrainingConfig c = config();
  c.schedule = ScheduleKind::plateau;
  c.plateau_patience = 1;
  Schedule schedule(c);
  schedule.record(1.0);
  schedule.forget_best();
  schedule.record(50.0);
  EXPECT_DOUBLE_EQ(schedule.learning_rate(0.5, 10.0), 0.1);
}

TEST(RunProgress, FollowsWhicheverEndsFirst) {
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 1e6, 0.0, 0.0), 0.25);
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 10.0, 100.0, 0.0), 0.25);
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 60.0, 100.0, 0.0), 0.6);
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 300.0, 100.0, 0.0), 1.0);
}

TEST(RunProgress, SpreadsTheRestOfAResumedRunOverItsTime) {
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 0.0, 100.0, 0.4), 0.4);
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 50.0, 100.0, 0.4), 0.7);
  EXPECT_DOUBLE_EQ(run_progress(25, 100, 50.0, 0.0, 0.4), 0.4);
}

}  // namespace
}  // namespace tesseral
