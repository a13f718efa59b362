// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Part of the frames of a file, in ASE's notation: FILE@start:stop:step or FILE@index, counted from 0, negative
/// numbers from the end.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tesseral {

/// A file and what follows its @; without numbers there, the @ belongs to the file's name.
struct FrameSource {
  std::string file;
  std::string range;  // empty: all frames
};
FrameSource parse_frame_source(std::string const& source);

/// The last part of the path, range included: for people to read.
std::string source_name(std::string const& source);

/// Indices from 0 of the frames that `range` names out of n, as Python's slices do. Throws Error with the problem alone
/// (no file) if it cannot be understood or names none.
std::vector<std::size_t> frame_indices(std::string const& range, std::size_t n);

}  // namespace tesseral
