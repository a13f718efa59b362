// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One row of the record of a run.
#pragma once

namespace tesseral {

struct EpochMetrics {
  int epoch = 0;                      // epochs done; 0: fresh weights
  double learning_rate = 0.0;         // of the epoch's last step
  double loss = 0.0;                  // mean over the epoch's batches, with the weights as they were
  double validation_loss = 0.0;       // with the averaged weights
  double validation_root_loss = 0.0;  // see ErrorSums::mean_root_loss(); the smallest is the best epoch's
  double train_energy = 0.0;          // root mean square errors, NaN of labels that no frame has: eV/atom
  double train_forces = 0.0;          // eV/Å
  double validation_energy = 0.0;     // eV/atom
  double validation_forces = 0.0;     // eV/Å
  double seconds = 0.0;               // since the run began, interruptions not counted
};

}  // namespace tesseral
