// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a run tells its user: lines for the terminal, a table of the epochs, and plots.
#pragma once

#include "tesseral/train/metrics.hpp"
#include "tesseral/train/training_run.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// "1 h 02 min", "3 min 20 s", "41 s".
std::string duration(double seconds);

std::string step_line(StepReport const&, int epochs);
std::string epoch_line(EpochMetrics const&, int epochs, bool is_best);
/// "energy 0.31 meV/atom, forces 12.4 meV/Å, virial 2.0 meV/atom", as far as there are labels.
std::string error_line(ErrorSums const&);

/// Mean and sample standard deviation of the errors of two or more models.
std::string committee_line(std::vector<ErrorSums> const& members);

/// "2.1 ms per atom and step: forces 31 %, gradient of the weights 62 %, …; validation: 4 s". Empty without a step.
std::string cost_line(RunTimes const&);

/// One row per epoch, comma-separated, errors in meV/atom and meV/Å. Throws Error if the file cannot be written.
void write_metrics(std::string const& path, std::vector<EpochMetrics> const&);

/// Errors against epochs, as a PNG. Throws Error if gnuplot is missing.
void plot_learning_curve(std::string const& path, std::vector<EpochMetrics> const&);

/// Predicted against reference energies per atom and forces of the training and the validation frames, as a PNG.
/// `train` and `validation` are [frame]. Throws Error if gnuplot is missing.
void plot_predictions(std::string const& path, Dataset const&, std::vector<Predictions> const& train,
                      std::vector<Predictions> const& validation);

}  // namespace tesseral
