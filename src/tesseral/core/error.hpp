// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Errors of input and use. A message is one line: problem (why it is one) remedy.
#pragma once

#include <stdexcept>
#include <string>

namespace tesseral {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error with `message` unless `condition` holds. For checks at the border, not inside kernels.
inline void require(bool condition, std::string const& message) {
  if (!condition) throw Error(message);
}

}  // namespace tesseral
