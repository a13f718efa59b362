// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The learning rate in the course of a run: linear warm-up, times a fall that is either
///     cosine:   floor + (peak - floor) (1 + cos(π progress))/2, or
///     plateau:  a fixed factor whenever the validation root loss has not fallen for some epochs, not below the floor.
/// Progress is the larger of the fractions of epochs and of time, so a run that is out of time has annealed too.
#pragma once

#include "tesseral/train/config.hpp"

#include <limits>

namespace tesseral {

class Schedule {
 public:
  struct State {
    double reduction = 1.0;  // product of the plateau factors so far
    double best = std::numeric_limits<double>::infinity();
    int epochs_since_best = 0;
  };

  explicit Schedule(TrainingConfig const& config) : config_(config) {}

  /// Learning rate at `progress` 0 … 1 and after `epochs` epochs, which need not be whole.
  double learning_rate(double progress, double epochs) const;
  /// To be called after each epoch.
  void record(double validation_root_loss);
  /// The loss has got other weights: losses before and after cannot be compared.
  void forget_best();

  State const& state() const { return state_; }
  void set_state(State const& state) { state_ = state; }

 private:
  TrainingConfig config_;
  State state_;
};

/// Fraction of a run that is done, 0 … 1, from its epochs and its time; without time limit `seconds_limit` is 0. A run
/// resumed at progress `start` never falls behind it, and spreads what is left over the time it is given.
double run_progress(double epochs, double epochs_limit, double seconds, double seconds_limit, double start);

}  // namespace tesseral
