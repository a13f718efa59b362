// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energies E0 of isolated atoms: from a file of single atoms, or from the compositions of frames.
#pragma once

#include "tesseral/data/extxyz.hpp"

#include <map>
#include <string>
#include <vector>

namespace tesseral {

/// config_type=IsolatedAtom, or isolated_atom, as other programs mark the frames of E0.
bool is_called_isolated_atom(Frame const&);

/// A single atom without neighbours: one atom that is not periodic, or is called isolated.
bool is_isolated_atom(Frame const&);

/// Energy of each element in frames of isolated atoms, eV. Throws Error that names file, frame and line if a frame is
/// none, has no energy, or contradicts another one.
std::map<std::string, double> isolated_atom_energies(std::vector<Frame> const&);

/// Least-squares solution x of Σ_k rows[n][k] x_k = values[n], of minimal norm where it is not the only one.
std::vector<double> smallest_least_squares(std::vector<std::vector<double>> const& rows,
                                           std::vector<double> const& values);

/// Least-squares solution E0 [species] of E/N = Σ_s (n_s/N) E0_s, eV; of minimal norm where the compositions leave it
/// open. `counts` is [frame][species], `energies` [frame] in eV.
std::vector<double> fit_atomic_energies(std::vector<std::vector<int>> const& counts,
                                        std::vector<double> const& energies);

}  // namespace tesseral
