// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Errors of input and use. A message is one line: problem (why it is one) remedy. It may quote files of any content.
#pragma once

#include <stdexcept>
#include <string>

namespace tesseral {

class Error : public std::runtime_error {
 public:
  /// Control characters and what is no UTF-8 become '?', so that what a message quotes cannot act on a terminal.
  explicit Error(std::string const& message);
};

/// Throws Error with `message` unless `condition` holds. For checks at the border, not inside kernels.
inline void require(bool condition, std::string const& message) {
  if (!condition) throw Error(message);
}

}  // namespace tesseral
