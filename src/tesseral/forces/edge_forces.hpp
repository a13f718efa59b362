// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// From edge gradients g_e = dE/dr_e to what an MD code wants. The one place where forces and virials are assembled:
///     F_i += g_e for each edge it receives,   F_j -= g_e for each edge it sends,   W = -sum_e r_e (x) g_e.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"

#include <array>

namespace tesseral {

/// forces[atom][3] = … for all n_total atoms, ghosts included (to be added to their owners), eV/Å. Overwrites. Each
/// atom gathers its edges, so the result does not depend on the number of threads.
template <class Space>
void gather_forces(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space> edge_gradient,
                   Vectors<double, Space> forces);

/// Virial of the rank's edges, symmetrised: xx yy zz xy xz yz, eV.
template <class Space>
std::array<double, 6> virial(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space> edge_gradient);

/// Per-atom virial [n_total][6], xx yy zz xy xz yz, eV: half of each edge's to either end. Overwrites.
template <class Space>
void gather_atom_virial(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space> edge_gradient,
                        Array2<double, Space> atom_virial);

/// Centroid virial [n_total][9], xx yy zz xy xz yz yx zx zy (ab: r_a g_b), eV, of energies that depend on their atom's
/// own edges alone, as those of one layer: W_j = -sum_e r_e (x) g_e over the edges that j sends (Surblys et al. 2019).
/// energy_moments.hpp has any others. Overwrites.
template <class Space>
void gather_centroid_virial(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space> edge_gradient,
                            Array2<double, Space> atom_virial);

}  // namespace tesseral
