// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Predictions for a batch, and the gradient of the loss with respect to the weights θ. With v = dL/dF and u = dL/dW
/// held fixed,
///     dL/dθ = Σ_f dL/dE_f · ∂E_f/∂θ - d/ds ∂/∂θ E(x → (1 + s u)(x + s v)),
/// and the derivative along (v, u) is taken, in double, as a central difference over two reverse passes: frame f moves
/// by ±η_f (v, u) and is seeded with ∓1/(2 η_f). Half of the energy term goes with either pass. Edges stay those of x.
/// The error falls as η²: measured on small random networks 4e-7 of a tensor's largest entry at η v = 1e-4 Å, 2e-8 at
/// 2e-5 Å, 5e-9 at 1e-5 Å; below 5e-6 Å rounding takes over.
#pragma once

#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/train/loss.hpp"

#include <memory>
#include <vector>

namespace tesseral {

using HostModel = Model<HostSpace, double>;

/// Where the time of gradients goes, seconds.
struct GradientTimes {
  double graph = 0.0;    // joining frames into one graph
  double forces = 0.0;   // energies, forces, and their errors
  double weights = 0.0;  // the two reverse passes to the weights
};

class LossGradient {
 public:
  /// `displacement` (Å) is the largest |η v| and |η u| r_cut of each frame.
  LossGradient(std::shared_ptr<HostModel const> model, double displacement);
  ~LossGradient();

  Predictions predict(std::vector<LabelledFrame const*> const& batch);
  /// Sets `gradient` [weight] to dL/dθ, in the order of ModelData::weights, and returns the errors.
  ErrorSums operator()(LossWeights const&, std::vector<LabelledFrame const*> const& batch,
                       std::vector<double>& gradient);
  /// Of all gradients so far.
  GradientTimes const& times() const { return times_; }

 private:
  Predictions predict(StructureGraph<HostSpace> const& structures);

  std::shared_ptr<HostModel const> model_;
  double displacement_;
  std::shared_ptr<Evaluator<HostSpace, double>> evaluator_;
  Potential<HostSpace> potential_;  // with the same work arrays
  NoHalo<HostSpace, double> halo_;
  Array1<double, HostSpace> padded_gradient_;  // [padded weight]
  Array1<double, HostSpace> seed_;             // [atom], at least
  GradientTimes times_;
};

}  // namespace tesseral
