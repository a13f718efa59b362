// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Settings of training that a configuration leaves open, chosen by what the frames are like: those that were measured
/// for molecules or for crystals (docs/measurements/training.md, "Optimiser and learning rate", "Weight of
/// energies", "Weight of stresses").
#pragma once

#include "tesseral/data/dataset.hpp"
#include "tesseral/train/config.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// What of the training frames decides.
struct FrameStatistics {
  double atoms = 0.0;         // of the mean frame
  bool has_strain = false;    // volumes per atom differ among periodic frames of one composition
  bool has_mixtures = false;  // periodic frames have different compositions, as parts of all atoms
};

FrameStatistics frame_statistics(Dataset const&);

/// Fills what `config.left_to_data` names, but for the learning rate, for a run of so many `ranks`, with a time limit
/// or without. Returns a line for each setting, with its reason.
std::vector<std::string> set_by_data(TrainingFile& config, Dataset const&, bool has_time_limit, int ranks);

}  // namespace tesseral
