// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The shift, brought in with an atom's neighbours so that an atom alone has none of it (potentials/FORMAT.md, Energy):
///
///     E_i += shift step(n_i/n_s) step(m_i/m_s),   n_i = sum_j f(r_ij),   m_i = sum_j h(r_ij),
///     dE_i/dr_ij = shift [step'(n_i/n_s)/n_s step(m_i/m_s) f'(r_ij) + step(n_i/n_s) step'(m_i/m_s)/m_s h'(r_ij)]
///
/// f is the network's own cutoff function, and h(r) = 1 - step(2 r/b - 1), b the pair's bond radius, is 1 to half of
/// it, where bonds are: an atom loses the shift as its last bond breaks, and two atoms in a vacuum do not have it
/// either. From n_s neighbours and m_s bonds on, the fewest of the species among the data, the shift is whole: what
/// varies among the data without being theirs the network would have to take back.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

/// h(r) and dh/dr.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> bond_weight(double r, double radius) {
  auto const step = smooth_step(2.0 * r / radius - 1.0);
  return {1.0 - step.value, -2.0 / radius * step.slope};
}

/// What counts, and up to how many.
template <class Space>
struct NeighborCount {
  double r_cut = 0.0;  // Å
  int cutoff_power = 0;
  Array1<double const, Space> full_neighbors;  // n_s [species]
  Array1<double const, Space> bond_radius;     // b [species * species], Å, at most r_cut
  Array1<double const, Space> full_bonds;      // m_s [species]
};

/// energy[i] += …, and edge_gradient[e] is set to energy_adj[i] dE_i/dr_e. energy_adj is empty for all ones.
template <class Space>
void neighbor_shift(Space const&, NeighborGraph<Space> const&, double shift, NeighborCount<Space> const&,
                    Array1<double const, Space> energy_adj, Array1<double, Space> energy,
                    Vectors<double, Space> edge_gradient);

}  // namespace tesseral
