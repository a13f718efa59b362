// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The repulsion of Ziegler, Biersack and Littmark as potentials/FORMAT.md gives it.
#pragma once

#include "reference/radial.hpp"

#include <algorithm>

namespace tesseral::reference {

/// Energy of a pair in eV (each of its two edges has half of it); r, pair_cutoff and inner_radius (0: none) in Å.
inline double zbl(int Z_i, int Z_j, double r, double pair_cutoff, double inner_radius = 0.0) {
  double const x = r * (std::pow(Z_i, 0.23) + std::pow(Z_j, 0.23)) / 0.46850;
  double const phi = 0.02817 * std::exp(-0.20162 * x) + 0.28022 * std::exp(-0.40290 * x) +
                     0.50986 * std::exp(-0.94229 * x) + 0.18175 * std::exp(-3.19980 * x);
  double taper = cutoff(r, pair_cutoff, 6);
  if (inner_radius > 0.0) {
    double const y = std::clamp((r - 0.7 * inner_radius) / (pair_cutoff - 0.7 * inner_radius), 0.0, 1.0);
    taper = 1.0 - y * y * y * (10.0 - 15.0 * y + 6.0 * y * y);
  }
  return 14.399645 * Z_i * Z_j / r * phi * taper;
}

}  // namespace tesseral::reference
