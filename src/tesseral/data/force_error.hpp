// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How far a predicted force is off.
#pragma once

#include <array>
#include <cmath>

namespace tesseral {

/// Norm of the difference, in the unit of the forces.
inline double force_error(std::array<double, 3> const& predicted, std::array<double, 3> const& reference) {
  double square = 0.0;
  for (int d = 0; d < 3; ++d) square += std::pow(predicted[d] - reference[d], 2);
  return std::sqrt(square);
}

}  // namespace tesseral
