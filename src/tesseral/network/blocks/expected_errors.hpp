// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What error of the force on an atom is to be expected, by the atom's scalars (model/force_uncertainty.hpp):
///
///     sigma_i = scale[s] sqrt(|W (x_i - center[s])|^2 / F),   x_i[t C + c] = h_i[00][c] behind layer t
///
/// in double, since W takes away nearly all of what scalars have in common.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/network/weights/rigidity.hpp"

namespace tesseral {

/// scalars[i][first + c] = h_i[00][c]
template <class Space, class Real>
void copy_scalars(Space const& space, Features<Real const, Space> h, int atoms, int channels, int first,
                  Array2<Real, Space> scalars) {
  Kokkos::parallel_for(
      "tesseral::copy_scalars", Kokkos::RangePolicy<Space>(space, 0, atoms), KOKKOS_LAMBDA(int i) {
        for (int c = 0; c < channels; ++c) scalars(i, first + c) = h(i, c);
      });
}

/// sigma[i] for i < atoms, eV/Å. `scalars` [atom][F].
template <class Space, class Real>
void expected_errors(Space const&, Rigidity<Space> const&, Array1<int const, Space> species,
                     Array2<Real const, Space> scalars, int atoms, Array1<double, Space> sigma);

}  // namespace tesseral
