// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/reference_energies.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/formula.hpp"
#include "tesseral/data/frame_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tesseral {
namespace {

bool is_in_a_formula(std::string const& element, DataConfig const& config) {
  return std::any_of(config.cohesive_energy.begin(), config.cohesive_energy.end(),
                     [&](auto const& entry) { return atomic_fractions(entry.first).count(element) > 0; });
}

void check_cohesive_energies(DataConfig const& config, ReferenceEnergies const& known,
                             std::vector<Frame> const& atoms) {
  for (auto const& entry : config.cohesive_energy) {
    std::string const& element = entry.first;
    bool const is_among_frames =
        std::any_of(atoms.begin(), atoms.end(), [&](Frame const& atom) { return atom.symbols[0] == element; });
    auto const other = known.find(element);
    if (!is_among_frames && other == known.end()) continue;
    throw Error(fmt::format(
        "{}: {} has an E0 and [data] cohesive_energy gives it another (the first is that of {}) remove one of them",
        config.train, element,
        is_among_frames ? std::string("an isolated atom among the frames") : other->second.source));
  }
}

void fit_energies(ReferenceEnergies& known, std::vector<LabelledFrame> const& train,
                  std::vector<std::string> const& elements) {
  std::vector<std::vector<int>> counts;
  std::vector<double> energies;
  for (auto const& frame : train)
    if (frame.energy) {
      counts.push_back(composition(frame, elements.size()));
      energies.push_back(*frame.energy);
    }
  std::vector<double> const E0 =
      energies.empty() ? std::vector<double>(elements.size(), 0.0) : fit_atomic_energies(counts, energies);
  for (std::size_t s = 0; s < elements.size(); ++s)
    known[elements[s]] = {E0[s],
                          energies.empty() ? "no training frame has an energy, so that the model's mean nothing"
                                           : "least squares over the training frames",
                          false};
}

// The lowest energy per atom, eV, of frames that are composed like that; infinity: there is none.
double lowest_energy(std::vector<LabelledFrame> const& frames, std::vector<std::string> const& elements,
                     std::map<std::string, double> const& fractions) {
  constexpr double same = 1e-4;
  double lowest = std::numeric_limits<double>::infinity();
  for (auto const& frame : frames) {
    if (!frame.energy) continue;
    std::vector<int> const counts = composition(frame, elements.size());
    auto const atoms = static_cast<double>(frame.structure.species.size());
    bool is_alike = true;
    for (std::size_t s = 0; s < elements.size(); ++s) {
      auto const wanted = fractions.find(elements[s]);
      is_alike = is_alike && std::abs(counts[s] / atoms - (wanted == fractions.end() ? 0.0 : wanted->second)) < same;
    }
    if (is_alike) lowest = std::min(lowest, *frame.energy / atoms);
  }
  return lowest;
}

// E0 of the elements of a formula that have none yet: the same for all of them, since the formula tells their sum only.
void add_compound(ReferenceEnergies& known, std::string const& formula, double cohesive, DataConfig const& config,
                  std::vector<LabelledFrame> const& train, std::vector<std::string> const& elements) {
  std::map<std::string, double> const fractions = atomic_fractions(formula);
  double const lowest = lowest_energy(train, elements, fractions);
  require(lowest < std::numeric_limits<double>::infinity(),
          fmt::format("{}: no training frame with an energy is of {} alone ([data] cohesive_energy counts from its "
                      "crystal or liquid) add one, name a compound that the frames are of, or give E0 instead",
                      config.train, formula));
  double rest = lowest + cohesive, left = 0.0;
  for (auto const& [element, part] : fractions) {
    auto const other = known.find(element);
    if (other == known.end())
      left += part;
    else
      rest -= part * other->second.E0;
  }
  require(left > 0.0, fmt::format("{}: [data] cohesive_energy has {}, whose elements all have an E0 by then (from "
                                  "others of the table, or from isolated atoms) remove it",
                                  config.train, formula));
  std::string source = fmt::format(
      "the training frame of lowest energy, {:.4f} eV/atom, and the cohesive energy, {:.4g} eV", lowest, cohesive);
  if (fractions.size() > 1) source += ", of " + formula;
  for (auto const& entry : fractions)
    if (known.count(entry.first) == 0) known[entry.first] = {rest / left, source, false};
}

}  // namespace

ReferenceEnergies given_energies(DataConfig const& config, std::vector<Frame> const& atoms,
                                 std::vector<std::string> const& elements) {
  ReferenceEnergies known;
  std::string source = config.E0.empty() && !config.cohesive_energy.empty() ? "[data] cohesive_energy" : "[data] E0";
  for (auto const& [element, energy] : config.E0) known[element] = {energy, "given", false};
  if (!config.E0_file.empty()) {
    source = config.E0_file;
    for (auto const& [element, energy] : isolated_atom_energies(read_extxyz(source, label_keys(config))))
      known[element] = {energy, source_name(source), false};
  } else if (known.empty() && !atoms.empty()) {
    source = config.train;
    for (auto const& [element, energy] : isolated_atom_energies(atoms))
      known[element] = {energy, "isolated atoms among the frames", false};
  }
  check_cohesive_energies(config, known, atoms);
  for (auto const& [element, energy] : config.start_E0)
    if (known.count(element) == 0 && !is_in_a_formula(element, config))
      known[element] = {energy, "the model that is fine-tuned", true};
  if (known.empty() && config.cohesive_energy.empty()) return known;
  for (auto const& element : elements)
    require(known.count(element) > 0 || is_in_a_formula(element, config),
            fmt::format("{}: the energy of an isolated atom of {} is missing (every element needs "
                        "its E0) add it, or remove the others to fit all by least squares",
                        source, element));
  return known;
}

void complete_energies(ReferenceEnergies& known, DataConfig const& config, std::vector<LabelledFrame> const& train,
                       std::vector<std::string> const& elements) {
  if (known.empty() && config.cohesive_energy.empty()) fit_energies(known, train, elements);
  // Elements first, then compounds, so that these count what is known of their elements.
  for (std::size_t kinds = 1; kinds <= elements.size(); ++kinds)
    for (auto const& [formula, cohesive] : config.cohesive_energy)
      if (atomic_fractions(formula).size() == kinds) add_compound(known, formula, cohesive, config, train, elements);
}

std::vector<double> in_order(ReferenceEnergies const& known, std::vector<std::string> const& elements) {
  std::vector<double> E0;
  for (auto const& element : elements) {
    auto const entry = known.find(element);
    if (entry == known.end()) return {};
    E0.push_back(entry->second.E0);
  }
  return E0;
}

std::string description(ReferenceEnergies const& known, std::vector<std::string> const& elements) {
  std::string text;
  for (std::size_t s = 0; s < elements.size(); ++s) {
    ReferenceEnergy const& energy = known.at(elements[s]);
    text += fmt::format("{} {:.4f}", elements[s], energy.E0);
    // Neighbours in the list that share their source share its words.
    bool const is_last = s + 1 == elements.size();
    bool const goes_on = !is_last && known.at(elements[s + 1]).source == energy.source;
    text += goes_on ? ", " : fmt::format(" eV ({}){}", energy.source, is_last ? "" : ", ");
  }
  return text;
}

}  // namespace tesseral
