// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The section [data] of a training file. Internal to config.cpp.
#pragma once

#include "tesseral/data/data_config.hpp"

#include <toml++/toml.h>
#include <string>

namespace tesseral {

/// `name` as seen from `directory`, unless it is absolute or empty.
std::string resolved(std::string const& name, std::string const& directory);

/// Reads [data] of `root`, whose file names are relative to `directory`. Throws Error that names `file` and the key.
DataConfig read_data_section(std::string const& file, toml::table const& root, std::string const& directory);

}  // namespace tesseral
