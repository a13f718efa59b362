// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What `tesseral eval` tells: a table for people, one JSON object for programs, a row per frame as CSV.
#pragma once

#include "tesseral/cli/frames_outside.hpp"
#include "tesseral/cli/prediction_errors.hpp"

#include <map>
#include <string>
#include <vector>

namespace tesseral::cli {

using GroupErrors = std::map<std::string, PredictionErrors>;

/// Prints errors over all frames, by element, and by group if there are groups; and frames outside of what was fitted
/// to.
void print_table(std::string const& file, PredictionErrors const&, GroupErrors const&, FramesOutside const&);
void print_json(PredictionErrors const&, GroupErrors const&, FramesOutside const&);

/// One row per frame: number and line in its file, atoms, group, energies in eV, errors in meV and Å, how it lies
/// outside of what was fitted to; empty where the frame has no label, or lies within. Throws Error if the file cannot
/// be written.
void write_frame_table(std::string const& path, std::vector<Frame> const&, std::vector<StructureResult> const&,
                       FramesOutside const&, std::string const& group_key);

}  // namespace tesseral::cli
