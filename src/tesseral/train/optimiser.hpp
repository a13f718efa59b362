// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Adam (Kingma & Ba 2015) in units of each tensor's init_scale s: with x = (w - init_value)/s and g = s dL/dw,
///     m ← β1 m + (1-β1) g,   v ← β2 v + (1-β2) g²,   x ← x - lr (m̂ / (√v̂ + ε) + λ x),
/// m̂ = m/(1-β1ⁿ), v̂ = v/(1-β2ⁿ); AMSGrad (Reddi et al. 2018) takes the largest v so far; λ is a decoupled weight decay
/// (Loshchilov & Hutter 2019). And the running mean of the weights that is validated and shipped.
#pragma once

#include "tesseral/model/architecture.hpp"

#include <cstdint>
#include <vector>

namespace tesseral {

struct AdamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  bool amsgrad = true;
  double weight_decay = 0.0;  // λ
  double clip = 0.0;          // largest norm of g over all weights; larger ones are shortened to it; 0: no limit
};

class Adam {
 public:
  /// Everything that a resumed run needs.
  struct State {
    std::int64_t step = 0;
    std::vector<double> mean, variance;  // m, v [weight]
    std::vector<double> largest;         // max v [weight], empty without AMSGrad
  };

  Adam(AdamOptions const&, std::vector<WeightTensor> const&);

  /// One step at learning rate `lr`; `gradient` is dL/dw [weight]. Returns the norm of g before it was clipped.
  double step(double lr, std::vector<double> const& gradient, std::vector<double>& weights);

  State const& state() const { return state_; }
  /// Throws Error if the sizes are not those of this network.
  void set_state(State);

 private:
  AdamOptions options_;
  std::vector<double> unit_;  // s [weight]
  std::vector<double> mean_;  // init_value [weight]
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
