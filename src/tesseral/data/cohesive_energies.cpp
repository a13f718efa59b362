// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/cohesive_energies.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace tesseral {
namespace {

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

void add_cohesive_energies(ReferenceEnergies& known, DataConfig const& config, std::vector<LabelledFrame> const& train,
                           std::vector<std::string> const& elements) {
  std::vector<Condition> compounds;
  for (Condition& condition : conditions(config, train, elements)) {
    if (condition.fractions.size() > 1)
      compounds.push_back(std::move(condition));
    else
      known[condition.fractions.begin()->first] = {condition.energy(), condition.source(), false};
  }
  if (!compounds.empty()) add_compounds(known, compounds, config, train, elements);
}

}  // namespace tesseral
