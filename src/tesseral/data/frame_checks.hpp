// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Frames that would spoil a fit: labels that are missing, atoms that cannot be where they are, exploded structures.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <cstddef>
#include <vector>

namespace tesseral {

/// Throws Error that names the frame's number and line unless it has energy and forces.
void check_labels(Frame const&, DataConfig const&);

/// Throws Error that names the frame's number and line if its stress is so large that it must be in another unit.
void check_stress(Frame const&, FrameLimits const&);

/// Throws Error that names the frame's number, the atoms and their lines if atoms are too close or alone or if a force
/// is too large. `edges` are those within r_cut (Å), both directions.
void check_atoms(Frame const&, std::vector<Edge> const& edges, double r_cut, FrameLimits const&);

/// Frames whose energy is off by more than `limit` (eV/atom) from the median of (E - Σ E0) / N. [frame]: `counts` are
/// atoms per species, `energies` in eV. `E0` [species] are the isolated atoms, or empty: then least squares over the
/// frames that are kept.
std::vector<std::size_t> energy_outliers(std::vector<std::vector<int>> const& counts,
                                         std::vector<double> const& energies, std::vector<double> const& E0,
                                         double limit);

}  // namespace tesseral
