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

namespace tesseral {

namespace {

/// Mean over the frames of g, what the neighbours of their atoms make of the shift.
double mean_saturation(Dataset const& data, Architecture const& a) {
  double sum = 0.0;
  for (auto const& frame : data.train) {
    std::vector<double> neighbors(frame.structure.species.size(), 0.0);
    for (Edge const& edge : frame.edges)
      neighbors[edge.receiver] += polynomial_cutoff(edge_length(frame.structure, edge), a.r_cut, a.cutoff_power).value;
    for (double const n : neighbors) sum += neighbor_saturation(n).value / static_cast<double>(neighbors.size());
  }
  return sum / static_cast<double>(data.train.size());
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
  if (double const g = mean_saturation(data, model.architecture); model.lone_atom == LoneAtom::reference)
    model.shift = g > 0.0 ? data.shift / g : 0.0;
  set_pair_radii(config.reaches, measured_range(data.train, data.E0, model.architecture.r_cut).closest, model);

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
  start.provenance.clear();
  start.self_tests.clear();
  return start;
}

}  // namespace tesseral
