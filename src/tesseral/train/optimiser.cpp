// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/optimiser.hpp"

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {

Adam::Adam(AdamOptions const& options, std::vector<WeightTensor> const& tensors) : options_(options) {
  std::size_t const n = weight_count(tensors);
  unit_.resize(n);
  mean_.resize(n);
  for (auto const& tensor : tensors) {
    std::fill_n(unit_.begin() + tensor.offset, tensor.size, tensor.init_scale);
    std::fill_n(mean_.begin() + tensor.offset, tensor.size, tensor.init_value);
  }
  state_.mean.assign(n, 0.0);
  state_.variance.assign(n, 0.0);
  if (options.amsgrad) state_.largest.assign(n, 0.0);
}

double Adam::step(double lr, std::vector<double> const& gradient, std::vector<double>& weights) {
  double square = 0.0;
  for (std::size_t k = 0; k < gradient.size(); ++k) square += unit_[k] * unit_[k] * gradient[k] * gradient[k];
  double const norm = std::sqrt(square);
  double const shrink = options_.clip > 0.0 && norm > options_.clip ? options_.clip / norm : 1.0;

  double const n = static_cast<double>(++state_.step);
  double const mean_bias = 1.0 - std::pow(options_.beta1, n);
  double const variance_bias = 1.0 - std::pow(options_.beta2, n);
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    double const g = shrink * unit_[k] * gradient[k];
    double& m = state_.mean[k];
    double& v = state_.variance[k];
    m = options_.beta1 * m + (1.0 - options_.beta1) * g;
    v = options_.beta2 * v + (1.0 - options_.beta2) * g * g;
    double spread = v;
    if (options_.amsgrad) spread = state_.largest[k] = std::max(state_.largest[k], v);
    double const direction = (m / mean_bias) / (std::sqrt(spread / variance_bias) + options_.epsilon);
    weights[k] -= lr * (unit_[k] * direction + options_.weight_decay * (weights[k] - mean_[k]));
  }
  return norm;
}

void Adam::set_state(State state) {
  require(state.mean.size() == unit_.size() && state.variance.size() == unit_.size() &&
              state.largest.size() == (options_.amsgrad ? unit_.size() : 0),
          "checkpoint: its optimiser belongs to another network or to other [training] options (the numbers of weights "
          "differ) restore the configuration or train without --resume");
  state_ = std::move(state);
}

void MovingAverage::update(std::vector<double> const& weights) {
  double const n = static_cast<double>(updates_++);
  double const decay = std::min(decay_, (1.0 + n) / (10.0 + n));
  for (std::size_t k = 0; k < weights.size(); ++k) average_[k] = decay * average_[k] + (1.0 - decay) * weights[k];
}

void MovingAverage::set_state(std::int64_t updates, std::vector<double> average) {
  require(average.size() == average_.size(),
          "checkpoint: its averaged weights belong to another network (their number differs) train without --resume");
  updates_ = updates;
  average_ = std::move(average);
}

}  // namespace tesseral
