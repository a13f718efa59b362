// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// SHA-256 (NIST FIPS 180-4): the digest by which a model file names its data.
#pragma once

#include <string>
#include <string_view>

namespace tesseral {

/// 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

/// Digest of a file's contents; throws Error if it cannot be read.
std::string sha256_of_file(std::string const& path);

}  // namespace tesseral
