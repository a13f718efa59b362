// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The shift, brought in with an atom's neighbours so that an atom alone has none of it (potentials/FORMAT.md, Energy):
///
///     E_i += shift step(n_i/n_s),   n_i = sum_j f(r_ij)
///     dE_i/dr_ij = shift step'(n_i/n_s) f'(r_ij)/n_s
///
/// f is the network's own cutoff function. Beyond n_s, the fewest neighbours of the species among the data, the shift
/// is whole: what varies among the data without being theirs the network would have to take back.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

/// f and what it counts up to.
template <class Space>
struct NeighborCount {
  double r_cut = 0.0;  // Å
  int cutoff_power = 0;
  Array1<double const, Space> full;  // n_s [species]
};

/// energy[i] += …, and edge_gradient[e] is set to energy_adj[i] dE_i/dr_e. energy_adj is empty for all ones.
template <class Space>
void neighbor_shift(Space const&, NeighborGraph<Space> const&, double shift, NeighborCount<Space> const&,
                    Array1<double const, Space> energy_adj, Array1<double, Space> energy,
                    Vectors<double, Space> edge_gradient);

}  // namespace tesseral
