// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/optimiser.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/train/fine_tuning.hpp"
#include "tesseral/train/newton_schulz.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {

Optimiser::Optimiser(TrainingConfig const& config, std::vector<WeightTensor> tensors)
    : config_(config), tensors_(std::move(tensors)) {
  std::vector<bool> const frozen = frozen_tensors(tensors_, config.freeze);
  for (std::size_t t = 0; t < tensors_.size(); ++t) {
    WeightTensor const& tensor = tensors_[t];
    if (frozen[t]) continue;
    moving_.push_back(tensor);
    if (config.optimiser != OptimiserKind::muon || tensor.matrix_rows < 0) {
      adam_tensors_.push_back(tensor);
      continue;
    }
    int const rows = tensor.shape[tensor.matrix_rows];
    int columns = 1;
    for (std::size_t d = tensor.matrix_rows + 1; d < tensor.shape.size(); ++d) columns *= tensor.shape[d];
    for (std::size_t first = 0; first < tensor.size; first += std::size_t(rows) * columns)
      matrices_.push_back({tensor.offset + first, rows, columns, tensor.init_scale, tensor.init_value});
  }
  std::size_t adam_weights = 0;
  for (auto const& tensor : adam_tensors_) adam_weights += tensor.size;
  state_.mean.assign(weight_count(tensors_), 0.0);
  state_.variance.assign(adam_weights, 0.0);
  if (config.optimiser == OptimiserKind::amsgrad) state_.largest.assign(adam_weights, 0.0);
}

double Optimiser::step(double lr, std::vector<double> const& gradient, std::vector<double>& weights) {
  double square = 0.0;
  for (auto const& tensor : moving_)
    for (std::size_t k = tensor.offset; k < tensor.offset + tensor.size; ++k)
      square += tensor.init_scale * tensor.init_scale * gradient[k] * gradient[k];
  double const norm = std::sqrt(square);
  double const shrink = config_.clip > 0.0 && norm > config_.clip ? config_.clip / norm : 1.0;
  ++state_.step;
  step_by_adam(lr, shrink, gradient, weights);
  step_by_muon(lr, shrink, gradient, weights);
  return norm;
}

void Optimiser::step_by_adam(double lr, double shrink, std::vector<double> const& gradient,
                             std::vector<double>& weights) {
  double const n = static_cast<double>(state_.step);
  double const mean_bias = 1.0 - std::pow(config_.beta1, n);
  double const variance_bias = 1.0 - std::pow(config_.beta2, n);
  std::size_t adam_weight = 0;
  for (auto const& tensor : adam_tensors_)
    for (std::size_t k = tensor.offset; k < tensor.offset + tensor.size; ++k, ++adam_weight) {
      double const g = shrink * tensor.init_scale * gradient[k];
      double& m = state_.mean[k];
      double& v = state_.variance[adam_weight];
      m = config_.beta1 * m + (1.0 - config_.beta1) * g;
      v = config_.beta2 * v + (1.0 - config_.beta2) * g * g;
      double spread = v;
      if (!state_.largest.empty()) spread = state_.largest[adam_weight] = std::max(state_.largest[adam_weight], v);
      double const direction = (m / mean_bias) / (std::sqrt(spread / variance_bias) + config_.epsilon);
      weights[k] -= lr * (tensor.init_scale * direction + config_.weight_decay * (weights[k] - tensor.init_value));
    }
}

void Optimiser::step_by_muon(double lr, double shrink, std::vector<double> const& gradient,
                             std::vector<double>& weights) {
  double const momentum = config_.momentum;
  auto const step_matrix = [&](int n) {
    Matrix const& matrix = matrices_[n];
    std::vector<double> direction(std::size_t(matrix.rows) * matrix.columns);
    for (std::size_t k = 0; k < direction.size(); ++k) {
      double const g = shrink * matrix.unit * gradient[matrix.offset + k];
      double& m = state_.mean[matrix.offset + k];
      m = momentum * m + (1.0 - momentum) * g;
      direction[k] = momentum * m + (1.0 - momentum) * g;
    }
    orthogonalise(direction.data(), matrix.rows, matrix.columns);
    double const length = 0.2 * std::sqrt(static_cast<double>(std::max(matrix.rows, matrix.columns))) * matrix.unit;
    for (std::size_t k = 0; k < direction.size(); ++k) {
      double& w = weights[matrix.offset + k];
      w -= lr * (length * direction[k] + config_.weight_decay * (w - matrix.mean));
    }
  };
  // Matrices differ in size; each is one thread's.
  Kokkos::parallel_for("tesseral::train::muon",
                       Kokkos::RangePolicy<HostSpace, Kokkos::Schedule<Kokkos::Dynamic>>(0, int(matrices_.size())),
                       step_matrix);
  HostSpace().fence();
}

void Optimiser::set_state(State state) {
  require(state.mean.size() == state_.mean.size() && state.variance.size() == state_.variance.size() &&
              state.largest.size() == state_.largest.size(),
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
