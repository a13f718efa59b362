// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/provenance.hpp"

#include "tesseral/data/frame_range.hpp"
#include "tesseral/train/build_commit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <limits>

namespace tesseral {
namespace {

// The range that the data cover, in words.
std::string range_of(Dataset const& data) {
  double shortest = std::numeric_limits<double>::infinity(), largest = 0.0;
  std::size_t fewest = std::numeric_limits<std::size_t>::max(), most = 0;
  for (auto const& frame : data.train) {
    auto const& x = frame.structure.positions;
    fewest = std::min(fewest, x.size());
    most = std::max(most, x.size());
    for (auto const& edge : frame.edges) {
      double square = 0.0;
      for (int k = 0; k < 3; ++k) square += std::pow(x[edge.sender][k] + edge.offset[k] - x[edge.receiver][k], 2);
      shortest = std::min(shortest, std::sqrt(square));
    }
    for (auto const& f : frame.forces) largest = std::max(largest, std::sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]));
  }
  return fmt::format("{} frames of {} to {} atoms ({}), distances from {:.2f} Å, forces up to {:.1f} eV/Å",
                     data.train.size(), fewest, most, fmt::join(data.elements, " "), shortest, largest);
}

std::string today() {
  std::time_t const now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[16];
  std::strftime(text, sizeof(text), "%Y-%m-%d", &utc);
  return text;
}

}  // namespace

std::map<std::string, std::string> provenance_of(std::string const& config_path, std::string const& data_path,
                                                 std::string const& data_digest, Dataset const& data) {
  std::map<std::string, std::string> provenance;
  provenance["data"] = source_name(data_path);
  provenance["data_sha256"] = data_digest;
  provenance["command"] = "tesseral train " + std::filesystem::path(config_path).filename().string();
  provenance["commit"] = build_commit();
  provenance["date"] = today();
  provenance["range"] = range_of(data);
  provenance["E0"] = data.E0_source;
  return provenance;
}

}  // namespace tesseral
