// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Learns what errors of forces to expect: where the atoms of training lie from the frames that were trained on, how
/// wrong a force is at which distance from frames that were not (model/force_uncertainty.hpp).
#pragma once

#include "tesseral/model/model_data.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// A structure whose forces are known.
struct KnownForces {
  Structure structure;
  std::vector<std::array<double, 3>> forces;  // [atom], eV/Å
};

struct Calibration {
  ForceUncertainty uncertainty;
  std::size_t atoms = 0;          // whose errors it was calibrated on
  double expected = 0.0;          // eV/Å, root mean square over these atoms; by element it is the true one
  double rank_correlation = 0.0;  // of expected and true errors of these atoms; NaN: all are alike
};

/// `learnt` is what the weights were learnt from, `others` are frames of the same kinds that were not. Empty if there
/// is no atom in one of them, or if all atoms that were learnt from have the same scalars.
std::optional<Calibration> calibrate(ModelData const&, std::vector<Structure> const& learnt,
                                     std::vector<KnownForces> const& others);

/// Below this rank correlation nobody should go by what is expected.
constexpr double worth_believing = 0.6;

/// "expected errors of forces: …", one line.
std::string calibration_line(Calibration const&);

}  // namespace tesseral
