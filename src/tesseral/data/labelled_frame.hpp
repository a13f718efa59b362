// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Frames of a file as the loss wants them: by species, with their edges, checked.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tesseral {

/// What a frame's terms of the loss are multiplied by.
struct FrameWeights {
  double energy = 1.0, forces = 1.0, stress = 1.0;
};

/// A structure with its labels and its edges, found once.
struct LabelledFrame {
  Structure structure;
  std::vector<Edge> edges;
  std::optional<double> energy;                                // eV
  std::vector<std::array<double, 3>> forces;                   // [atom], eV/Å; empty: none
  std::optional<std::array<std::array<double, 3>, 3>> virial;  // eV, -dE/d(strain)
  FrameWeights weights;
  int number = 0;  // in its file, from 1
  int line = 0;    // of its atom count, from 1
};

/// The names of the labels, those that the configuration leaves open being the usual ones.
ExtxyzKeys label_keys(DataConfig const&);

/// Keys of the comment line that are read beside cell and labels: a frame's group and weights.
std::set<std::string> used_names(DataConfig const&);

/// The frames of `source` without the isolated atoms, which go to `atoms`. Messages on malformed frames go to
/// `rejected` if the configuration skips these; otherwise throws Error.
std::vector<Frame> read_frames(std::string const& source, DataConfig const&, std::vector<Frame>& atoms,
                               std::vector<std::string>& rejected);

/// Frames by species, with edges and weights: the keys config_weight, config_energy_weight, config_forces_weight,
/// config_stress_weight (or config_virials_weight), and group_weights. Bad frames, see FrameLimits, are left out with a
/// message in `rejected` if the configuration skips them; otherwise throws Error with file, frame and line. `E0`
/// [species] in eV, or empty; `r_cut` in Å.
std::vector<LabelledFrame> label_frames(std::vector<Frame> const&, std::string const& source, DataConfig const&,
                                        std::vector<std::string> const& elements, std::vector<double> const& E0,
                                        double r_cut, std::vector<std::string>& rejected);

/// Atoms of each species.
std::vector<int> composition(LabelledFrame const&, std::size_t species);

}  // namespace tesseral
