// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Ranges of hyper-parameters.
#pragma once

#include "tesseral/core/error.hpp"

#include <string>

namespace tesseral {

/// Throws Error if `value` is not among low … high.
inline void check_range(std::string const& name, int value, int low, int high) {
  require(value >= low && value <= high, "architecture: " + name + " is " + std::to_string(value) + " (must be " +
                                             std::to_string(low) + " to " + std::to_string(high) +
                                             ") correct it in the model or configuration");
}

}  // namespace tesseral
