// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/reference_energies.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/cohesive_energies.hpp"
#include "tesseral/data/formula.hpp"
#include "tesseral/data/frame_range.hpp"

#include <fmt/format.h>

#include <algorithm>

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
  add_cohesive_energies(known, config, train, elements);
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
