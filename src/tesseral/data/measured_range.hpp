// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What frames span: distances, neighbours, energies and forces.
#pragma once

#include "tesseral/data/labelled_frame.hpp"
#include "tesseral/model/fitted_range.hpp"

#include <array>
#include <optional>
#include <vector>

namespace tesseral {

/// Of one structure. `edges` are those within r_cut (Å), both directions; energy (eV) and forces (eV/Å; empty: unknown)
/// are labels or predictions; E0 [species] in eV.
FittedRange measured_range(Structure const&, std::vector<Edge> const& edges, std::optional<double> energy,
                           std::vector<std::array<double, 3>> const& forces, std::vector<double> const& E0,
                           double r_cut);

/// Of frames, at least one, by their labels.
FittedRange measured_range(std::vector<LabelledFrame> const&, std::vector<double> const& E0, double r_cut);

}  // namespace tesseral
