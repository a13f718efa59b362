// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/provenance.hpp"

#include "tesseral/data/frame_range.hpp"
#include "tesseral/train/build_commit.hpp"

#include <ctime>
#include <filesystem>

namespace tesseral {
namespace {

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
                                                 std::string const& data_digest) {
  std::map<std::string, std::string> provenance;
  provenance["data"] = source_name(data_path);
  provenance["data_sha256"] = data_digest;
  provenance["command"] = "tesseral train " + std::filesystem::path(config_path).filename().string();
  provenance["commit"] = build_commit();
  provenance["date"] = today();
  return provenance;
}

}  // namespace tesseral
