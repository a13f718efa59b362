// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {

double Schedule::learning_rate(double progress, double epochs) const {
  constexpr double pi = 3.14159265358979323846;
  double const warm = config_.warmup_epochs > 0.0 ? std::min(1.0, epochs / config_.warmup_epochs) : 1.0;
  double const floor = config_.final_learning_rate;
  double rate = std::max(floor, config_.learning_rate * state_.reduction);
  if (config_.schedule == ScheduleKind::cosine)
    rate = floor + (config_.learning_rate - floor) * 0.5 * (1.0 + std::cos(pi * std::clamp(progress, 0.0, 1.0)));
  return warm * rate;
}

void Schedule::record(double validation_root_loss) {
  if (validation_root_loss < state_.best) {
    state_.best = validation_root_loss;
    state_.epochs_since_best = 0;
  } else if (++state_.epochs_since_best >= config_.plateau_patience) {
    state_.reduction *= config_.plateau_factor;
    state_.epochs_since_best = 0;
  }
}

void Schedule::forget_best() {
  state_.best = std::numeric_limits<double>::infinity();
  state_.epochs_since_best = 0;
}

double run_progress(double epochs, double epochs_limit, double seconds, double seconds_limit, double start) {
  double progress = std::max(start, epochs / epochs_limit);
  if (seconds_limit > 0.0) progress = std::max(progress, start + (1.0 - start) * seconds / seconds_limit);
  return std::min(progress, 1.0);
}

}  // namespace tesseral
