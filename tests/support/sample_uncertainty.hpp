// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Errors of forces that a model expects, made up; and the formula of potentials/FORMAT.md as plain loops.
#pragma once

#include "support/random.hpp"
#include "tesseral/model/model_data.hpp"

#include <cmath>
#include <vector>

namespace tesseral::test {

inline ForceUncertainty sample_uncertainty(Architecture const& a, std::uint64_t seed = 4) {
  Random random(seed);
  int const F = a.layers * a.channels;
  ForceUncertainty known;
  for (int s = 0; s < a.species; ++s) {
    known.center.push_back(random.normals(F));
    known.scale.push_back(random.uniform(0.1, 1.0));
  }
  for (int r = 0; r < F; ++r)
    for (int c = 0; c < F; ++c) known.whitening.push_back(c <= r ? random.normal() : 0.0);
  return known;
}

/// eV/Å, of an atom with the scalars x[F].
inline double expected_error(ForceUncertainty const& known, int species, double const* x) {
  std::size_t const F = known.center[species].size();
  double square = 0.0;
  for (std::size_t r = 0; r < F; ++r) {
    double row = 0.0;
    for (std::size_t c = 0; c < F; ++c) row += known.whitening[r * F + c] * (x[c] - known.center[species][c]);
    square += row * row;
  }
  return known.scale[species] * std::sqrt(square / static_cast<double>(F));
}

}  // namespace tesseral::test
