// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_range.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz_comment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace tesseral {
namespace {

// The fields between colons; an empty one is nothing.
std::vector<std::optional<long long>> parse_fields(std::string const& range) {
  std::vector<std::optional<long long>> fields;
  for (std::size_t start = 0; start <= range.size();) {
    std::size_t const end = std::min(range.find(':', start), range.size());
    std::string const word = range.substr(start, end - start);
    auto& field = fields.emplace_back();
    long long number = 0;
    if (!word.empty()) {
      require(extxyz::parse_integer(word, number),
              fmt::format("'@{}' cannot be understood (it is @start:stop:step or @index) correct it", range));
      field = number;
    }
    start = end + 1;
  }
  return fields;
}

}  // namespace

FrameSource parse_frame_source(std::string const& source) {
  std::size_t const at = source.rfind('@');
  if (at == std::string::npos || at + 1 == source.size() ||
      source.find_first_not_of("0123456789-:", at + 1) != std::string::npos)
    return {source, ""};
  return {source.substr(0, at), source.substr(at + 1)};
}

std::string source_name(std::string const& source) { return std::filesystem::path(source).filename().string(); }

std::vector<std::size_t> frame_indices(std::string const& range, std::size_t n) {
  auto const fields = parse_fields(range);
  long long const count = static_cast<long long>(n);
  require(fields.size() <= 3,
          fmt::format("'@{}' has more than two colons (it is @start:stop:step) leave out what is too much", range));
  std::vector<std::size_t> indices;
  if (fields.size() == 1) {
    long long const index = fields[0].value_or(0) + (fields[0].value_or(0) < 0 ? count : 0);
    require(index >= 0 && index < count,
            fmt::format("'@{}' is not there (the file has {} frames, the first is 0) lower it", range, n));
    indices.push_back(static_cast<std::size_t>(index));
    return indices;
  }
  long long const step = fields.size() == 3 ? fields[2].value_or(1) : 1;
  require(step != 0, fmt::format("'@{}' has a step of 0 (it would never end) choose another", range));
  // A negative step begins at the end, and its default stop lies before the first frame.
  long long const low = step > 0 ? 0 : -1, high = step > 0 ? count : count - 1;
  auto const bounded = [&](std::optional<long long> const& field, long long otherwise) {
    if (!field) return otherwise;
    return std::clamp(*field + (*field < 0 ? count : 0), low, high);
  };
  long long const start = bounded(fields[0], step > 0 ? low : high);
  long long const stop = bounded(fields[1], step > 0 ? high : low);
  for (long long k = start; step > 0 ? k < stop : k > stop; k += step) {
    indices.push_back(static_cast<std::size_t>(k));
    if (std::abs(step) > count) break;  // also keeps the sum from overflowing
  }
  require(!indices.empty(), fmt::format("'@{}' names no frame (the file has {}) correct it", range, n));
  return indices;
}

}  // namespace tesseral
