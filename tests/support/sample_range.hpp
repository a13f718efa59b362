// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a model may have been fitted to.
#pragma once

#include "tesseral/model/fitted_range.hpp"

#include <cstddef>
#include <vector>

namespace tesseral::test {

/// Of 7 frames with energies and forces, every number another one; pairs of the first element never met.
inline FittedRange sample_range(int species, double r_cut) {
  FittedRange range;
  range.frames = 7;
  for (int a = 0; a < species; ++a) {
    range.atoms.push_back(20 + a);
    range.neighbors.push_back({3 + a, 12 + 2 * a});
    auto& row = range.closest.emplace_back();
    for (int b = 0; b < species; ++b) row.push_back(a + b == 0 ? r_cut : r_cut * (0.1 + 0.07 * (a + b) + 0.05 * a * b));
  }
  range.energy = {-4.1, -0.1};
  range.largest_force = 12.3;
  return range;
}

}  // namespace tesseral::test
