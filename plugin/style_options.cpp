// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "style_options.h"

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <cstddef>

namespace tesseral::lammps {
namespace {

std::string joined(std::vector<std::string> const& words, char const* separator) {
  std::string text;
  for (std::string const& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

}  // namespace

PotentialOptions read_style_options(std::vector<std::string> const& arguments) {
  PotentialOptions options;
  for (std::size_t k = 0; k < arguments.size(); k += 2) {
    try {
      set_option(options, arguments[k], k + 1 < arguments.size() ? arguments[k + 1] : "");
    } catch (Error const& error) {
      throw Error(std::string("pair_style tesseral: ") + error.what());
    }
  }
  return options;
}

void check_coefficients(std::vector<std::string> const& arguments, int atom_types) {
  require(arguments.size() >= 4 && arguments[0] == "*" && arguments[1] == "*",
          "pair_coeff of tesseral: '" + joined(arguments, " ") +
              "' (one command covers all types) write `pair_coeff * * MODEL.h5 ELEMENT…`");
  int const elements = static_cast<int>(arguments.size()) - 3;
  require(elements == atom_types, "pair_coeff of tesseral: " + std::to_string(elements) + " elements for " +
                                      std::to_string(atom_types) +
                                      " atom types (each type needs one) name one element, or NULL, per type");
}

std::vector<int> species_of_types(ModelData const& data, std::vector<std::string> const& elements) {
  std::vector<int> species(1, -1);  // LAMMPS' types begin with 1
  for (std::string const& element : elements) species.push_back(element == "NULL" ? -1 : species_of(data, element));
  require(std::any_of(species.begin(), species.end(), [](int s) { return s >= 0; }),
          "pair_coeff of tesseral: all types are NULL (the potential has no atoms) name the elements of its types");
  return species;
}

}  // namespace tesseral::lammps
