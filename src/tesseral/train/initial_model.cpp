// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/initial_model.hpp"

#include "tesseral/core/random.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/network/blocks/binding_energy.hpp"

#include <algorithm>
#include <limits>

namespace tesseral {

namespace {

// As inner radii, a little outside of the data.
constexpr double of_fewest = 0.9;
// Atoms that have hardly any bonds in the data are not to make the shift whole: the least m_s, of the mean.
constexpr double least_bonds = 0.2;

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

/// Sets what counts as full, and the shift so that its mean over the frames is that of the data.
void set_reference(Dataset const& data, double full_neighbors, ModelData& model) {
  FrameCounts counts;
  for (auto const& frame : data.train) counts.push_back(counts_of(frame, model));
  model.full_neighbors = full_counts(data, counts, &Counts::neighbors, full_neighbors);
  model.full_bonds = full_counts(data, counts, &Counts::bonds, least_bonds);
  double share = 0.0;  // of the shift, of the mean atom
  for (std::size_t f = 0; f < counts.size(); ++f)
    for (std::size_t i = 0; i < counts[f].size(); ++i) {
      int const s = data.train[f].structure.species[i];
      share += fullness(counts[f][i].neighbors / model.full_neighbors[s]).value *
               smooth_step(counts[f][i].bonds / model.full_bonds[s]).value /
               static_cast<double>(counts[f].size() * counts.size());
    }
  model.shift = share > 0.0 ? data.shift / share : 0.0;
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
  if (is_E0_alone(model.lone_atom)) set_reference(data, config.full_neighbors, model);

  std::vector<WeightTensor> const tensors = weight_tensors(model.architecture);
  model.weights.resize(weight_count(tensors));
  Random random(config.training.seed);
  for (auto const& tensor : tensors)
    for (std::size_t k = 0; k < tensor.size; ++k)
      model.weights[tensor.offset + k] = tensor.init_value + tensor.init_scale * random.normal();
  return model;
}

}  // namespace tesseral
