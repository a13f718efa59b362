// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Geometry of a cell; its rows are the cell vectors, Å.
#pragma once

#include <array>
#include <cmath>

namespace tesseral {

/// Å^3, never negative; zero of a cell that was not given.
inline double cell_volume(std::array<std::array<double, 3>, 3> const& c) {
  return std::abs(c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1]) -
                  c[0][1] * (c[1][0] * c[2][2] - c[1][2] * c[2][0]) +
                  c[0][2] * (c[1][0] * c[2][1] - c[1][1] * c[2][0]));
}

}  // namespace tesseral
