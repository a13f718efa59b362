// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Short-range screened nuclear repulsion (Ziegler, Biersack, Littmark 1985; potentials/FORMAT.md, ZBL), half of it to
/// the receiver of each directed edge:
///
///     V(r) = 1/2 k Z_i Z_j / r phi(r/a) f(r),     dV/dr = 1/2 k Z_i Z_j [ (phi'/(a r) - phi/r^2) f + phi/r f' ]
///
/// with the constants of that work or a model's own. f goes from 1 to 0 at the pair's cutoff: as a polynomial; or,
/// where the pair has an inner radius, by a step from where the network is silent on, so that ZBL is whole there.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/edges/inner_switch.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

/// f and df/dr; inner_radius 0: none.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> zbl_taper(double r, double cutoff, int power, double inner_radius) {
  if (!(inner_radius > 0.0)) return polynomial_cutoff(r, cutoff, power);
  double const silent = inner_silence * inner_radius;
  auto const step = smooth_step((r - silent) / (cutoff - silent));
  return {1.0 - step.value, -step.slope / (cutoff - silent)};
}

/// Value and derivative of one directed edge's energy, eV and eV/Å; Z_i, Z_j atomic numbers. cutoff and inner_radius
/// in Å, 0.7 inner_radius < cutoff.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> zbl_pair(ZblConstants const& zbl, double r, double Z_i, double Z_j,
                                                      double cutoff, double inner_radius = 0.0) {
  using std::exp;
  using std::pow;
  if (!(r < cutoff)) return {0.0, 0.0};
  double const a = zbl.length / (pow(Z_i, zbl.exponent) + pow(Z_j, zbl.exponent));
  double const *const amplitude = &zbl.amplitude[0], *const decay = &zbl.decay[0];
  double phi = 0.0, phi_slope = 0.0;
  for (int k = 0; k < 4; ++k) {
    double const term = amplitude[k] * exp(-decay[k] * r / a);
    phi += term;
    phi_slope -= decay[k] / a * term;
  }
  auto const f = zbl_taper(r, cutoff, zbl.cutoff_power, inner_radius);
  double const prefactor = 0.5 * zbl.strength * Z_i * Z_j;
  return {prefactor * phi / r * f.value, prefactor * ((phi_slope / r - phi / (r * r)) * f.value + phi / r * f.slope)};
}

/// energy[i] += …, and edge_gradient[e] += energy_adj[i] dV/dr_e. energy_adj is empty for all ones.
/// atomic_number [species]; cutoff and inner_radius, which may be empty, [species * species].
template <class Space>
void zbl(Space const&, NeighborGraph<Space> const&, ZblConstants const&, Array1<double const, Space> atomic_number,
         Array1<double const, Space> cutoff, Array1<double const, Space> inner_radius,
         Array1<double const, Space> energy_adj, Array1<double, Space> energy, Vectors<double, Space> edge_gradient);

}  // namespace tesseral
