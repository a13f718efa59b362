// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The loss of a batch of n frames, N_f atoms each, over what a frame is labelled with:
///     L = 1/n Σ_f [ w_E ρ((E_f - E_f^ref)/N_f) + w_F/(3 N_f) Σ ρ(F - F^ref) + w_S/9 Σ ((W - W^ref)/N_f)² ],
/// ρ(x) = x², or Huber's 2δ|x| - δ² for |x| > δ. W is the virial. Each w is the frame's own FrameWeights times that of
/// the run. Where energies count per frame, the first N_f is 1.
#pragma once

#include "tesseral/core/vector3.hpp"
#include "tesseral/data/dataset.hpp"
#include "tesseral/train/config.hpp"

#include <array>
#include <optional>
#include <vector>

namespace tesseral {

/// What the network says of a batch, or derivatives with respect to it.
struct Predictions {
  std::vector<double> energy;   // [frame], eV
  std::vector<Vector3> forces;  // [atom of all frames], eV/Å
  std::vector<Matrix3> virial;  // [frame], eV
};

/// Sums of squared errors, to be turned into root mean squares.
struct ErrorSums {
  double loss = 0.0;       // Σ_f of the loss's brackets
  double root_loss = 0.0;  // Σ_f of their roots
  double frames = 0.0;
  double energy = 0.0, energies = 0.0;    // Σ ((E - E_ref)/N)² [(eV/atom)²] and number of energies
  double forces = 0.0, components = 0.0;  // Σ (F - F_ref)² [(eV/Å)²] and number of components
  double virial = 0.0, virials = 0.0;     // Σ ((W - W_ref)/N)² [(eV/atom)²] and number of components

  double energy_absolute = 0.0, forces_absolute = 0.0;  // Σ |E - E_ref|/N [eV/atom], Σ |F - F_ref| [eV/Å]

  static constexpr int size = 11;
  /// All of them, in a fixed order.
  std::array<double, size> values() const;
  static ErrorSums of(double const* values);
  ErrorSums& operator+=(ErrorSums const&);
  double mean_loss() const;
  /// Mean over frames of the root of a frame's loss: its change with an error is bounded, so that a frame far off, a
  /// wrong label or a structure unlike the others, weighs no more in a comparison than any other.
  double mean_root_loss() const;
  double energy_rmse() const;  // eV/atom
  double forces_rmse() const;  // eV/Å
  double virial_rmse() const;  // eV/atom
  double energy_mae() const;   // eV/atom, mean absolute error
  double forces_mae() const;   // eV/Å
};

/// Errors of `predicted` for the frames of a batch. If `adjoint` is not null it becomes dL/d(predicted).
ErrorSums compare(LossWeights const&, std::vector<LabelledFrame const*> const& frames, Predictions const& predicted,
                  Predictions* adjoint = nullptr);

}  // namespace tesseral
