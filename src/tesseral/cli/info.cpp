// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/utf8.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/network/layers/product_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

namespace tesseral::cli {
namespace {

void print_row(std::string const& name, std::string const& value) { fmt::print("{:<22} {}\n", name, value); }

char const* describe(RadialWeights weights) {
  switch (weights) {
    case RadialWeights::path:
      return "per path";
    case RadialWeights::degree:
      return "per degree";
    case RadialWeights::shared:
      return "shared by all paths";
    default:
      return "per path in the first layer, then shared by all paths";
  }
}

void print_architecture(Architecture const& a) {
  print_row("cutoff", fmt::format("{} Å, polynomial of power {}", a.r_cut, a.cutoff_power));
  print_row("layers",
            fmt::format("{}, so that an atom's energy depends on atoms within {} Å", a.layers, a.layers * a.r_cut));
  print_row("channels", fmt::format("{}", a.channels));
  print_row("degrees", fmt::format("l_max {}, l_hidden {}", a.l_max, a.l_hidden));
  for (auto const& [name, value] : layer_kind(a.layer_kind).describe(a)) print_row(name, value);
  std::string widths;
  for (int const width : a.radial_hidden) widths += fmt::format("{}-", width);
  print_row("radial network",
            fmt::format("{} Bessel functions, hidden {}, weights {}", a.bessel,
                        widths.empty() ? "none" : widths.substr(0, widths.size() - 1), describe(a.radial_weights)));
  print_row("readout", fmt::format("{} hidden", a.readout_hidden));
  print_row("average neighbors", fmt::format("{:.4g}", a.average_neighbors));
}

template <class Real>
void print_choice(Architecture const& a, char const* precision) {
  auto const choices = choose_products<HostSpace, Real>(HostSpace(), a, {});
  for (int t = 0; t < a.layers; ++t)
    print_row(t == 0 ? fmt::format("product, {}", precision) : "", to_string(choices[t]));
}

std::string element_list(ModelData const& data) {
  std::string text;
  for (std::string const& element : data.elements) text += (text.empty() ? "" : " ") + element;
  return text;
}

void print_pairs(ModelData const& data, std::string const& name, SpeciesPairs const& radius, std::string const& none) {
  std::string text;
  for (std::size_t a = 0; a < radius.size(); ++a)
    for (std::size_t b = a; b < radius.size(); ++b)
      text += fmt::format("{}{}-{} {:.2f}", text.empty() ? "" : ", ", data.elements[a], data.elements[b], radius[a][b]);
  print_row(name, text.empty() ? none : text + " Å");
}

// "H-O 0.93 Å" of each pair of elements that were there, a row for each first element.
void print_closest(FittedRange const& range, ModelData const& data) {
  bool is_first = true;
  for (std::size_t a = 0; a < data.elements.size(); ++a) {
    std::vector<std::string> pairs;
    for (std::size_t b = a; b < data.elements.size(); ++b) {
      if (range.atoms[a] == 0 || range.atoms[b] == 0) continue;
      bool const is_met = range.closest[a][b] < data.architecture.r_cut;
      pairs.push_back(fmt::format("{}-{} {}", data.elements[a], data.elements[b],
                                  is_met ? fmt::format("{:.3f} Å", range.closest[a][b]) : "none within the cutoff"));
    }
    if (pairs.empty()) continue;
    print_row(is_first ? "closest pairs" : "", fmt::format("{}", fmt::join(pairs, ", ")));
    is_first = false;
  }
}

void print_fitted_range(FittedRange const& range, ModelData const& data) {
  std::string text = fmt::format("{} frames", range.frames);
  if (range.energy) text += fmt::format(", {:.3f} to {:.3f} eV/atom less E0", (*range.energy)[0], (*range.energy)[1]);
  if (range.largest_force) text += fmt::format(", forces up to {:.1f} eV/Å", *range.largest_force);
  print_row("fitted to", text);
  for (std::size_t s = 0; s < data.elements.size(); ++s) {
    auto const [fewest, most] = range.neighbors[s];
    print_row("", range.atoms[s] == 0 ? fmt::format("{:<2} none", data.elements[s])
                                      : fmt::format("{:<2} {} atoms with {} to {} neighbors", data.elements[s],
                                                    range.atoms[s], fewest, most));
  }
  print_closest(range, data);
}

void print_self_tests(ModelData const& data) {
  for (std::size_t k = 0; k < data.self_tests.size(); ++k) {
    Structure const& s = data.self_tests[k].structure;
    bool const open = std::none_of(s.periodic.begin(), s.periodic.end(), [](bool p) { return p; });
    print_row(k == 0 ? "self-test" : "", fmt::format("{} atoms, {}, {:.6f} eV", s.species.size(),
                                                     open ? "open" : "periodic", data.self_tests[k].energy));
  }
}

}  // namespace

int info(std::string const& path) {
  ModelData const data = read_model(path);
  print_row("model", path);
  print_row("elements", element_list(data));
  print_architecture(data.architecture);
  print_choice<double>(data.architecture, "double");
  print_choice<float>(data.architecture, "single");
  print_row("weights", fmt::format("{}", data.weights.size()));
  print_row("scale, shift", fmt::format("{:.6g} eV, {:.6g} eV", data.scale, data.shift));
  for (std::size_t s = 0; s < data.elements.size(); ++s)
    print_row(s == 0 ? "isolated atoms (E0)" : "", fmt::format("{:<2} {:.6f} eV", data.elements[s], data.E0[s]));
  print_row("an atom alone has",
            is_E0_alone(data.lone_atom) ? "its E0" : "E0, the shift and what the network makes of it");
  if (is_E0_alone(data.lone_atom)) print_pairs(data, "bonds break by", data.bond_radius, "nowhere");
  print_pairs(data, "network silent within", data.inner_radius, "nowhere");
  print_pairs(data, "ZBL within", data.zbl_cutoff, "nowhere");
  for (std::size_t s = 0; s < data.energy_floor.size(); ++s)
    print_row(s == 0 ? "binds by less than" : "",
              fmt::format("{:<2} {:.3f} eV (as fitted to {:.3f} eV)", data.elements[s], -data.energy_floor[s],
                          -data.soft_below[s]));
  if (data.fitted_range) print_fitted_range(*data.fitted_range, data);
  print_self_tests(data);
  for (auto const& [key, value] : data.provenance)
    print_row(printable(key, key.size()), printable(value, value.size()));
  return 0;
}

}  // namespace tesseral::cli
