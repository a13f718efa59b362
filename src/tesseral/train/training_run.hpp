// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The loop of a training run: epochs, steps, validation and the best weights so far. It touches no file.
#pragma once

#include "tesseral/train/checkpoint.hpp"
#include "tesseral/train/loss_gradient.hpp"
#include "tesseral/train/ranks.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tesseral {

/// What is known after a step.
struct StepReport {
  int epoch = 0;            // from 1
  int step = 0, steps = 0;  // of the epoch, from 1
  double learning_rate = 0.0;
  ErrorSums errors;  // of the epoch so far
  double milliseconds_per_atom = 0.0;
  double seconds_left = 0.0;  // estimate for the whole run
};

/// Where the time of a run went, seconds.
struct RunTimes {
  double atoms = 0.0;  // in all steps
  GradientTimes gradient;
  double ranks = 0.0;       // waiting for other ranks, and adding up gradients
  double optimiser = 0.0;   // with the averaged weights and the copies for the engine
  double validation = 0.0;  // of the epochs
};

class TrainingRun {
 public:
  /// `digest` tells runs apart that must not be mixed, see Checkpoint::run. The dataset and the ranks, which share the
  /// frames of each batch, must outlive the run.
  TrainingRun(TrainingConfig const&, Dataset const&, ModelData const& fresh, std::string digest, Ranks&);

  /// Goes on from a checkpoint, from a complete one if there are more epochs now; throws Error if it is one of another
  /// run.
  void resume(Checkpoint);
  /// Starts the clock of a run that may take `seconds_limit` from now on, final evaluation included; 0: no limit.
  /// Unless the run was resumed, it first measures the errors of the fresh weights.
  void start(double seconds_limit);
  bool finished() const;
  /// One epoch, or as much of it as there is time for, and its validation. Returns false if `interrupted`, which is
  /// asked between steps, has broken it off: the state is that of no epoch then.
  bool run_epoch(std::function<void(StepReport const&)> const& after_step,
                 std::function<bool()> const& interrupted = {});

  /// State after the last epoch.
  Checkpoint const& state() const { return state_; }
  int steps_per_epoch() const;
  /// Since this object was made.
  RunTimes times() const;
  /// How many training frames can be evaluated in the time that is left; without a time limit all of them.
  int affordable_frames() const;
  /// Evaluates with other inner radii, ZBL cutoffs and floors from now on; with floors there is no gradient any more.
  void settle(ModelData const& model) {
    model_->set_pair_radii(model.inner_radius, model.zbl_cutoff);
    model_->set_floor(model.soft_below, model.energy_floor);
  }
  /// Errors of `weights` on frames; appends their predictions, one of one frame each, if `predictions` is not null.
  ErrorSums evaluate(std::vector<double> const& weights, std::vector<LabelledFrame> const& frames,
                     std::vector<Predictions>* predictions = nullptr);

 private:
  /// Sets gradient_ to that of the whole batch, and returns its errors.
  ErrorSums whole_gradient(std::vector<LabelledFrame const*> const& batch);
  void step(std::vector<LabelledFrame const*> const& batch, double learning_rate, ErrorSums& sums);
  std::vector<LabelledFrame const*> own_part(std::vector<LabelledFrame const*> const& frames) const;
  void validate(ErrorSums const& training, double learning_rate);
  void choose_stage();
  /// Nothing has been gained for too long, see TrainingConfig::patience.
  bool is_stalled() const { return config_.patience > 0 && state_.epoch - state_.best_epoch >= config_.patience; }
  LossWeights const& loss() const { return state_.stage == 0 ? config_.loss : config_.second_stage; }
  double seconds() const;
  double seconds_for_steps() const;
  double test_seconds() const;
  double progress(double epochs) const;

  TrainingConfig config_;
  Dataset const& data_;
  Ranks& ranks_;
  std::shared_ptr<HostModel> model_;
  LossGradient gradient_of_;
  Optimiser optimiser_;
  MovingAverage average_;
  Schedule schedule_;
  std::vector<double> gradient_;  // [weight]
  Checkpoint state_;

  std::chrono::steady_clock::time_point begin_;
  double seconds_limit_ = 0.0;
  double seconds_before_ = 0.0;  // spent by the runs that this one continues
  double progress_before_ = 0.0;
  double validation_seconds_ = 0.0;  // the longest so far
  RunTimes times_;                   // without .gradient
};

}  // namespace tesseral
