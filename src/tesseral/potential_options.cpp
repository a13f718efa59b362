// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential_options.hpp"

#include "tesseral/core/error.hpp"

#include <algorithm>

namespace tesseral {
namespace {

std::string joined(std::vector<std::string> const& words, char const* separator) {
  std::string text;
  for (std::string const& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::vector<std::string> names_of_products() {
  std::vector<std::string> names = {"auto"};
  for (ProductAlgorithm const algorithm : product_algorithms) names.push_back(name(algorithm));
  return names;
}

OptionDescription const& description_of(std::string const& option) {
  auto const& all = option_descriptions();
  auto const found =
      std::find_if(all.begin(), all.end(), [&](OptionDescription const& each) { return each.name == option; });
  if (found != all.end()) return *found;
  std::vector<std::string> known;
  for (OptionDescription const& each : all) known.push_back(each.name + " " + joined(each.values, "|"));
  throw Error("unknown option '" + option + "' (there is: " + joined(known, ", ") + ") correct or remove it");
}

}  // namespace

std::vector<OptionDescription> const& option_descriptions() {
  static std::vector<OptionDescription> const all = {
      {"precision", {"double", "single", "mixed"}, "of features and weights; energies and forces are summed in double"},
      {"product", names_of_products(), "algorithm of the tensor products; all give the same numbers up to rounding"},
      {"choice", {"measured", "counted"}, "what product auto goes by: times measured at load, or counted operations"},
      {"radial", {"table", "network"}, "radial functions from a table made at load (error 1e-9), or from the network"}};
  return all;
}

void set_option(PotentialOptions& options, std::string const& name, std::string const& value) {
  OptionDescription const& option = description_of(name);
  auto const place = std::find(option.values.begin(), option.values.end(), value);
  require(place != option.values.end(),
          "no " + name + " '" + value + "' (there is: " + joined(option.values, ", ") + ") choose one of these");
  if (name == "precision") options.precision = precision_of(value);
  if (name == "product") options.product = product_of(value);
  if (name == "choice") options.choice = value == "counted" ? ChoiceBasis::counted : ChoiceBasis::measured;
  if (name == "radial") options.radial = value == "table" ? RadialEvaluation::table : RadialEvaluation::network;
}

std::string option_value(PotentialOptions const& options, std::string const& option) {
  description_of(option);
  if (option == "precision") return to_string(options.precision);
  if (option == "product") return options.product ? name(*options.product) : "auto";
  if (option == "choice") return options.choice == ChoiceBasis::counted ? "counted" : "measured";
  return options.radial == RadialEvaluation::table ? "table" : "network";
}

}  // namespace tesseral
