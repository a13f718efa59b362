// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The arguments of pair_style and pair_coeff. Nothing of LAMMPS appears here.
#pragma once

#include "tesseral/model/model_data.hpp"
#include "tesseral/potential_options.hpp"

#include <string>
#include <vector>

namespace tesseral::lammps {

/// What happens when a pair comes closer than in the data that the model was fitted to.
enum class RangeRule { warn, stop, ignore };

struct StyleOptions {
  PotentialOptions potential;
  RangeRule range = RangeRule::warn;
  bool expects_errors = false;  // of forces, of a model that knows (model/force_uncertainty.hpp)
  bool counts_E0 = true;        // energies are those of the data; otherwise relative to isolated atoms
};

/// Pairs of a name and a value: those of potential_options.hpp, `range`, `E0` and `uncertainty`; throws Error with what
/// there is.
StyleOptions read_style_options(std::vector<std::string> const& arguments);

/// `* * MODEL.h5[,MODEL.h5]... ELEMENT...` with one element, or NULL, per atom type; throws Error otherwise. Without
/// `may_have_null`, which only a hybrid style gives the other types of, NULL is an error too.
void check_coefficients(std::vector<std::string> const& arguments, int atom_types, bool may_have_null);

/// The file names in `MODEL.h5,MODEL.h5`; throws Error if one is empty or named twice.
std::vector<std::string> names_of_files(std::string const& argument);

/// Throws Error, with the files' names, if members of a committee do not see the same atoms and neighbors.
void check_committee(std::vector<ModelData> const& members, std::vector<std::string> const& files);

/// Throws Error, with the file's name, unless errors can be expected: of one model, which knows them.
void check_uncertainty(std::vector<ModelData> const& members, std::vector<std::string> const& files);

/// [type], entry 0 unused: index of the element in the model, -1 for NULL. Throws Error for an element that the model
/// does not know.
std::vector<int> species_of_types(ModelData const&, std::vector<std::string> const& elements);

/// The elements of pair_coeff, each once and without NULL, in the order of their first types.
std::vector<std::string> distinct_elements(std::vector<std::string> const& elements);

}  // namespace tesseral::lammps
