// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/report.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

EpochMetrics const row = {7, 0.005, 1.5, 2.5, 0.7, 0.0011, 0.0221, 0.0033, 0.0444, 65.0};

TEST(Report, WritesErrorsInThousandths) {
  test::TemporaryFolder const folder;
  write_metrics(folder.file("metrics.csv"), {row});
  std::string const table = folder.read("metrics.csv");
  EXPECT_EQ(table.substr(table.find('\n') + 1), "7,0.005,1.5,2.5,0.7,1.1,22.1,3.3,44.4,65.00\n");
  EXPECT_THROW(write_metrics(folder.file("none/metrics.csv"), {row}), Error);
}

TEST(Report, TellsAnEpochInOneLine) {
  EXPECT_EQ(epoch_line(row, 10, true),
            "epoch 7/10: loss 1.5, training 22.1 meV/Å 1.10 meV/atom; validation 44.4 meV/Å 3.30 meV/atom (best); "
            "rate 0.005; 1 min 05 s");
}

TEST(Report, AnEpochTellsNoErrorsOfLabelsThatNoFrameHas) {
  EpochMetrics forces_alone = row;
  forces_alone.train_energy = forces_alone.validation_energy = std::nan("");
  EXPECT_EQ(epoch_line(forces_alone, 10, false),
            "epoch 7/10: loss 1.5, training 22.1 meV/Å; validation 44.4 meV/Å; rate 0.005; 1 min 05 s");
}

TEST(Report, LeavesOutErrorsWithoutLabels) {
  ErrorSums errors;
  errors.forces = 0.0004;
  errors.components = 4.0;
  EXPECT_EQ(error_line(errors), "forces 10.000 meV/Å");
  errors.energy = 0.000004;
  errors.energies = 1.0;
  EXPECT_EQ(error_line(errors), "energy 2.000 meV/atom, forces 10.000 meV/Å");
}

TEST(Report, WritesTimesAsPeopleDo) {
  EXPECT_EQ(duration(41.4), "41 s");
  EXPECT_EQ(duration(200.0), "3 min 20 s");
  EXPECT_EQ(duration(3720.0), "1 h 02 min");
}

TEST(Report, GivesTheSpreadOfACommittee) {
  std::vector<ErrorSums> members(3);
  double const energies[] = {1e-3, 2e-3, 3e-3}, forces[] = {10e-3, 10e-3, 13e-3};
  for (int n = 0; n < 3; ++n) {
    members[n].energies = members[n].components = 4.0;
    members[n].energy = 4.0 * energies[n] * energies[n];
    members[n].forces = 4.0 * forces[n] * forces[n];
  }
  EXPECT_EQ(committee_line(members),
            "committee of 3, validation RMSE, mean ± spread: energy 2.000 ± 1.000 meV/atom, forces 11.00 ± 1.73 meV/Å");
}

TEST(Report, JudgesEachFrameOfACrossValidationOnce) {
  ErrorSums small, large;  // folds of one frame and of three
  small.frames = small.energies = 1.0;
  small.energy_absolute = 4e-3;
  small.energy = 16e-6;
  large.frames = large.energies = 3.0;
  large.energy_absolute = 6e-3;
  large.energy = 12e-6;
  EXPECT_EQ(
      cross_validation_lines({small, large}),
      (std::vector<std::string>{"cross-validation: 4 frames in 2 folds, each judged by the model that has not seen it",
                                "  RMSE: energy 2.646 meV/atom", "  MAE:  energy 2.500 meV/atom",
                                "  MAE of the folds, mean ± spread: energy 3.000 ± 1.414 meV/atom"}));
  small.components = 3.0;
  small.forces_absolute = 30e-3;
  small.forces = 3e-4;
  EXPECT_EQ(cross_validation_lines({small, small})[2], "  MAE:  energy 4.000 meV/atom, forces 10.000 meV/Å");
}

TEST(Report, SaysWhereTheTimeOfStepsWent) {
  RunTimes times;
  EXPECT_EQ(cost_line(times), "");
  times.atoms = 1000.0;
  times.gradient = {0.1, 0.6, 1.2};
  times.optimiser = 0.1;
  times.validation = 61.0;
  EXPECT_EQ(cost_line(times),
            "cost: 2.000 ms per atom and step (forces 30 %, gradient of the weights 60 %, optimiser 5 %, graphs 5 %); "
            "validation 1 min 01 s");
  times.ranks = 0.5;
  EXPECT_NE(cost_line(times).find("2.500 ms per atom and step"), std::string::npos);
  EXPECT_NE(cost_line(times).find("graphs 4 %, other ranks 20 %)"), std::string::npos);
}

}  // namespace
}  // namespace tesseral
