// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The repulsion of Ziegler, Biersack and Littmark as potentials/FORMAT.md gives it.
#pragma once

#include "reference/radial.hpp"
#include "tesseral/model/model_data.hpp"

#include <algorithm>

namespace tesseral::reference {

/// Energy of a pair in eV (each of its two edges has half of it); r, pair_cutoff and inner_radius (0: none) in Å.
inline double zbl(int Z_i, int Z_j, double r, double pair_cutoff, double inner_radius = 0.0,
                  ZblConstants const& k = {}) {
  double const x = r * (std::pow(Z_i, k.exponent) + std::pow(Z_j, k.exponent)) / k.length;
  double phi = 0.0;
  for (int n = 0; n < 4; ++n) phi += k.amplitude[n] * std::exp(-k.decay[n] * x);
  double taper = cutoff(r, pair_cutoff, k.cutoff_power);
  if (inner_radius > 0.0) {
    double const y = std::clamp((r - 0.7 * inner_radius) / (pair_cutoff - 0.7 * inner_radius), 0.0, 1.0);
    taper = 1.0 - y * y * y * (10.0 - 15.0 * y + 6.0 * y * y);
  }
  return k.strength * Z_i * Z_j / r * phi * taper;
}

}  // namespace tesseral::reference
