// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files of structures are text that people made, and at times something else.
#pragma once

#include <string>

namespace tesseral {

/// The whole of a text file, or of a pipe, without the byte order mark that some editors put in front. Throws Error
/// that says what a file is that is no text: compressed, a database or trajectory of ASE, UTF-16, or binary.
std::string read_text_file(std::string const& path);

}  // namespace tesseral
