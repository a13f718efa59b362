// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The arguments of pair_style and pair_coeff. Nothing of LAMMPS appears here.
#pragma once

#include "tesseral/model/model_data.hpp"
#include "tesseral/potential_options.hpp"

#include <string>
#include <vector>

namespace tesseral::lammps {

/// Pairs of a name and a value, those of potential_options.hpp; throws Error with what there is.
PotentialOptions read_style_options(std::vector<std::string> const& arguments);

/// `* * MODEL.h5 ELEMENT…` with one element, or NULL, per atom type; throws Error otherwise.
void check_coefficients(std::vector<std::string> const& arguments, int atom_types);

/// [type], entry 0 unused: index of the element in the model, -1 for NULL. Throws Error for an element that the model
/// does not know.
std::vector<int> species_of_types(ModelData const&, std::vector<std::string> const& elements);

}  // namespace tesseral::lammps
