// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energies of atoms of which one alone has E0 (potentials/FORMAT.md, Energy, lone_atom = reference and faded):
///
///     q_i = full(n_i/n_s) step(m_i/m_s),   n_i = sum_j f(r_ij),   m_i = sum_j h(r_ij),
///     b_i = scale (e_i - lone_s) + shift_s q_i,   E_i = E0_s + soft(b_i)
///
/// shift_s is the model's shift; where the lone atom's energy fades, shift + scale lone_s: then an atom with all its
/// neighbours has the shift and what the network makes of it, and nothing of another.
///
/// f is the network's own cutoff function, and h(r) = 1 - step(2 r/b - 1), b the pair's bond radius, is 1 to half of
/// it, where bonds are: an atom loses the shift as its last bond breaks, and two atoms in a vacuum do not have it
/// either. From n_s neighbours and m_s bonds on, the fewest of the species among the data, the shift is whole: what
/// varies among the data without being theirs the network would have to take back. full(x) = 1 - (1 - x)^3 (1 + 3 x)
/// comes close to 1 early, so that n_s can lie within the data of a metal, which then expands as metals do, and is
/// small for the few neighbours that two or three atoms in a vacuum have.
///
/// soft() leaves binding energies as the data have them alone and lets no atom bind by more than a floor: where atoms
/// crowd as nowhere in the data, a network without it finds thousands of eV.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/bessel.hpp"

namespace tesseral {

/// 1 - (1 - x)^3 (1 + 3 x) = x^2 (6 - 8 x + 3 x^2) for x up to 1, then 1; x is at least 0. With its slope.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> fullness(double x) {
  if (!(x < 1.0)) return {1.0, 0.0};
  return {x * x * (6.0 - x * (8.0 - x * 3.0)), 12.0 * x * (1.0 - x) * (1.0 - x)};
}

/// h(r) and dh/dr.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> bond_weight(double r, double radius) {
  auto const step = smooth_step(2.0 * r / radius - 1.0);
  return {1.0 - step.value, -2.0 / radius * step.slope};
}

/// soft(b) = b from `soft_below` on, and soft_below - w tanh((soft_below - b)/w), w = soft_below - floor, below it:
/// above `floor` and twice differentiable. With its slope.
KOKKOS_INLINE_FUNCTION ValueAndSlope<double> softened(double b, double soft_below, double floor) {
  if (b >= soft_below) return {b, 1.0};
  double const w = soft_below - floor, t = std::tanh((soft_below - b) / w);
  return {soft_below - w * t, 1.0 - t * t};
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

template <class Space>
struct BindingEnergy {
  double scale = 1.0, shift = 0.0;       // eV
  bool fades = false;                    // the lone atom's energy
  Array1<double const, Space> E0, lone;  // [species], eV; in units of scale
  NeighborCount<Space> count;
  Array1<double const, Space> soft_below, floor;  // [species], eV; both empty: soft(b) = b
};

/// What -lone_s counts of each species in sum_i weight[i] b_i/scale, into sum[s]: sum of weight[i] (1 - q_i), or of
/// weight[i] if nothing fades. In the order of the atoms, so that it does not depend on the number of threads.
template <class Space>
void lone_atom_share(Space const&, NeighborGraph<Space> const&, NeighborCount<Space> const&, bool fades,
                     Array1<double const, Space> weight, Array1<double, Space> sum);

/// energy[i] = E_i; what goes back: seed[i] = energy_adj[i] dE_i/de_i, edge_gradient[e] = energy_adj[i] dE_i/dr_e, both
/// set. `network` is e; energy_adj is empty for all ones.
template <class Space>
void binding_energy(Space const&, NeighborGraph<Space> const&, BindingEnergy<Space> const&,
                    Array1<double const, Space> network, Array1<double const, Space> energy_adj,
                    Array1<double, Space> energy, Array1<double, Space> seed, Vectors<double, Space> edge_gradient);

}  // namespace tesseral
