// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Frames beyond what a potential was fitted to, whose errors say little of it and whose predictions may be far off.
#pragma once

#include "tesseral/data/extxyz.hpp"
#include "tesseral/potential.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tesseral::cli {

/// How a frame lies outside, in the words of departures(); none if it lies within.
struct JudgedFrame {
  int number = 0;  // in its file, from 1
  std::vector<std::string> departures;
};
/// [frame]; empty: the model does not say what it was fitted to.
using FramesOutside = std::optional<std::vector<JudgedFrame>>;

/// Judges frames and the model's predictions for them by the model's fitted range.
FramesOutside frames_outside(ModelData const&, std::vector<Frame> const&, std::vector<StructureResult> const&);

std::size_t count_outside(std::vector<JudgedFrame> const&);

/// One line: how many lie outside, and of the first few which and how.
std::string outside_line(std::vector<JudgedFrame> const&);

}  // namespace tesseral::cli
