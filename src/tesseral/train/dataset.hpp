// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Frames to train and to validate on, with their edges, and what the network's output is measured in.
#pragma once

#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/train/config.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// A structure with its labels and its edges, found once.
struct LabelledFrame {
  Structure structure;
  std::vector<Edge> edges;
  std::optional<double> energy;                                // eV
  std::vector<std::array<double, 3>> forces;                   // [atom], eV/Å; empty: none
  std::optional<std::array<std::array<double, 3>, 3>> virial;  // eV, -dE/d(strain)
};

struct Dataset {
  std::vector<std::string> elements;  // [species]
  std::vector<double> E0;             // [species], eV
  double scale = 1.0;                 // eV: root mean square of the force components, taken per Å
  double shift = 0.0;                 // eV: mean over frames of (E - sum of E0) per atom
  double average_neighbors = 1.0;     // edges per atom
  std::vector<LabelledFrame> train;
  std::vector<LabelledFrame> validation;
};

/// Reads and splits the data. Free single atoms among the frames serve for E0 only. Throws Error that names the file
/// and the frame (from 1) if an element, an E0 or every label is missing.
Dataset read_dataset(DataConfig const&, double r_cut);

/// Numbers of the frames of each part.
struct Split {
  std::vector<int> train, validation;  // ascending
};

/// Deals `frames` frames out by the seed, see DataConfig. With a validation file nothing is held out.
Split split_frames(int frames, DataConfig const&);

}  // namespace tesseral
