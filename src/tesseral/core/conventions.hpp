// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Conventions of the whole project; other ones are converted where data enter.
///
/// Units            eV, Å, eV/Å (LAMMPS "metal").
/// Edge             e = (i <- j): receiver i, sender j, displacement r = x_j - x_i, |r| < r_cut. All ordered pairs.
/// Degrees          (l, m) at index l*l + l + m, m = -l … l.
/// Harmonics        real, polar axis z, no Condon-Shortley sign, sum_m Y_lm^2 = 2l+1 ("component"): Y_00 = 1 and
///                  Y_1 = sqrt(3) (y, z, x)/r. With <.> the mean over the sphere, <Y_a Y_b> = delta_ab.
/// Gaunt            G(a,b,c) = <Y_a Y_b Y_c>. Every feature has parity (-1)^l, so O(3) symmetry is built in.
/// Parity           Only paths with l1 + l2 + l even exist; a feature is described by (l_max, channels).
/// Adjoints         x_adj = dE/dx, E the reported energy in eV.
/// Edge gradient    g_e = dE/dr_e; forces F_i += g_e, F_j -= g_e; virial W = -dE/d(strain) = -sum_e r_e (x) g_e.
/// Index names      i atom, j neighbour, e edge, c channel, lm degree and order, q path, k product term or grid point
/// g,
///                  t layer, s species.
/// Channels         innermost and contiguous; padded with zeros to a multiple of the lanes of a Pack.
#pragma once
