// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Text of unknown origin: files name authors and phases in other encodings, and some are no text at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tesseral {

/// Whether all bytes are UTF-8, as RFC 3629 has it.
bool is_utf8(std::string_view text);

/// `text` if it is UTF-8, else each byte as a character of Latin-1, which older programs write.
std::string as_utf8(std::string_view text);

/// At most `most` characters for a message or a table: control characters and what is no UTF-8 become '?'.
std::string printable(std::string_view text, std::size_t most = 40);

}  // namespace tesseral
