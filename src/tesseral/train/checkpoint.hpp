// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The state of a training run between two epochs. A run resumed from it computes the same numbers as one that was
/// never interrupted. (The order of the frames follows from seed and epoch, so no generator has to be kept.)
#pragma once

#include "tesseral/train/metrics.hpp"
#include "tesseral/train/optimiser.hpp"
#include "tesseral/train/schedule.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace tesseral {

struct Checkpoint {
  std::string run;  // digest of what must not change between interruption and resumption
  std::int64_t epoch = 0;
  double progress = 0.0;  // see run_progress()
  double seconds = 0.0;   // spent so far
  std::int64_t stage = 0;
  std::vector<double> weights;
  Optimiser::State optimiser;
  std::int64_t average_updates = 0;
  std::vector<double> average;
  Schedule::State schedule;
  double best_root_loss = std::numeric_limits<double>::infinity();
  std::int64_t best_epoch = 0;
  std::vector<double> best;  // averaged weights with the smallest validation_root_loss
  std::vector<EpochMetrics> history;
};

/// Replaces the file at once, so that there is always a whole one. Throws Error if that cannot be done.
void write_checkpoint(std::string const& path, Checkpoint const&);

/// Throws Error that names the file if it is missing, damaged or of another version.
Checkpoint read_checkpoint(std::string const& path);

}  // namespace tesseral
