// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_split.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

namespace tesseral {
namespace {

Split split_for_fold(int frames, int held_out, DataConfig const& config) {
  int const tested = (frames - config.fold + config.folds - 1) / config.folds;
  require(held_out + tested < frames && tested > 0,
          fmt::format(
              "{}: has {} frames ({} to validate on and {} folds leave none to train on) ask for fewer folds, or lower "
              "validation_count or validation_fraction in [data]",
              config.train, frames, held_out, config.folds));
  std::vector<int> const order = shuffled(frames, config.seed);
  Split split;
  for (int n = 0; n < frames; ++n) {
    bool const is_tested = n % config.folds == config.fold;
    bool const is_validated = static_cast<int>(split.validation.size()) < held_out;
    (is_tested ? split.test : is_validated ? split.validation : split.train).push_back(order[n]);
  }
  return split;
}

void sort_parts(Split& split) {
  for (auto* part : {&split.validation, &split.train, &split.test}) std::sort(part->begin(), part->end());
}

}  // namespace

Split split_frames(int frames, DataConfig const& config) {
  int held_out = 0;
  if (config.validation.empty())
    held_out = config.validation_count > 0
                   ? config.validation_count
                   : std::max(1, static_cast<int>(std::lround(config.validation_fraction * frames)));
  if (config.folds > 0) {
    Split split = split_for_fold(frames, held_out, config);
    sort_parts(split);
    return split;
  }
  int const asked =
      config.test_count > 0 ? config.test_count : static_cast<int>(std::lround(config.test_fraction * frames));
  int const wanted = config.train_count > 0 ? config.train_count : std::max(1, frames - held_out - asked);
  require(held_out + wanted + asked <= frames,
          fmt::format("{}: has {} frames ({} to train, {} to validate and {} to test on are wanted) lower train_count, "
                      "validation_count, validation_fraction, test_count or test_fraction in [data]",
                      config.train, frames, wanted, held_out, asked));
  std::vector<int> const order = shuffled(frames, config.seed);
  auto const train = order.begin() + held_out, test = train + wanted;
  Split split;
  split.validation.assign(order.begin(), train);
  split.train.assign(train, test);
  split.test.assign(test, asked > 0 ? test + asked : order.end());
  sort_parts(split);
  return split;
}

std::vector<std::string> write_split(std::string const& folder, DataConfig const& config, Dataset const& data) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  require(!error, fmt::format("{}: the output folder cannot be made ({}) choose another", folder, error.message()));
  std::vector<std::string> lines;
  auto const write = [&](std::string const& name, std::string const& source, std::vector<LabelledFrame> const& part) {
    std::vector<Frame> atoms, frames;
    std::vector<std::string> rejected;
    std::map<int, Frame> by_number;
    for (auto& frame : read_frames(source, config, atoms, rejected)) by_number[frame.number] = std::move(frame);
    for (auto const& frame : part) frames.push_back(std::move(by_number.at(frame.number)));
    std::string const path = (std::filesystem::path(folder) / name).string();
    write_extxyz(path, frames);
    lines.push_back(fmt::format("{}: {} frames", path, frames.size()));
  };
  write("train.xyz", config.train, data.train);
  write("validation.xyz", config.validation.empty() ? config.train : config.validation, data.validation);
  for (auto const& part : data.test)
    if (part.is_untouched) write("test.xyz", config.train, part.frames);
  return lines;
}

}  // namespace tesseral
