// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A copy of features of atoms with degrees in the place of channels, turned[i][c][lm] = M[i][lm][c], for sums over
/// channels that have degrees in lanes.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"

#include <cstddef>

namespace tesseral {

/// Numbers of `turned`: a pack may be read beyond its end.
template <class Space, class Real>
std::size_t turned_size(std::size_t atoms, int lms, int channels) {
  return atoms * lms * channels + lanes_of<Space, Real>;
}

/// Of the first atoms and lms; channels are padded to whole packs. Overwrites.
template <class Space, class Real>
void turn_rows(Space const&, Features<Real const, Space> M, int atoms, int lms, int channels,
               Array1<Real, Space> turned);

}  // namespace tesseral
