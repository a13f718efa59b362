// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/initial_model.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/network/blocks/neighbor_shift.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tesseral {

namespace {

// As inner radii, a little outside of the data.
constexpr double of_fewest = 0.9;
// Parts of the mean count that may be full, though some atoms of the data have less: at least the first, since atoms
// that have hardly any neighbours are not to make the shift whole; at most as much as leaves the data's energies as
// near to it as with none, but for a per cent.
constexpr double smallest_part = 0.2, largest_part = 0.95, part_step = 0.05;
constexpr double growth_of_residuals = 1.01;

/// n and m of an atom (FORMAT.md, Energy).
struct Counts {
  double neighbors = 0.0, bonds = 0.0;
};
std::vector<Counts> counts_of(LabelledFrame const& frame, ModelData const& model) {
  Architecture const& a = model.architecture;
  std::vector<int> const& species = frame.structure.species;
  std::vector<Counts> counts(species.size());
  for (Edge const& edge : frame.edges) {
    double const r = edge_length(frame.structure, edge);
    counts[edge.receiver].neighbors += polynomial_cutoff(r, a.r_cut, a.cutoff_power).value;
    counts[edge.receiver].bonds +=
        bond_weight(r, model.bond_radius[species[edge.receiver]][species[edge.sender]]).value;
  }
  return counts;
}

using FrameCounts = std::vector<std::vector<Counts>>;  // [frame][atom]

/// [species]: 0.9 of the fewest that an atom of the species has, or a part of their mean if that is more.
std::vector<double> full_counts(Dataset const& data, FrameCounts const& counts, double Counts::*count, double part) {
  std::size_t const species = data.elements.size();
  std::vector<double> fewest(species, std::numeric_limits<double>::infinity()), sum(species), atoms(species), full;
  for (std::size_t f = 0; f < counts.size(); ++f)
    for (std::size_t i = 0; i < counts[f].size(); ++i) {
      int const s = data.train[f].structure.species[i];
      fewest[s] = std::min(fewest[s], counts[f][i].*count);
      sum[s] += counts[f][i].*count;
      atoms[s] += 1.0;
    }
  for (std::size_t s = 0; s < species; ++s) {
    double const least = atoms[s] > 0.0 ? std::max(of_fewest * fewest[s], part * sum[s] / atoms[s]) : 0.0;
    full.push_back(least > 0.0 ? least : 1.0);
  }
  return full;
}

/// The share of the shift that the mean atom of each frame has.
std::vector<double> shares(Dataset const& data, FrameCounts const& counts, ModelData const& model) {
  std::vector<double> list;
  for (std::size_t f = 0; f < counts.size(); ++f) {
    double sum = 0.0;
    for (std::size_t i = 0; i < counts[f].size(); ++i) {
      int const s = data.train[f].structure.species[i];
      sum += smooth_step(counts[f][i].neighbors / model.full_neighbors[s]).value *
             smooth_step(counts[f][i].bonds / model.full_bonds[s]).value;
    }
    list.push_back(sum / static_cast<double>(counts[f].size()));
  }
  return list;
}

/// Sets full_neighbors by a part of their mean, and the shift so that its mean over the frames is that of the data.
/// Returns the root mean square of what the shift leaves of the frames' energies per atom, less E0; 0 without energies.
double set_full_neighbors(Dataset const& data, FrameCounts const& counts, double part, ModelData& model) {
  model.full_neighbors = full_counts(data, counts, &Counts::neighbors, part);
  std::vector<double> const share = shares(data, counts, model);
  double const mean = std::accumulate(share.begin(), share.end(), 0.0) / static_cast<double>(share.size());
  model.shift = mean > 0.0 ? data.shift / mean : 0.0;
  double squares = 0.0, frames = 0.0;
  for (std::size_t f = 0; f < share.size(); ++f) {
    if (!data.train[f].energy) continue;
    double energy = *data.train[f].energy;
    for (int const s : data.train[f].structure.species) energy -= data.E0[s];
    double const left = energy / static_cast<double>(data.train[f].structure.species.size()) - model.shift * share[f];
    squares += left * left;
    frames += 1.0;
  }
  return frames > 0.0 ? std::sqrt(squares / frames) : 0.0;
}

/// Sets what counts as full, and the shift. An atom that loses neighbours is to lose the shift as soon as the data
/// allow: a metal's energy rises as it expands, which the network does not know beyond the data.
void set_reference(Dataset const& data, ModelData& model) {
  FrameCounts counts;
  for (auto const& frame : data.train) counts.push_back(counts_of(frame, model));
  model.full_bonds = full_counts(data, counts, &Counts::bonds, smallest_part);
  double const bound = growth_of_residuals * set_full_neighbors(data, counts, smallest_part, model);
  double part = smallest_part;
  for (double larger = smallest_part + part_step; larger < largest_part + 0.5 * part_step; larger += part_step)
    if (set_full_neighbors(data, counts, larger, model) <= bound) part = larger;
  set_full_neighbors(data, counts, part, model);
}

}  // namespace

ModelData initial_model(TrainingFile const& config, Dataset const& data) {
  ModelData model;
  model.architecture = config.architecture;
  model.architecture.species = static_cast<int>(data.elements.size());
  if (model.architecture.average_neighbors <= 0.0) model.architecture.average_neighbors = data.average_neighbors;
  check(model.architecture);
  model.elements = data.elements;
  model.E0 = data.E0;
  model.scale = data.scale;
  model.lone_atom = config.lone_atom;
  model.shift = data.shift;
  model.fitted_range = measured_range(data.train, data.E0, model.architecture.r_cut);
  set_pair_radii(config.reaches, model);
  if (model.lone_atom == LoneAtom::reference) set_reference(data, model);

  std::vector<WeightTensor> const tensors = weight_tensors(model.architecture);
  model.weights.resize(weight_count(tensors));
  Random random(config.training.seed);
  for (auto const& tensor : tensors)
    for (std::size_t k = 0; k < tensor.size; ++k)
      model.weights[tensor.offset + k] = tensor.init_value + tensor.init_scale * random.normal();
  return model;
}

void adopt_network(TrainingFile& config, ModelData const& start) {
  for (auto const& element : config.data.elements)
    require(std::find(start.elements.begin(), start.elements.end(), element) != start.elements.end(),
            fmt::format("{}: has no {} (it knows {}) remove it from [data] elements, or train a new model",
                        config.start_from, element, fmt::join(start.elements, " ")));
  config.architecture = start.architecture;
  config.data.elements = start.elements;
  for (std::size_t s = 0; s < start.elements.size(); ++s)
    if (config.data.cohesive_energy.count(start.elements[s]) == 0)
      config.data.E0.emplace(start.elements[s], start.E0[s]);
}

ModelData continued_model(ModelData start, Dataset const& data) {
  start.E0 = data.E0;
  FittedRange const added = measured_range(data.train, data.E0, start.architecture.r_cut);
  // Of a start that does not say what it was fitted to, only the new data are known.
  start.fitted_range = start.fitted_range ? united(*start.fitted_range, added) : added;
  start.provenance.clear();
  start.self_tests.clear();
  return start;
}

}  // namespace tesseral
