// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Centroid virials from gradients of energies that are weighted with a coordinate of their atoms. With the energies
/// U_k of all atoms, unfolded, where r_jb is coordinate b of atom j,
///
///     W_j[a][b] = sum_k (r_k - r_j)_a dU_k/dr_jb = dS_a/dr_jb - r_ja dU/dr_jb,     S_a = sum_k r_ka U_k,
///
/// the r_k of S_a not being differentiated. So four gradients, of U and of S_x, S_y, S_z, are all of it, whatever the
/// number of layers: W_j = r_j (x) F_j - F_j(S) with the forces F that belong to each. The potential part of a heat
/// flux is sum_j W_j v_j (Fan et al., PRB 92, 094301, 2015; by such gradients: Langer, Frank, Knoop, J. Chem. Phys.
/// 159, 174105, 2023).
///
/// W does not depend on the origin of r, which is put amid the owned atoms, where the numbers that are subtracted are
/// smallest.
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// x = r less the middle of the box about the first n_owned of r [n_total][3], Å.
template <class Space>
void centered_positions(Space const&, int n_owned, Vectors<double const, Space> r, Vectors<double, Space> x);

/// weight[i] = x[i][a], of n atoms.
template <class Space>
void weights_of_moment(Space const&, int n, Vectors<double const, Space> x, int a, Array1<double, Space> weight);

/// Row a of W [n_total][9], components xx yy zz xy xz yz yx zx zy (ab: W[a][b]), eV, from the forces of U and of S_a,
/// [n_total][3]. Overwrites that row.
template <class Space>
void centroid_virial_row(Space const&, Vectors<double const, Space> x, int a, Vectors<double const, Space> forces,
                         Vectors<double const, Space> moment_forces, Array2<double, Space> W);

}  // namespace tesseral
