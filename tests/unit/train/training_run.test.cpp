// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/training_run.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "unit/train/small_training_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace tesseral {
namespace {

// Frames labelled by another random network, so that there is something to learn.
Dataset taught_dataset(Architecture const& architecture) {
  ModelData const teacher = test::random_model(architecture, 99);
  LossGradient evaluate(std::make_shared<HostModel>(teacher), 1e-4);
  Dataset data;
  data.elements = teacher.elements;
  data.E0 = teacher.E0;
  test::Random random(1);
  for (int n = 0; n < 10; ++n) {
    LabelledFrame frame = test::labelled_frame(test::molecule(3 + n % 3, architecture.species, 20 + n),
                                               architecture.r_cut, false, random);
    Predictions const predicted = evaluate.predict({&frame});
    frame.energy = predicted.energy[0];
    frame.forces = predicted.forces;
    (n < 7 ? data.train : data.validation).push_back(frame);
  }
  return data;
}

TrainingConfig short_config() {
  TrainingConfig config;
  config.epochs = 6;
  config.batch_size = 3;
  config.learning_rate = 0.02;
  config.second_stage_start = 0.5;
  config.second_stage = config.loss;
  config.second_stage.energy = 10.0;
  config.ema_decay = 0.8;
  return config;
}

class TrainingRunTest : public testing::Test {
 protected:
  TrainingRunTest()
      : architecture_(test::small_architecture(RadialWeights::path)),
        data_(taught_dataset(architecture_)),
        fresh_(test::random_model(architecture_, 7)) {}

