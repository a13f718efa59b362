// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "style_options.h"

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <cstddef>

namespace tesseral::lammps {
namespace {

struct Option {
  char const* name;
  std::vector<std::string> values;
};

// What this version offers.
std::vector<Option> const& options() {
  static std::vector<Option> const all = {{"precision", {precision_names.begin(), precision_names.end()}},
                                          {"product", {product_names.begin(), product_names.end()}},
                                          {"radial", {"table", "network"}}};
  return all;
}

std::string joined(std::vector<std::string> const& words, char const* separator) {
  std::string text;
  for (std::string const& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

}  // namespace

StyleOptions read_style_options(std::vector<std::string> const& arguments) {
  StyleOptions result;
  for (std::size_t k = 0; k < arguments.size(); k += 2) {
    auto const option = std::find_if(options().begin(), options().end(),
                                     [&](Option const& candidate) { return arguments[k] == candidate.name; });
    if (option == options().end()) {
      std::vector<std::string> known;
      for (Option const& each : options()) known.push_back(std::string(each.name) + " " + joined(each.values, "|"));
      throw Error("pair_style tesseral: unknown keyword '" + arguments[k] + "' (there is: " + joined(known, ", ") +
                  ") correct or remove it");
    }
    std::string const offered = "this version has: " + joined(option->values, ", ");
    require(k + 1 < arguments.size(),
            "pair_style tesseral: " + arguments[k] + " has no value (" + offered + ") add one");
    require(std::find(option->values.begin(), option->values.end(), arguments[k + 1]) != option->values.end(),
            "pair_style tesseral: no " + arguments[k] + " '" + arguments[k + 1] + "' (" + offered +
                ") choose one of these");
    if (arguments[k] == "precision") result.precision = precision_of(arguments[k + 1]);
    if (arguments[k] == "product") result.product = product_of(arguments[k + 1]);
    if (arguments[k] == "radial")
      result.radial = arguments[k + 1] == "table" ? RadialEvaluation::table : RadialEvaluation::network;
  }
  return result;
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
