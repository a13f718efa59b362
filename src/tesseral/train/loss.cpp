// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/loss.hpp"

#include <cmath>

namespace tesseral {
namespace {

struct Penalty {
  double value, derivative;
};

// ρ(x) and ρ'(x).
Penalty penalty(double x, double delta) {
  if (delta <= 0.0 || std::abs(x) <= delta) return {x * x, 2.0 * x};
  return {2.0 * delta * std::abs(x) - delta * delta, std::copysign(2.0 * delta, x)};
}

double root_mean(double square, double count) { return count > 0.0 ? std::sqrt(square / count) : 0.0; }

}  // namespace

std::array<double, ErrorSums::size> ErrorSums::values() const {
  return {loss,       root_loss, frames,  energy,          energies,       forces,
          components, virial,    virials, energy_absolute, forces_absolute};
}

ErrorSums ErrorSums::of(double const* v) { return {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10]}; }

ErrorSums& ErrorSums::operator+=(ErrorSums const& b) {
  loss += b.loss, root_loss += b.root_loss, frames += b.frames;
  energy += b.energy, energies += b.energies;
  forces += b.forces, components += b.components;
  virial += b.virial, virials += b.virials;
  energy_absolute += b.energy_absolute, forces_absolute += b.forces_absolute;
  return *this;
}

double ErrorSums::mean_loss() const { return frames > 0.0 ? loss / frames : 0.0; }
double ErrorSums::mean_root_loss() const { return frames > 0.0 ? root_loss / frames : 0.0; }
double ErrorSums::energy_rmse() const { return root_mean(energy, energies); }
double ErrorSums::forces_rmse() const { return root_mean(forces, components); }
double ErrorSums::virial_rmse() const { return root_mean(virial, virials); }
double ErrorSums::energy_mae() const { return energies > 0.0 ? energy_absolute / energies : 0.0; }
double ErrorSums::forces_mae() const { return components > 0.0 ? forces_absolute / components : 0.0; }

ErrorSums compare(LossWeights const& weights, std::vector<LabelledFrame const*> const& frames,
                  Predictions const& predicted, Predictions* adjoint) {
  if (adjoint != nullptr) {
    adjoint->energy.assign(predicted.energy.size(), 0.0);
    adjoint->forces.assign(predicted.forces.size(), Vector3{});
    adjoint->virial.assign(predicted.virial.size(), Matrix3{});
  }
  ErrorSums sums;
  sums.frames = static_cast<double>(frames.size());
  double const per_frame = 1.0 / sums.frames;
  std::size_t first = 0;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    LabelledFrame const& frame = *frames[f];
    std::size_t const n = frame.structure.species.size();
    double const atoms = static_cast<double>(n);
    double frame_loss = 0.0;
    if (frame.energy) {
      double const error = predicted.energy[f] - *frame.energy;
      double const share = weights.energy_per_frame ? 1.0 : atoms;
      Penalty const p = penalty(error / share, weights.huber_energy);
      sums.energy += error / atoms * (error / atoms);
      sums.energy_absolute += std::abs(error) / atoms;
      sums.energies += 1.0;
      double const weight = weights.energy * frame.weights.energy;
      frame_loss += weight * p.value;
      if (adjoint != nullptr) adjoint->energy[f] = per_frame * weight * p.derivative / share;
    }
    if (!frame.forces.empty()) {
      double const weight = weights.forces * frame.weights.forces / (3.0 * atoms);
      for (std::size_t i = 0; i < n; ++i)
        for (int x = 0; x < 3; ++x) {
          double const error = predicted.forces[first + i][x] - frame.forces[i][x];
          Penalty const p = penalty(error, weights.huber_forces);
          sums.forces += error * error;
          sums.forces_absolute += std::abs(error);
          frame_loss += weight * p.value;
          if (adjoint != nullptr) adjoint->forces[first + i][x] = per_frame * weight * p.derivative;
        }
      sums.components += 3.0 * atoms;
    }
    if (frame.virial) {
      double const weight = weights.stress * frame.weights.stress / 9.0;
      for (int x = 0; x < 3; ++x)
        for (int y = 0; y < 3; ++y) {
          double const error = (predicted.virial[f][x][y] - (*frame.virial)[x][y]) / atoms;
          sums.virial += error * error;
          frame_loss += weight * error * error;
          if (adjoint != nullptr) adjoint->virial[f][x][y] = per_frame * weight * 2.0 * error / atoms;
        }
      sums.virials += 9.0;
    }
    sums.loss += frame_loss;
    sums.root_loss += std::sqrt(frame_loss);
    first += n;
  }
  return sums;
}

}  // namespace tesseral
