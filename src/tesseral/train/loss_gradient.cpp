// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/loss_gradient.hpp"

#include <algorithm>
#include <utility>

namespace tesseral {
namespace {

StructureGraph<HostSpace> join(std::vector<LabelledFrame const*> const& batch) {
  std::vector<Structure const*> structures;
  std::vector<std::vector<Edge> const*> edges;
  for (auto const* frame : batch) {
    structures.push_back(&frame->structure);
    edges.push_back(&frame->edges);
  }
  return StructureGraph<HostSpace>(structures, edges);
}

// η of each frame, or 0 where the direction (v, u) is none.
std::vector<double> step_lengths(Predictions const& direction, std::vector<int> const& atom_begin, double displacement,
                                 double r_cut) {
  std::vector<double> eta(direction.energy.size(), 0.0);
  for (std::size_t f = 0; f < eta.size(); ++f) {
    double largest = 0.0;
    for (int i = atom_begin[f]; i < atom_begin[f + 1]; ++i) largest = std::max(largest, norm(direction.forces[i]));
    for (auto const& row : direction.virial[f]) largest = std::max(largest, norm(row) * r_cut);
    if (largest > 0.0) eta[f] = displacement / largest;
  }
  return eta;
}

}  // namespace

LossGradient::LossGradient(std::shared_ptr<HostModel const> model, double displacement)
    : model_(std::move(model)),
      displacement_(displacement),
      evaluator_(std::make_shared<Evaluator<HostSpace, double>>(model_)),
      potential_(evaluator_),
      padded_gradient_("tesseral::train::gradient", model_->values().extent(0)) {}

LossGradient::~LossGradient() = default;

Predictions LossGradient::predict(std::vector<LabelledFrame const*> const& batch) { return predict(join(batch)); }

Predictions LossGradient::predict(StructureGraph<HostSpace> const& structures) {
  Predictions predicted;
  for (StructureResult const& result : potential_.evaluate(structures)) {
    predicted.energy.push_back(result.energy);
    predicted.forces.insert(predicted.forces.end(), result.forces.begin(), result.forces.end());
    predicted.virial.push_back(result.virial);
  }
  return predicted;
}

ErrorSums LossGradient::operator()(LossWeights const& weights, std::vector<LabelledFrame const*> const& batch,
                                   std::vector<double>& gradient) {
  HostSpace const space;
  Kokkos::Timer timer;
  auto const lap = [&timer] {
    double const seconds = timer.seconds();
    timer.reset();
    return seconds;
  };
  StructureGraph<HostSpace> structures = join(batch);
  times_.graph += lap();
  std::vector<int> const& atom_begin = structures.atom_begin();
  Predictions direction;
  ErrorSums const sums = compare(weights, batch, predict(structures), &direction);
  times_.forces += lap();
  std::vector<double> const eta = step_lengths(direction, atom_begin, displacement_, model_->architecture().r_cut);

  auto const positions = structures.positions();
  std::vector<Vector3> displaced = positions;
  std::vector<Matrix3> strain(batch.size());
  if (seed_.extent(0) != positions.size()) seed_ = Array1<double, HostSpace>("tesseral::train::seed", positions.size());
  Kokkos::deep_copy(padded_gradient_, 0.0);
  for (double const sign : {1.0, -1.0}) {
    for (std::size_t f = 0; f < batch.size(); ++f) {
      double const seed = 0.5 * direction.energy[f] - (eta[f] > 0.0 ? sign / (2.0 * eta[f]) : 0.0);
      for (int i = atom_begin[f]; i < atom_begin[f + 1]; ++i) {
        seed_(i) = seed;
        for (int x = 0; x < 3; ++x) displaced[i][x] = positions[i][x] + sign * eta[f] * direction.forces[i][x];
      }
      for (int x = 0; x < 3; ++x)
        for (int y = 0; y < 3; ++y) strain[f][x][y] = sign * eta[f] * direction.virial[f][x][y];
    }
    structures.set_positions(displaced, &strain);
    evaluator_->evaluate_weight_gradient(space, structures.graph(), halo_, seed_, padded_gradient_);
  }
  space.fence();
  gradient.assign(weight_count(weight_tensors(model_->architecture())), 0.0);
  model_->add_gradient_to_host(padded_gradient_, gradient);
  times_.weights += lap();
  return sums;
}

}  // namespace tesseral
