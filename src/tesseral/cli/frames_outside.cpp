// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/frames_outside.hpp"

#include "tesseral/data/measured_range.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tesseral::cli {
namespace {

// Frames, and departures of each, that are told.
constexpr std::size_t frames_told = 3;
constexpr std::size_t departures_told = 3;

std::string sentence_on(JudgedFrame const& frame) {
  auto const& words = frame.departures;
  std::size_t const told = std::min(words.size(), departures_told);
  std::string text = fmt::format("frame {}: {}", frame.number,
                                 fmt::join(words.begin(), words.begin() + static_cast<long>(told), ", "));
  return told < words.size() ? text + fmt::format(" and {} more", words.size() - told) : text;
}

}  // namespace

FramesOutside frames_outside(ModelData const& model, std::vector<Frame> const& frames,
                             std::vector<StructureResult> const& results) {
  if (!model.fitted_range) return {};
  double const r_cut = model.architecture.r_cut;
  std::vector<JudgedFrame> judged;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    Structure const structure = to_structure(frames[k], model.elements);
    auto const edges = find_edges(structure, r_cut);
    judged.push_back({frames[k].number, {}});
    if (edges.empty() && is_E0_alone(model.lone_atom)) continue;  // E0 is no extrapolation
    FittedRange const found = measured_range(structure, edges, results[k].energy, results[k].forces, model.E0, r_cut);
    judged.back().departures = departures(found, *model.fitted_range, model.elements);
  }
  return judged;
}

std::size_t count_outside(std::vector<JudgedFrame> const& frames) {
  return static_cast<std::size_t>(
      std::count_if(frames.begin(), frames.end(), [](JudgedFrame const& frame) { return !frame.departures.empty(); }));
}

std::string outside_line(std::vector<JudgedFrame> const& frames) {
  std::size_t const count = count_outside(frames);
  std::string text = fmt::format("{} of {} frames {} outside of what the potential was fitted to", count, frames.size(),
                                 count == 1 ? "lies" : "lie");
  std::size_t told = 0;
  for (JudgedFrame const& frame : frames) {
    if (frame.departures.empty() || told == frames_told) continue;
    text += (told == 0 ? ": " : "; ") + sentence_on(frame);
    ++told;
  }
  return told < count ? text + fmt::format("; and {} more", count - told) : text;
}

}  // namespace tesseral::cli
