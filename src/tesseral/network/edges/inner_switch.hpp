// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the network falls silent: radial functions are multiplied by w(r), which goes from 1 at a pair's inner radius
/// to 0 at a part of it, twice continuously differentiable (potentials/FORMAT.md, step 2; the smootherstep of K.
/// Perlin, "Improving noise", 2002):
///
///     w = x^3 (10 - 15 x + 6 x^2),   w' = 30 x^2 (1 - x)^2 / ((1 - s) r_in),   x = (r/r_in - s) / (1 - s),   s = 0.7.
#pragma once

#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

constexpr double inner_silence = 0.7;  // s

KOKKOS_INLINE_FUNCTION ValueAndSlope<double> inner_switch(double r, double inner_radius) {
  if (!(r < inner_radius)) return {1.0, 0.0};
  double const x = (r / inner_radius - inner_silence) / (1.0 - inner_silence);
  if (!(x > 0.0)) return {0.0, 0.0};
  double const slope = 30.0 * x * x * (1.0 - x) * (1.0 - x) / ((1.0 - inner_silence) * inner_radius);
  return {x * x * x * (10.0 - x * (15.0 - x * 6.0)), slope};
}

}  // namespace tesseral
