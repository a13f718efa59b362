// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/initial_model.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"
#include "tesseral/model/elements.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tesseral {

namespace {

std::vector<std::vector<double>> zbl_cutoffs(TrainingFile const& config, Dataset const& data) {
  std::vector<std::vector<double>> cutoffs;
  for (std::size_t a = 0; a < data.elements.size(); ++a) {
    auto& row = cutoffs.emplace_back();
    for (std::size_t b = 0; b < data.elements.size(); ++b) {
      double const bond =
          covalent_radius(atomic_number(data.elements[a])) + covalent_radius(atomic_number(data.elements[b]));
      row.push_back(std::min(config.architecture.r_cut, config.zbl_reach * bond));
    }
  }
  return cutoffs;
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
  model.shift = data.shift;

  if (config.zbl) model.zbl_cutoff = zbl_cutoffs(config, data);

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
