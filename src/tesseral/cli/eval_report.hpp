// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What `tesseral eval` tells: a table for people, one JSON object for programs, a row per frame as CSV.
#pragma once

#include "tesseral/cli/expectation.hpp"
#include "tesseral/cli/frames_outside.hpp"
#include "tesseral/cli/prediction_errors.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tesseral::cli {

using GroupErrors = std::map<std::string, PredictionErrors>;

/// Prints errors over all frames, by element, and by group if there are groups; frames outside of what was fitted to;
/// and what errors the model expects, if that was asked for.
void print_table(std::string const& file, PredictionErrors const&, GroupErrors const&, FramesOutside const&,
                 std::optional<Expectation> const&);
void print_json(PredictionErrors const&, GroupErrors const&, FramesOutside const&, std::optional<Expectation> const&);

/// One row per frame: number and line in its file, atoms, group, energies in eV, errors in meV and Å, how it lies
/// outside of what was fitted to, errors that the model expects; empty where the frame has no label, lies within, or
/// results expect nothing. Throws Error if the file cannot
/// be written.
void write_frame_table(std::string const& path, std::vector<Frame> const&, std::vector<StructureResult> const&,
                       FramesOutside const&, std::string const& group_key);

}  // namespace tesseral::cli
