// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The shift, brought in with an atom's neighbours so that an atom alone has none of it (potentials/FORMAT.md, Energy):
///
///     E_i += shift g(n_i),   n_i = sum_j f(r_ij),   g(n) = 1 - exp(-n^2/9)
///     dE_i/dr_ij = shift g'(n_i) f'(r_ij),   g'(n) = 2n/9 exp(-n^2/9)
///
/// f is the network's own cutoff function, and g is 1 for all but the last few neighbours: what varies among the data
/// without being theirs the network would have to take back.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/bessel.hpp"

#include <cmath>

namespace tesseral {

/// g and g'.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> neighbor_saturation(double n) {
  double const rest = std::exp(-n * n / 9.0);
  return {1.0 - rest, 2.0 * n / 9.0 * rest};
}

/// energy[i] += …, and edge_gradient[e] is set to energy_adj[i] dE_i/dr_e. energy_adj is empty for all ones.
template <class Space>
void neighbor_shift(Space const&, NeighborGraph<Space> const&, double shift, double r_cut, int cutoff_power,
                    Array1<double const, Space> energy_adj, Array1<double, Space> energy,
                    Vectors<double, Space> edge_gradient);

}  // namespace tesseral