  Architecture architecture_;
  Dataset data_;
  ModelData fresh_;
  Ranks ranks_;
};

void expect_same_numbers(Checkpoint const& a, Checkpoint const& b) {
  EXPECT_EQ(a.epoch, b.epoch);
  EXPECT_EQ(a.progress, b.progress);
  EXPECT_EQ(a.stage, b.stage);
  EXPECT_EQ(a.weights, b.weights);
  EXPECT_EQ(a.optimiser.step, b.optimiser.step);
  EXPECT_EQ(a.optimiser.mean, b.optimiser.mean);
  EXPECT_EQ(a.optimiser.variance, b.optimiser.variance);
  EXPECT_EQ(a.optimiser.largest, b.optimiser.largest);
  EXPECT_EQ(a.average, b.average);
  EXPECT_EQ(a.best_root_loss, b.best_root_loss);
  EXPECT_EQ(a.best_epoch, b.best_epoch);
  EXPECT_EQ(a.best, b.best);
  ASSERT_EQ(a.history.size(), b.history.size());
  for (std::size_t n = 0; n < a.history.size(); ++n) {
    EXPECT_EQ(a.history[n].loss, b.history[n].loss) << "epoch " << n;
    EXPECT_EQ(a.history[n].validation_loss, b.history[n].validation_loss) << "epoch " << n;
    EXPECT_EQ(a.history[n].validation_root_loss, b.history[n].validation_root_loss) << "epoch " << n;
    EXPECT_EQ(a.history[n].learning_rate, b.history[n].learning_rate) << "epoch " << n;
  }
}

void expect_exact_resume(TrainingConfig const& config, Dataset const& data, ModelData const& fresh) {
  Ranks one;
  TrainingRun whole(config, data, fresh, "run", one);
  whole.start(0.0);
  while (!whole.finished()) whole.run_epoch({});

  test::TemporaryFolder const folder;
  std::string const path = folder.file("checkpoint.bin");
  {
    TrainingRun first(config, data, fresh, "run", one);
    first.start(0.0);
    for (int epoch = 0; epoch < 2; ++epoch) first.run_epoch({});
    write_checkpoint(path, first.state());
  }
  TrainingRun second(config, data, fresh, "run", one);
  second.resume(read_checkpoint(path));
  second.start(0.0);
  while (!second.finished()) second.run_epoch({});
  EXPECT_EQ(second.state().epoch, config.epochs);
  EXPECT_EQ(second.state().stage, 1);
  expect_same_numbers(second.state(), whole.state());
}

TEST_F(TrainingRunTest, ResumedIsTheSameAsUninterrupted) {
  TrainingConfig config = short_config();
  expect_exact_resume(config, data_, fresh_);
  config.optimiser = OptimiserKind::muon;
  expect_exact_resume(config, data_, fresh_);
}

TEST_F(TrainingRunTest, ABrokenEpochLeavesTheStateBeforeIt) {
  TrainingRun run(short_config(), data_, fresh_, "run", ranks_);
  run.start(0.0);
  EXPECT_TRUE(run.run_epoch({}, [] { return false; }));
  EXPECT_EQ(run.state().epoch, 1);
  int steps = 0;
  EXPECT_FALSE(run.run_epoch([&](StepReport const&) { ++steps; }, [] { return true; }));
  EXPECT_EQ(steps, 1) << "it ends after the step";
  EXPECT_EQ(run.state().epoch, 1);
}

class LearnsWith : public TrainingRunTest, public testing::WithParamInterface<OptimiserKind> {};

TEST_P(LearnsWith, AnOptimiser) {
  TrainingConfig config = short_config();
  config.epochs = 40;
  config.optimiser = GetParam();
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  run.start(0.0);
  int steps = 0;
  while (!run.finished()) run.run_epoch([&](StepReport const&) { ++steps; });
  EXPECT_EQ(steps, 40 * 3);  // 7 frames, 3 at a time
  auto const& history = run.state().history;
  ASSERT_EQ(history.size(), 41u);
  EXPECT_LT(history.back().train_forces, 0.2 * history[1].train_forces);
  EXPECT_LT(run.state().best_root_loss, history[0].validation_root_loss);
  // What is kept as best gives the loss it is said to give.
  EXPECT_DOUBLE_EQ(run.evaluate(run.state().best, data_.validation).mean_root_loss(), run.state().best_root_loss);
}

INSTANTIATE_TEST_SUITE_P(TrainingRun, LearnsWith, testing::Values(OptimiserKind::amsgrad, OptimiserKind::muon));

// Its energy is off by so much, and to such a side, that learning anything adds more to its loss than all others lose.
TEST_F(TrainingRunTest, OneBadFrameDoesNotChooseTheEpoch) {
  LabelledFrame& bad = data_.validation.emplace_back(data_.validation[0]);
  double const fresh = LossGradient(std::make_shared<HostModel>(fresh_), 1e-4).predict({&bad}).energy[0];
  bad.energy = fresh + 1e5 * (fresh - *bad.energy);
  bad.forces.clear();
  TrainingConfig config = short_config();
  config.epochs = 30;
  config.second_stage_start = 1.0;
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  run.start(0.0);
  while (!run.finished()) run.run_epoch({});
  auto const& history = run.state().history;
  auto const has_smaller_loss = [](EpochMetrics const& a, EpochMetrics const& b) {
    return a.validation_loss < b.validation_loss;
  };
  auto const by_mean_loss = std::min_element(history.begin(), history.end(), has_smaller_loss);
  ASSERT_LT(by_mean_loss->epoch, 3) << "the bad frame is too good for this test";
  EXPECT_GT(run.state().best_epoch, 20);
  EXPECT_LT(history[run.state().best_epoch].validation_forces, 0.3 * by_mean_loss->validation_forces);
}

// With frames that are all alike their order does not matter, and a plain loop must give the same weights.
TEST_F(TrainingRunTest, StepsByTheGradientOfEachBatch) {
  data_.train.assign(3, data_.train[0]);
  TrainingConfig config = short_config();
  config.batch_size = 1;
  config.epochs = 2;
  config.second_stage_start = 1.0;
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  run.start(0.0);
  while (!run.finished()) run.run_epoch({});

  auto const model = std::make_shared<HostModel>(fresh_);
  LossGradient gradient_of(model, config.displacement);
  Optimiser optimiser(config, weight_tensors(architecture_));
  MovingAverage average(config.ema_decay, fresh_.weights);
  Schedule const schedule(config);
  std::vector<double> weights = fresh_.weights, gradient;
  for (int step = 0; step < 6; ++step) {
    gradient_of(config.loss, {&data_.train[0]}, gradient);
    optimiser.step(schedule.learning_rate(step / 6.0, (step + 1) / 3.0), gradient, weights);
    average.update(weights);
    model->set_weights(weights);
  }
  ASSERT_EQ(run.state().weights.size(), weights.size());
  for (std::size_t k = 0; k < weights.size(); ++k) {
    ASSERT_NEAR(run.state().weights[k], weights[k], 1e-12) << "weight " << k;
    ASSERT_NEAR(run.state().average[k], average.average()[k], 1e-12) << "weight " << k;
  }
}

TEST_F(TrainingRunTest, AnnealsAndEndsWithinItsTime) {
  TrainingConfig config = short_config();
  config.epochs = 1000000;
  double last_rate = config.learning_rate;
  // the rate is that of the last epoch's begin: a busy machine may have paused in it, but not every time
  for (int attempt = 0; attempt < 5 && last_rate >= 0.1 * config.learning_rate; ++attempt) {
    TrainingRun run(config, data_, fresh_, "run", ranks_);
    run.start(2.0);
    while (!run.finished()) run.run_epoch({});
    EXPECT_LT(run.state().seconds, 30.0);  // 2 s, and much for a busy machine; all epochs would take days
    EXPECT_GT(run.state().seconds, 0.5);
    EXPECT_EQ(run.state().progress, 1.0);
    last_rate = run.state().history.back().learning_rate;
  }
  EXPECT_LT(last_rate, 0.1 * config.learning_rate);
}

// The first epoch by which the root loss has not fallen for `patience` epochs, from `start` on; 0: there is none.
int first_stall(std::vector<EpochMetrics> const& history, int start, int patience) {
  int best = start;
  for (int epoch = start + 1; epoch < static_cast<int>(history.size()); ++epoch) {
    if (history[epoch].validation_root_loss < history[best].validation_root_loss) best = epoch;
    if (epoch - best >= patience) return epoch;
  }
  return 0;
}

// A rate that stays high makes the validation loss go up and down.
TrainingConfig restless_config() {
  TrainingConfig config = short_config();
  config.epochs = 200;
  config.learning_rate = 0.1;
  config.schedule = ScheduleKind::plateau;
  config.plateau_patience = 1000;
  config.second_stage_start = 1.0;
  return config;
}

TEST_F(TrainingRunTest, EndsEarlyWhenNothingIsGained) {
  TrainingConfig config = restless_config();
  TrainingRun whole(config, data_, fresh_, "run", ranks_);
  whole.start(0.0);
  while (!whole.finished()) whole.run_epoch({});
  ASSERT_EQ(whole.state().epoch, 200);
  int const end = first_stall(whole.state().history, 0, 3);
  ASSERT_GT(end, 3);

  config.patience = 3;
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  run.start(0.0);
  while (!run.finished()) run.run_epoch({});
  EXPECT_EQ(run.state().epoch, end);
  EXPECT_EQ(run.state().best_epoch, end - 3);

  // It is over for good, unless more patience is asked for.
  TrainingRun again(config, data_, fresh_, "run", ranks_);
  again.resume(run.state());
  EXPECT_TRUE(again.finished());
  config.patience = 4;
  TrainingRun patient(config, data_, fresh_, "run", ranks_);
  patient.resume(run.state());
  EXPECT_FALSE(patient.finished());
}

TEST_F(TrainingRunTest, GoesToTheSecondStageWhenNothingIsGained) {
  TrainingConfig config = restless_config();
  config.second_stage_start = 0.99;
  config.patience = 3;
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  run.start(0.0);
  while (!run.finished() && run.state().stage == 0) run.run_epoch({});
  auto const& history = run.state().history;
  int const first_of_second = run.state().epoch;
  EXPECT_EQ(first_of_second, first_stall(history, 0, 3) + 1);
  EXPECT_EQ(run.state().best_epoch, first_of_second);
  while (!run.finished()) run.run_epoch({});
  EXPECT_EQ(run.state().epoch, first_stall(history, first_of_second, 3));
}

TEST_F(TrainingRunTest, GivesThePredictionsOfEachFrame) {
  TrainingRun run(short_config(), data_, fresh_, "run", ranks_);
  std::vector<Predictions> predictions;
  run.evaluate(fresh_.weights, data_.train, &predictions);
  ASSERT_EQ(predictions.size(), data_.train.size());
  LossGradient alone(std::make_shared<HostModel>(fresh_), 1e-4);
  for (std::size_t f = 0; f < data_.train.size(); ++f) {
    Predictions const expected = alone.predict({&data_.train[f]});
    EXPECT_NEAR(predictions[f].energy[0], expected.energy[0], 1e-12);
    ASSERT_EQ(predictions[f].forces.size(), expected.forces.size());
    for (std::size_t i = 0; i < expected.forces.size(); ++i)
      for (int x = 0; x < 3; ++x) EXPECT_NEAR(predictions[f].forces[i][x], expected.forces[i][x], 1e-12);
  }
}

TEST_F(TrainingRunTest, LearnsWithoutTheFloorOfItsStartAndEvaluatesWithTheOneThatIsSettled) {
  test::guard(fresh_);
  ModelData floored = fresh_;
  test::give_floor(floored);
  TrainingRun free(short_config(), data_, fresh_, "run", ranks_), run(short_config(), data_, floored, "run", ranks_);
  for (TrainingRun* one : {&free, &run}) {
    one->start(0.0);
    one->run_epoch([](StepReport const&) {});
  }
  auto const& weights = run.state().weights;
  EXPECT_EQ(weights, free.state().weights);
  double const before = run.evaluate(weights, data_.validation).energy;
  run.settle(floored);
  EXPECT_NE(run.evaluate(weights, data_.validation).energy, before);
}

TEST_F(TrainingRunTest, AccountsForItsTime) {
  TrainingConfig config = short_config();
  config.epochs = 20;
  TrainingRun run(config, data_, fresh_, "run", ranks_);
  using Clock = std::chrono::steady_clock;
  auto const begin = Clock::now();
  run.start(0.0);
  for (double optimiser = 0.0; !run.finished(); optimiser = run.times().optimiser) {
    run.run_epoch([&](StepReport const& report) {
      std::chrono::duration<double, std::milli> const elapsed = Clock::now() - begin;
      EXPECT_GT(report.milliseconds_per_atom, 0.0);
      EXPECT_LT(report.milliseconds_per_atom, elapsed.count());
    });
    EXPECT_GT(run.times().optimiser, optimiser);
  }
  RunTimes const times = run.times();
  double atoms = 0.0;
  for (auto const& frame : data_.train) atoms += static_cast<double>(frame.structure.species.size());
  EXPECT_EQ(times.atoms, 20.0 * atoms);
  double sum = 0.0;
  for (double part :
       {times.gradient.graph, times.gradient.forces, times.gradient.weights, times.optimiser, times.validation}) {
    EXPECT_GT(part, 0.0);
    sum += part;
  }
  // Little is left for the rest of the loop.
  EXPECT_LE(sum, run.state().seconds);
  EXPECT_GT(sum, 0.8 * run.state().seconds);
}

TEST_F(TrainingRunTest, RejectsTheCheckpointOfAnotherRun) {
  TrainingRun run(short_config(), data_, fresh_, "run", ranks_);
  run.start(0.0);
  Checkpoint const checkpoint = run.state();
  TrainingRun other(short_config(), data_, fresh_, "another run", ranks_);
  EXPECT_THROW(other.resume(checkpoint), Error);
}

TEST_F(TrainingRunTest, SaysWhenItDiverges) {
  data_.train[0].energy = std::numeric_limits<double>::quiet_NaN();
  TrainingRun run(short_config(), data_, fresh_, "run", ranks_);
  run.start(0.0);
  try {
    run.run_epoch({});
    FAIL() << "no error";
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("diverged in epoch 1"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tesseral
