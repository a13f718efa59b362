// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// `tesseral train`: from a configuration to a model file, a record of the run and its plots.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/train/ranks.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

struct TrainOptions {
  std::string config;                        // TOML file
  std::string data_directory;                // folder of the data files; empty: that of the configuration
  bool resume = false;                       // go on from the checkpoint in the output folder
  std::optional<double> time_limit_seconds;  // for this call, final evaluation and plots included
  std::vector<std::uint64_t> seeds;          // of a committee's members; empty: one model, by [training] seed
  int folds = 0;                             // of a cross-validation; 0: none
  std::function<bool()> interrupted;         // asked between two steps; empty: never
};

/// The run was asked to end: what it had after its last epoch is in the checkpoint, which the message names.
class Interrupted : public Error {
 public:
  using Error::Error;
};

/// A line for the user. One that is `replaceable` is out of date with the next: a terminal may overwrite it, a log may
/// leave it out.
struct Progress {
  std::string line;
  bool replaceable = false;
};

/// Trains, and writes into the output folder the model, metrics.csv, learning_curve.png, parity.png and, while it runs,
/// checkpoint.bin; and the frames of each part, if the configuration asks for them. The members of a committee share
/// the data and the split, are trained one after another, each in an equal part of the time, and mark their files with
/// their seed: MODEL-1.h5, metrics-1.csv and so on; those resumed that have no checkpoint yet begin afresh. So are the
/// models of a cross-validation, MODEL-fold1.h5 and so on, each with its own split: its fold of the frames is its test
/// part. Kokkos must be initialised. Returns 0; throws Error on bad input, or if the training diverges, and
/// Interrupted. With several ranks, all of them call it; rank 0 reports and writes.
int run_training(TrainOptions const&, std::function<void(Progress const&)> const& sink, Ranks&);

}  // namespace tesseral
