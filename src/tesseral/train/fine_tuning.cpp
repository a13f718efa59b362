// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/fine_tuning.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/potential.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace tesseral {
namespace {

/// Frames that tell the constants well enough.
constexpr std::size_t most_frames = 200;

struct Residuals {
  std::vector<std::vector<double>> fractions;  // [frame][species that is fitted], of the frame's atoms
  std::vector<double> energies;                // [frame], label less prediction per atom, eV
  bool has_fitted = false;                     // some frame has atoms of these species
};

Residuals residuals(ModelData const& model, Dataset const& data) {
  std::vector<LabelledFrame const*> frames;
  for (auto const& frame : data.train)
    if (frame.energy) frames.push_back(&frame);
  std::size_t const used = std::min(frames.size(), most_frames);
  std::vector<Structure> structures;
  for (std::size_t k = 0; k < used; ++k) structures.push_back(frames[k * frames.size() / used]->structure);
  PotentialOptions options = exact_options();
  options.choice = ChoiceBasis::counted;  // the same bits on every rank and when the run is resumed
  auto const predictions = Potential<>(model, options).evaluate(structures);
  Residuals found;
  for (std::size_t k = 0; k < used; ++k) {
    LabelledFrame const& frame = *frames[k * frames.size() / used];
    auto const atoms = static_cast<double>(frame.structure.species.size());
    auto const all = composition(frame, data.elements.size());
    std::vector<double>& fractions = found.fractions.emplace_back();
    for (int const s : data.E0_of_start) {
      fractions.push_back(all[s] / atoms);
      found.has_fitted = found.has_fitted || all[s] > 0;
    }
    found.energies.push_back((*frame.energy - predictions[k].energy) / atoms);
  }
  return found;
}

/// "radial" of "layer_0/radial_2": the name without layer and number.
std::string part_of(std::string const& name) {
  std::string part = name.substr(name.find('/') == std::string::npos ? 0 : name.find('/') + 1);
  auto const last = part.find_last_of('_');
  if (last != std::string::npos && part.find_first_not_of("0123456789", last + 1) == std::string::npos)
    part.resize(last);
  return part;
}

}  // namespace

void adopt_network(TrainingFile& config, ModelData const& start) {
  for (auto const& element : config.data.elements)
    require(std::find(start.elements.begin(), start.elements.end(), element) != start.elements.end(),
            fmt::format("{}: has no {} (it knows {}) remove it from [data] elements, or train a new model",
                        config.start_from, element, fmt::join(start.elements, " ")));
  config.architecture = start.architecture;
  if (config.left_to_data.learning_rate)
    config.training.learning_rate = muon_learning_rate(start.architecture.channels);
  config.data.elements = start.elements;
  for (std::size_t s = 0; s < start.elements.size(); ++s) config.data.start_E0[start.elements[s]] = start.E0[s];
}

ModelData continued_model(ModelData start, Dataset const& data) {
  start.E0 = data.E0;
  Residuals const found = residuals(start, data);
  if (found.has_fitted) {
    auto const added = smallest_least_squares(found.fractions, found.energies);
    for (std::size_t k = 0; k < added.size(); ++k) start.E0[data.E0_of_start[k]] += added[k];
  } else if (!found.energies.empty()) {
    start.shift +=
        std::accumulate(found.energies.begin(), found.energies.end(), 0.0) / static_cast<double>(found.energies.size());
  }
  FittedRange const range = measured_range(data.train, start.E0, start.architecture.r_cut);
  // Of a start that does not say what it was fitted to, only the new data are known.
  start.fitted_range = start.fitted_range ? united(*start.fitted_range, range) : range;
  start.provenance.clear();
  start.self_tests.clear();
  start.uncertainty.reset();  // of weights that change
  return start;
}

std::vector<std::string> silent_pairs(ModelData const& model, Dataset const& data) {
  std::vector<std::string> lines;
  if (model.inner_radius.empty()) return lines;
  SpeciesPairs const closest = measured_range(data.train, model.E0, model.architecture.r_cut).closest;
  for (std::size_t a = 0; a < closest.size(); ++a)
    for (std::size_t b = a; b < closest.size(); ++b)
      if (closest[a][b] < model.inner_radius[a][b])
        lines.push_back(fmt::format(
            "{}-{} come to {:.3f} Å in the frames, and inside {:.3f} Å the network that is fine-tuned falls "
            "silent for them (it had no data there) frames that close are learnt badly; train a new model",
            model.elements[a], model.elements[b], closest[a][b], model.inner_radius[a][b]));
  return lines;
}

std::vector<bool> frozen_tensors(std::vector<WeightTensor> const& tensors, std::vector<std::string> const& parts) {
  std::vector<bool> frozen(tensors.size(), false);
  for (std::string const& part : parts) {
    bool any = false;
    std::set<std::string> known;
    for (std::size_t k = 0; k < tensors.size(); ++k) {
      std::string const name = part_of(tensors[k].name);
      known.insert(name);
      if (name.rfind(part, 0) != 0 || part.empty()) continue;
      frozen[k] = any = true;
    }
    require(any, fmt::format("[training] freeze has '{}' (the network has {}) correct or remove it", part,
                             fmt::join(known, ", ")));
  }
  require(std::count(frozen.begin(), frozen.end(), false) > 0 || tensors.empty(),
          "[training] freeze names all parts of the network (nothing would be learnt) leave some out");
  return frozen;
}

}  // namespace tesseral
