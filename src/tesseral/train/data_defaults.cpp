// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/data_defaults.hpp"

#include "tesseral/data/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace tesseral {
namespace {

// Atoms of a step, if the frames are small enough.
constexpr double atoms_per_step = 135.0;
constexpr int largest_batch = 5;
// Volumes per atom that differ by less are those of one cell.
constexpr double same_volume = 0.01;
// Å^3 for each atom: a molecule in a box, whose volume means nothing.
constexpr double vacuum = 200.0;
// Of virials, where frames have one: C12 of silicon 6 % above the data's instead of 37 %, forces as without.
constexpr double stress_weight = 10.0;
// A run without a limit ends after so many steps, but for the few epochs of many frames and the many of few.
constexpr double steps_of_a_run = 20000.0;
constexpr double fewest_epochs = 25.0, most_epochs = 300.0;

struct Weights {
  double energy, energy_of_second_stage, start;
};
constexpr Weights where_forces_tell_all{1.0, 100.0, 0.85}, where_cells_differ{300.0, 1000.0, 0.6};

// Turned on where frames have a stress, unless some of these are placeholders.
void learn_stress(TrainingFile& config, Dataset const& data, std::vector<std::string>& lines) {
  std::array<std::array<double, 3>, 3> constexpr zero{};
  auto const count = [&](auto const& is_one) {
    return std::count_if(data.train.begin(), data.train.end(),
                         [&](LabelledFrame const& frame) { return frame.virial.has_value() && is_one(*frame.virial); });
  };
  auto const stresses = count([](auto const&) { return true; }), zeros = count([&](auto const&w) { return w == zero; });
  if (stresses == 0) return;
  if (zeros > 0) {
    lines.push_back(
        fmt::format("stress_weight = 0 (the stress of {} frames is exactly 0, as it is written where it is "
                    "not known)",
                    zeros));
    return;
  }
  config.training.loss.stress = config.training.second_stage.stress = stress_weight;
  config.data.learns_stress = true;
  lines.push_back(fmt::format("stress_weight = {:g} ({} of the {} frames have a stress)", stress_weight, stresses,
                              data.train.size()));
}

}  // namespace

FrameStatistics frame_statistics(Dataset const& data) {
  FrameStatistics found;
  // Smallest and largest volume per atom, by composition: atoms of each species over their greatest common divisor.
  std::map<std::vector<int>, std::array<double, 2>> volumes;
  for (LabelledFrame const& frame : data.train) {
    auto const atoms = static_cast<double>(frame.structure.species.size());
    found.atoms += atoms / static_cast<double>(data.train.size());
    double const volume = cell_volume(frame.structure.cell) / atoms;
    if (frame.structure.periodic != std::array<bool, 3>{true, true, true} || volume > vacuum) continue;
    std::vector<int> parts = composition(frame, data.elements.size());
    int divisor = 0;
    for (int const part : parts) divisor = std::gcd(divisor, part);
    for (int& part : parts) part /= divisor;
    auto& [smallest, largest] = volumes.try_emplace(parts, std::array<double, 2>{volume, volume}).first->second;
    smallest = std::min(smallest, volume);
    largest = std::max(largest, volume);
  }
  found.has_strain = std::any_of(volumes.begin(), volumes.end(), [](auto const& of_one) {
    return of_one.second[1] > (1.0 + same_volume) * of_one.second[0];
  });
  found.has_mixtures = volumes.size() > 1;
  return found;
}

std::vector<std::string> set_by_data(TrainingFile& config, Dataset const& data, bool has_time_limit, int ranks) {
  std::vector<std::string> lines;
  TrainingConfig& t = config.training;
  FrameStatistics const frames = frame_statistics(data);
  if (config.left_to_data.batch_size) {
    t.batch_size = std::clamp(static_cast<int>(std::lround(atoms_per_step / frames.atoms)), 1, largest_batch);
    bool const shares = ranks > t.batch_size;
    t.batch_size = std::max(t.batch_size, ranks);
    lines.push_back(fmt::format("batch_size = {} (a frame has {:.0f} atoms{})", t.batch_size, frames.atoms,
                                shares ? ", and each rank takes one" : ""));
  }
  if (config.left_to_data.energy_weights) {
    bool const differ = frames.has_strain || frames.has_mixtures;
    char const* const reason = frames.has_strain     ? "cells differ in volume, which energies tell and forces do not"
                               : frames.has_mixtures ? "compositions differ, whose energies no force tells"
                                                     : "one cell, or molecules: forces tell what energies do";
    Weights const weights = differ ? where_cells_differ : where_forces_tell_all;
    t.second_stage = t.loss;
    t.loss.energy = weights.energy;
    t.second_stage.energy = weights.energy_of_second_stage;
    t.second_stage_start = weights.start;
    lines.push_back(fmt::format("energy_weight = {:g}, {:g} from {:g} of the run on ({})", weights.energy,
                                weights.energy_of_second_stage, weights.start, reason));
  }
  if (config.left_to_data.stress_weight) learn_stress(config, data, lines);
  if (config.left_to_data.epochs) {
    double const steps = std::ceil(static_cast<double>(data.train.size()) / t.batch_size);
    double const epochs = std::clamp(std::ceil(steps_of_a_run / steps), fewest_epochs, most_epochs);
    t.epochs = has_time_limit ? unlimited_epochs : static_cast<int>(epochs);
    lines.push_back(has_time_limit ? "epochs: as many as the time limit allows"
                                   : fmt::format("epochs = {} ({:.0f} steps)", t.epochs, t.epochs * steps));
  }
  return lines;
}

}  // namespace tesseral
