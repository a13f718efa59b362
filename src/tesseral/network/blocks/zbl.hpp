// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Short-range screened nuclear repulsion (Ziegler, Biersack, Littmark 1985; potentials/FORMAT.md, ZBL), half of it to
/// the receiver of each directed edge:
///
///     V(r) = 1/2 k Z_i Z_j / r phi(r/a) f(r; cutoff_ij),     dV/dr = 1/2 k Z_i Z_j [ (phi'/(a r) - phi/r^2) f + phi/r
///     f' ]
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

/// Value and derivative of one directed edge's energy, eV and eV/Å; Z_i, Z_j atomic numbers.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> zbl_pair(double r, double Z_i, double Z_j, double cutoff) {
  using std::exp;
  using std::pow;
  if (!(r < cutoff)) return {0.0, 0.0};
  constexpr double amplitude[4] = {0.02817, 0.28022, 0.50986, 0.18175};
  constexpr double decay[4] = {0.20162, 0.40290, 0.94229, 3.19980};
  double const a = 0.46850 / (pow(Z_i, 0.23) + pow(Z_j, 0.23));
  double phi = 0.0, phi_slope = 0.0;
  for (int k = 0; k < 4; ++k) {
    double const term = amplitude[k] * exp(-decay[k] * r / a);
    phi += term;
    phi_slope -= decay[k] / a * term;
  }
  auto const f = polynomial_cutoff(r, cutoff, 6);
  double const prefactor = 0.5 * 14.399645 * Z_i * Z_j;
  return {prefactor * phi / r * f.value, prefactor * ((phi_slope / r - phi / (r * r)) * f.value + phi / r * f.slope)};
}

/// energy[i] += …, and edge_gradient[e] += energy_adj[i] dV/dr_e. energy_adj is empty for all ones.
/// atomic_number [species], cutoff [species * species].
template <class Space>
void zbl(Space const&, NeighborGraph<Space> const&, Array1<double const, Space> atomic_number,
         Array1<double const, Space> cutoff, Array1<double const, Space> energy_adj, Array1<double, Space> energy,
         Vectors<double, Space> edge_gradient);

}  // namespace tesseral
