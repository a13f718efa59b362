// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a run tells its user: lines for the terminal, a table of the epochs, and plots.
#pragma once

#include "tesseral/train/metrics.hpp"
#include "tesseral/train/training_run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// "1 h 02 min", "3 min 20 s", "41 s".
std::string duration(double seconds);

std::string step_line(StepReport const&, int epochs);
std::string epoch_line(EpochMetrics const&, int epochs, bool is_best);
/// "energy 0.312 meV/atom, forces 12.431 meV/Å, virial 2.012 meV/atom", as far as there are labels.
std::string error_line(ErrorSums const&);

/// Mean and sample standard deviation of the errors of two or more models.
std::string committee_line(std::vector<ErrorSums> const& members);

/// Errors of a cross-validation, from those of each fold's frames by the model that had not seen them: over all frames,
/// and their mean and sample standard deviation over the folds.
std::vector<std::string> cross_validation_lines(std::vector<ErrorSums> const& folds);

/// "2.1 ms per atom and step: forces 31 %, gradient of the weights 62 %, …; validation: 4 s". Empty without a step.
std::string cost_line(RunTimes const&);

/// One row per epoch, comma-separated, errors in meV/atom and meV/Å. Throws Error if the file cannot be written.
void write_metrics(std::string const& path, std::vector<EpochMetrics> const&);

/// Errors against epochs, with those of the test part at the epoch whose weights were kept, as a PNG. Throws Error if
/// gnuplot is missing.
void plot_learning_curve(std::string const& path, std::vector<EpochMetrics> const&, int best_epoch,
                         std::optional<ErrorSums> const& test);

/// Frames of one part of the data, and what the model says of each.
struct PredictedPart {
  std::string name;
  std::vector<LabelledFrame> const& frames;
  std::vector<Predictions> predictions;  // [frame]
};

/// Predicted against reference energies per atom and forces of each part, as a PNG. Throws Error if gnuplot is missing.
void plot_predictions(std::string const& path, ModelData const&, std::vector<PredictedPart> const& parts);

}  // namespace tesseral
