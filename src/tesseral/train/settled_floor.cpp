// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/settled_floor.hpp"

#include "tesseral/potential.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tesseral {
namespace {

// Softening begins by this part of (mean - lowest) below the lowest, and ends, at the floor, by that one.
constexpr double soft_part = 0.5, floor_part = 1.5;
// Of a species whose atoms are all alike, eV.
constexpr double least_spread = 0.2;
// Of a species without atoms, of which nothing is known, eV: none.
constexpr double unlimited = -1000.0;

/// Of the binding energies of a species' atoms, eV.
struct Binding {
  double lowest = 0.0, sum = 0.0, atoms = 0.0;
};

/// [species]; without ZBL, which no floor limits.
std::vector<Binding> bindings(ModelData model, std::vector<LabelledFrame const*> const& frames) {
  model.zbl_cutoff.clear();
  model.zbl_polynomial.clear();
  model.soft_below.clear();
  model.energy_floor.clear();
  Potential<> potential(model, exact_options());
  std::vector<Binding> found(model.elements.size());
  for (LabelledFrame const* frame : frames) {
    auto const energies =
        potential.evaluate(StructureGraph<HostSpace>({&frame->structure}, {&frame->edges}))[0].energies;
    for (std::size_t i = 0; i < energies.size(); ++i) {
      int const s = frame->structure.species[i];
      double const binding = energies[i] - model.E0[s];
      found[s].lowest = std::min(found[s].lowest, binding);
      found[s].sum += binding;
      found[s].atoms += 1.0;
    }
  }
  return found;
}

}  // namespace

std::vector<std::string> settle_floor(ModelData& model, std::vector<LabelledFrame const*> const& frames) {
  if (!is_E0_alone(model.lone_atom)) return {};
  auto const found = bindings(model, frames);
  bool const has_floor = !model.energy_floor.empty();
  model.soft_below.resize(found.size(), unlimited);
  model.energy_floor.resize(found.size(), 2.0 * unlimited);
  std::vector<std::string> texts;
  for (std::size_t s = 0; s < found.size(); ++s) {
    if (found[s].atoms == 0.0) continue;
    double const spread = std::max(found[s].sum / found[s].atoms - found[s].lowest, least_spread);
    double const soft_below = found[s].lowest - soft_part * spread, floor = found[s].lowest - floor_part * spread;
    model.soft_below[s] = has_floor ? std::min(model.soft_below[s], soft_below) : soft_below;
    model.energy_floor[s] = has_floor ? std::min(model.energy_floor[s], floor) : floor;
    texts.push_back(
        fmt::format("{} {:.2f} (in the data {:.2f})", model.elements[s], model.energy_floor[s], found[s].lowest));
  }
  return {fmt::format("no atom binds by more than, eV: {}", fmt::join(texts, ", "))};
}

}  // namespace tesseral
