// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where a model comes from, as its file says it.
#pragma once

#include <map>
#include <string>

namespace tesseral {

/// The entries `data`, `data_sha256`, `command`, `commit` and `date` of the group `provenance`. Files are
/// named without their folders. `data_digest` is sha256_of_file() of the training file.
std::map<std::string, std::string> provenance_of(std::string const& config_path, std::string const& data_path,
                                                 std::string const& data_digest);

}  // namespace tesseral
