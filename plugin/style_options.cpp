// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "style_options.h"

#include "tesseral/core/error.hpp"
#include "tesseral/core/file_list.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace tesseral::lammps {
namespace {

std::string joined(std::vector<std::string> const& words, char const* separator) {
  std::string text;
  for (std::string const& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

// Those of the pair style alone; the first value is the default.
std::array<std::pair<char const*, std::vector<std::string>>, 3> const own_options{
    {{"range", {"warn", "stop", "ignore"}}, {"E0", {"yes", "no"}}, {"uncertainty", {"no", "yes"}}}};

// False if `name` is none of them.
bool set_own_option(StyleOptions& options, std::string const& name, std::string const& value) {
  for (auto const& [own_name, values] : own_options) {
    if (name != own_name) continue;
    require(std::find(values.begin(), values.end(), value) != values.end(),
            "no " + name + " '" + value + "' (there is: " + joined(values, ", ") + ") choose one of these");
    if (name == "range") {
      options.range = value == "warn" ? RangeRule::warn : value == "stop" ? RangeRule::stop : RangeRule::ignore;
    } else if (name == "E0") {
      options.counts_E0 = value == "yes";
    } else {
      options.expects_errors = value == "yes";
    }
    return true;
  }
  return false;
}

bool is_option_of_potentials(std::string const& name) {
  auto const& all = option_descriptions();
  return std::any_of(all.begin(), all.end(), [&](OptionDescription const& o) { return o.name == name; });
}

std::string all_options() {
  std::string text;
  auto const add = [&](std::string const& name, std::vector<std::string> const& values) {
    text += (text.empty() ? "" : ", ") + name + " " + joined(values, "|");
  };
  for (OptionDescription const& option : option_descriptions()) add(option.name, option.values);
  for (auto const& [name, values] : own_options) add(name, values);
  return text;
}

}  // namespace

StyleOptions read_style_options(std::vector<std::string> const& arguments) {
  StyleOptions options;
  for (std::size_t k = 0; k < arguments.size(); k += 2) {
    std::string const& name = arguments[k];
    std::string const value = k + 1 < arguments.size() ? arguments[k + 1] : "";
    try {
      if (set_own_option(options, name, value)) continue;
      require(is_option_of_potentials(name),
              "unknown option '" + name + "' (there is: " + all_options() + ") correct or remove it");
      set_option(options.potential, name, value);
    } catch (Error const& error) {
      throw Error(std::string("pair_style tesseral: ") + error.what());
    }
  }
  return options;
}

void check_coefficients(std::vector<std::string> const& arguments, int atom_types, bool may_have_null) {
  std::string const all = joined(arguments, " ");
  require(
      arguments.size() >= 4 && arguments[0] == "*" && arguments[1] == "*",
      "pair_coeff of tesseral: '" + all + "' (one command covers all types) write `pair_coeff * * MODEL.h5 ELEMENT…`");
  std::vector<std::string> const elements(arguments.begin() + 3, arguments.end());
  for (std::string const& element : elements) {
    std::string const end = ".h5";
    bool const is_file =
        element.size() > end.size() && element.compare(element.size() - end.size(), end.size(), end) == 0;
    require(!is_file,
            "pair_coeff of tesseral: '" + all + "' (" + element +
                " stands where an element is expected) write the files of a committee as one word: A.h5,B.h5");
    require(may_have_null || element != "NULL",
            "pair_coeff of tesseral: '" + all +
                "' (only in a hybrid style do other styles take the NULL types) name the " +
                "element of each type, or use pair_style hybrid");
  }
  require(static_cast<int>(elements.size()) == atom_types,
          "pair_coeff of tesseral: " + std::to_string(elements.size()) + " elements for " + std::to_string(atom_types) +
              " atom types (each type needs one) name one element per type, or NULL in a hybrid style");
}

std::vector<std::string> names_of_files(std::string const& argument) {
  return tesseral::names_of_files("pair_coeff of tesseral: ", argument);
}

void check_committee(std::vector<ModelData> const& members, std::vector<std::string> const& files) {
  for (std::size_t m = 1; m < members.size(); ++m) {
    std::string const both = "pair_coeff of tesseral: " + files[0] + " and " + files[m];
    require(members[m].elements == members[0].elements,
            both + " have different elements (" + joined(members[0].elements, " ") + "; " +
                joined(members[m].elements, " ") + ") fit the members of a committee to the same elements");
    require(members[m].architecture.r_cut == members[0].architecture.r_cut,
            both + " have different cutoffs (" + std::to_string(members[0].architecture.r_cut) + " and " +
                std::to_string(members[m].architecture.r_cut) +
                " Å) fit the members of a committee with the same r_cut");
  }
}

void check_uncertainty(std::vector<ModelData> const& members, std::vector<std::string> const& files) {
  require(members.size() == 1,
          "pair_style tesseral: `uncertainty yes` with " + std::to_string(members.size()) +
              " models (a committee tells how sure it is by its spread) leave the option out, or name one model");
  require(
      members[0].uncertainty.has_value(),
      "pair_coeff of tesseral: " + files[0] +
          " does not say what errors to expect (it has no group 'uncertainty', and `uncertainty yes` asks for them) "
          "`tesseral calibrate` finds out, from the frames that it was trained and validated on");
}

std::vector<int> species_of_types(ModelData const& data, std::vector<std::string> const& elements) {
  std::vector<int> species(1, -1);  // LAMMPS' types begin with 1
  for (std::string const& element : elements) species.push_back(element == "NULL" ? -1 : species_of(data, element));
  require(std::any_of(species.begin(), species.end(), [](int s) { return s >= 0; }),
          "pair_coeff of tesseral: all types are NULL (the potential has no atoms) name the elements of its types");
  return species;
}

std::vector<std::string> distinct_elements(std::vector<std::string> const& elements) {
  std::vector<std::string> distinct;
  for (std::string const& element : elements)
    if (element != "NULL" && std::find(distinct.begin(), distinct.end(), element) == distinct.end())
      distinct.push_back(element);
  return distinct;
}

}  // namespace tesseral::lammps
