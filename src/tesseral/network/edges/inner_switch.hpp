// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the network falls silent: radial functions are multiplied by w(r), which goes from 1 at a pair's inner radius
/// to 0 at a part of it, twice continuously differentiable (potentials/FORMAT.md, step 2):
///
///     w = step(x),   w' = step'(x) / ((1 - s) r_in),   x = (r/r_in - s) / (1 - s),   s = inner_silence.
#pragma once

#include "tesseral/model/model_data.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

KOKKOS_INLINE_FUNCTION ValueAndSlope<double> inner_switch(double r, double inner_radius) {
  if (!(r < inner_radius)) return {1.0, 0.0};
  auto const step = smooth_step((r / inner_radius - inner_silence) / (1.0 - inner_silence));
  return {step.value, step.slope / ((1.0 - inner_silence) * inner_radius)};
}

}  // namespace tesseral
