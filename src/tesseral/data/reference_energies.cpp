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
#include <numeric>

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

// What a cohesive energy says: Σ_s fractions[s] E0_s = energy.
struct Condition {
  std::string formula;
  std::map<std::string, double> fractions;
  double lowest = 0.0, cohesive = 0.0;  // eV/atom
  double energy() const { return lowest + cohesive; }
  std::string source() const {
    return fmt::format("the training frame of lowest energy{}, {:.4f} eV/atom, and the cohesive energy, {:.4g} eV",
                       fractions.size() > 1 ? " of " + formula : "", lowest, cohesive);
  }
};

std::vector<Condition> conditions(DataConfig const& config, std::vector<LabelledFrame> const& train,
                                  std::vector<std::string> const& elements) {
  std::vector<Condition> found;
  for (auto const& [formula, cohesive] : config.cohesive_energy) {
    Condition condition{formula, atomic_fractions(formula), 0.0, cohesive};
    condition.lowest = lowest_energy(train, elements, condition.fractions);
    require(condition.lowest < std::numeric_limits<double>::infinity(),
            fmt::format("{}: no training frame with an energy is of {} alone ([data] cohesive_energy counts from its "
                        "crystal or liquid) add one, name a compound that the frames are of, or give E0 instead",
                        config.train, formula));
    found.push_back(std::move(condition));
  }
  return found;
}

// The part of `fractions` that are `unknown` elements, in their order; `rest` loses what the others are known to give.
std::vector<double> unknown_part(std::map<std::string, double> const& fractions, ReferenceEnergies const& known,
                                 std::vector<std::string> const& unknown, double& rest) {
  std::vector<double> part(unknown.size(), 0.0);
  for (auto const& [element, fraction] : fractions) {
    auto const other = known.find(element);
    if (other != known.end())
      rest -= fraction * other->second.E0;
    else
      part[std::find(unknown.begin(), unknown.end(), element) - unknown.begin()] = fraction;
  }
  return part;
}

// How the unknown E0 differ from each other, as far as compositions differ: least squares over the training frames,
// with their mean taken off.
std::vector<double> differences(ReferenceEnergies const& known, std::vector<LabelledFrame> const& train,
                                std::vector<std::string> const& elements, std::vector<std::string> const& unknown) {
  std::vector<std::vector<double>> rows;
  std::vector<double> values, mean(unknown.size(), 0.0);
  double mean_value = 0.0;
  for (auto const& frame : train) {
    if (!frame.energy) continue;
    auto const atoms = static_cast<double>(frame.structure.species.size());
    std::vector<int> const counts = composition(frame, elements.size());
    std::map<std::string, double> fractions;
    for (std::size_t s = 0; s < elements.size(); ++s) fractions[elements[s]] = counts[s] / atoms;
    values.push_back(*frame.energy / atoms);
    rows.push_back(unknown_part(fractions, known, unknown, values.back()));
  }
  auto const n = static_cast<double>(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    mean_value += values[k] / n;
    for (std::size_t u = 0; u < unknown.size(); ++u) mean[u] += rows[k][u] / n;
  }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    values[k] -= mean_value;
    for (std::size_t u = 0; u < unknown.size(); ++u) rows[k][u] -= mean[u];
  }
  return smallest_least_squares(rows, values);
}

// E0 of the elements that are in compounds alone: `differences`, moved so that all conditions hold, by as much for each
// element as they leave open.
void add_compounds(ReferenceEnergies& known, std::vector<Condition> const& compounds, DataConfig const& config,
                   std::vector<LabelledFrame> const& train, std::vector<std::string> const& elements) {
  std::vector<std::string> unknown;
  for (auto const& element : elements)
    if (known.count(element) == 0) unknown.push_back(element);
  std::vector<double> E0 = differences(known, train, elements, unknown);
  std::vector<std::vector<double>> rows;
  std::vector<double> missing;
  std::string source;
  double common = 0.0;
  for (Condition const& compound : compounds) {
    double value = compound.energy();
    rows.push_back(unknown_part(compound.fractions, known, unknown, value));
    double const part = std::accumulate(rows.back().begin(), rows.back().end(), 0.0);
    require(part > 0.0, fmt::format("{}: [data] cohesive_energy has {}, whose elements all have an E0 (from others of "
                                    "the table, or from isolated atoms) remove it",
                                    config.train, compound.formula));
    missing.push_back(value - std::inner_product(E0.begin(), E0.end(), rows.back().begin(), 0.0));
    common += missing.back() / part / static_cast<double>(compounds.size());
    source += (source.empty() ? "" : "; ") + compound.source();
  }
  for (std::size_t k = 0; k < rows.size(); ++k)
    missing[k] -= common * std::accumulate(rows[k].begin(), rows[k].end(), 0.0);
  std::vector<double> const moved = smallest_least_squares(rows, missing);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    double const left = missing[k] - std::inner_product(moved.begin(), moved.end(), rows[k].begin(), 0.0);
    require(std::abs(left) < 1e-3, fmt::format("{}: the compounds of [data] cohesive_energy contradict each other ({} "
                                               "is {:.3g} eV/atom off) remove one of them",
                                               config.train, compounds[k].formula, left));
  }
  for (std::size_t u = 0; u < unknown.size(); ++u) known[unknown[u]] = {E0[u] + common + moved[u], source, false};
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
  std::vector<Condition> compounds;
  for (Condition& condition : conditions(config, train, elements)) {
    if (condition.fractions.size() > 1)
      compounds.push_back(std::move(condition));
    else
      known[condition.formula] = {condition.energy(), condition.source(), false};
  }
  if (!compounds.empty()) add_compounds(known, compounds, config, train, elements);
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
