// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Frames to train, to validate and to test on, and what the network's output is measured in.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/data/labelled_frame.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Frames that serve for nothing but the errors of the finished model.
struct TestPart {
  std::string name;           // "test", or that of the file
  bool is_untouched = false;  // held out of the training file, not a file of its own
  std::vector<LabelledFrame> frames;
  std::size_t known = 0;  // of them, frames that are trained or validated on too

  std::string description() const;  // "30 untouched frames", "167 frames of a.xyz, 31 of them known from training"
};

struct Dataset {
  std::vector<std::string> elements;  // [species]
  std::vector<double> E0;             // [species], eV
  std::string E0_source;              // E0 and where it comes from, in words
  std::vector<int> E0_of_start;       // species whose E0 is that of a model that is fine-tuned
  double scale = 1.0;                 // eV: root mean square of the force components, taken per Å
  double shift = 0.0;                 // eV: mean over frames of (E - sum of E0) per atom
  double average_neighbors = 1.0;     // edges per atom
  std::vector<LabelledFrame> train;
  std::vector<LabelledFrame> validation;
  std::vector<TestPart> test;
  std::size_t validation_known = 0;   // frames of `validation` that are trained on too
  std::vector<std::string> rejected;  // a message for each bad frame that was skipped
  std::vector<std::string> notes;     // what the files hold and nobody has read
};

/// Reads, checks and splits the data. Isolated atoms among the frames serve for E0 only, if no other source of E0 is
/// given, see reference_energies.hpp. Throws Error that names the file, the frame (from 1) and the line of what is
/// missing or bad.
Dataset read_dataset(DataConfig const&, double r_cut);

}  // namespace tesseral
