// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Optimisers in units of each tensor's init_scale s, with x = (w - init_value)/s and g = s dL/dw. Adam (Kingma & Ba
/// 2015) is
///     m ← β1 m + (1-β1) g,   v ← β2 v + (1-β2) g²,   x ← x - lr (m̂ / (√v̂ + ε) + λ x),
/// m̂ = m/(1-β1ⁿ), v̂ = v/(1-β2ⁿ); AMSGrad (Reddi et al. 2018) takes the largest v so far; AdamW (Loshchilov & Hutter
/// 2019) is the name of Adam with λ, a decoupled weight decay. Muon (Jordan et al. 2024) steps as a whole each matrix X
/// [rows][columns] of a linear map,
///     m ← μ m + (1-μ) g,   X ← X - lr (0.2 √max(rows, columns) O(μ m + (1-μ) g) + λ X),
/// O as in newton_schulz.hpp, and leaves the other weights to Adam. Its factor (Liu et al. 2025, "Muon is scalable for
/// LLM training") gives the entries of a step a root mean square of 0.2, as Adam's have, so that all share one lr.
/// And the running mean of the weights that is validated and shipped.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/train/config.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace tesseral {

class Optimiser {
 public:
  /// Everything that a resumed run needs.
  struct State {
    std::int64_t step = 0;
    std::vector<double> mean;      // m [weight]
    std::vector<double> variance;  // v [weight that Adam steps]
    std::vector<double> largest;   // max v [the same], empty without AMSGrad
  };

  /// Takes from the configuration optimiser, beta1, beta2, epsilon, momentum, weight_decay, clip and freeze.
  Optimiser(TrainingConfig const&, std::vector<WeightTensor>);

  /// One step at learning rate `lr`; `gradient` is dL/dw [weight]. Returns the norm of g before it was clipped.
  double step(double lr, std::vector<double> const& gradient, std::vector<double>& weights);

  State const& state() const { return state_; }
  /// Throws Error if the sizes are not those of this network and optimiser.
  void set_state(State);

 private:
  struct Matrix {
    std::size_t offset;
    int rows, columns;
    double unit, mean;  // init_scale, init_value
  };

  void step_by_adam(double lr, double shrink, std::vector<double> const& gradient, std::vector<double>& weights);
  void step_by_muon(double lr, double shrink, std::vector<double> const& gradient, std::vector<double>& weights);

  TrainingConfig config_;
  std::vector<WeightTensor> tensors_;  // all of the network
  std::vector<WeightTensor> moving_;   // of them, those that are not frozen
  std::vector<WeightTensor> adam_tensors_;
  std::vector<Matrix> matrices_;  // the rest, by Muon
  State state_;
};

/// Exponential moving average of the weights, decay min(decay, (1+n)/(10+n)) at its n-th update, so that fresh weights
/// are soon forgotten.
class MovingAverage {
 public:
  MovingAverage(double decay, std::vector<double> weights) : decay_(decay), average_(std::move(weights)) {}

  void update(std::vector<double> const& weights);
  std::vector<double> const& average() const { return average_; }
  std::int64_t updates() const { return updates_; }
  void set_state(std::int64_t updates, std::vector<double> average);

 private:
  double decay_;
  std::int64_t updates_ = 0;
  std::vector<double> average_;
};

}  // namespace tesseral
