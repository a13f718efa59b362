// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/data_defaults.hpp"

#include "tesseral/data/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tesseral {
namespace {

// Atoms of a step, if the frames are small enough.
constexpr double atoms_per_step = 135.0;
constexpr int largest_batch = 5;
// Volumes per atom that differ by less are those of one cell.
constexpr double same_volume = 0.01;
constexpr double same_part = 1e-3;
// A run without a limit ends after so many steps.
constexpr double steps_of_a_run = 20000.0;

struct Weights {
  double energy, energy_of_second_stage, start;
};
constexpr Weights where_forces_tell_all{1.0, 100.0, 0.85}, where_cells_differ{300.0, 1000.0, 0.6};

}  // namespace

FrameStatistics frame_statistics(Dataset const& data) {
  FrameStatistics found;
  double smallest = std::numeric_limits<double>::infinity(), largest = 0.0;
  std::vector<double> least(data.elements.size(), 1.0), most(data.elements.size(), 0.0);
  for (LabelledFrame const& frame : data.train) {
    auto const atoms = static_cast<double>(frame.structure.species.size());
    found.atoms += atoms / static_cast<double>(data.train.size());
    std::vector<int> const counts = composition(frame, data.elements.size());
    for (std::size_t s = 0; s < counts.size(); ++s) {
      least[s] = std::min(least[s], counts[s] / atoms);
      most[s] = std::max(most[s], counts[s] / atoms);
    }
    if (frame.structure.periodic != std::array<bool, 3>{true, true, true}) continue;
    double const volume = cell_volume(frame.structure.cell) / atoms;
    smallest = std::min(smallest, volume);
    largest = std::max(largest, volume);
  }
  found.has_strain = largest > (1.0 + same_volume) * smallest;
  for (std::size_t s = 0; s < least.size(); ++s)
    found.has_mixtures = found.has_mixtures || most[s] > least[s] + same_part;
  return found;
}

std::vector<std::string> set_by_data(TrainingFile& config, Dataset const& data, bool has_time_limit) {
  std::vector<std::string> lines;
  TrainingConfig& t = config.training;
  FrameStatistics const frames = frame_statistics(data);
  if (config.left_to_data.batch_size) {
    t.batch_size = std::clamp(static_cast<int>(std::lround(atoms_per_step / frames.atoms)), 1, largest_batch);
    lines.push_back(fmt::format("batch_size = {} (a frame has {:.0f} atoms)", t.batch_size, frames.atoms));
  }
  if (config.left_to_data.energy_weights) {
    bool const differ = frames.has_strain;
    Weights const weights = differ ? where_cells_differ : where_forces_tell_all;
    t.second_stage = t.loss;
    t.loss.energy = weights.energy;
    t.second_stage.energy = weights.energy_of_second_stage;
    t.second_stage_start = weights.start;
    lines.push_back(fmt::format("energy_weight = {:g}, {:g} from {:g} of the run on ({})", weights.energy,
                                weights.energy_of_second_stage, weights.start,
                                differ ? "cells differ in volume, which energies tell and forces do not"
                                       : "cells do not differ in volume, and forces tell what energies do"));
  }
  if (config.left_to_data.epochs) {
    double const steps = std::ceil(static_cast<double>(data.train.size()) / t.batch_size);
    t.epochs = has_time_limit ? unlimited_epochs : std::max(1, static_cast<int>(std::ceil(steps_of_a_run / steps)));
    lines.push_back(has_time_limit ? "epochs: as many as the time limit allows"
                                   : fmt::format("epochs = {} ({:.0f} steps)", t.epochs, t.epochs * steps));
  }
  return lines;
}

}  // namespace tesseral
