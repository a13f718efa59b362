// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the numbers of symmetric powers (symmetric_power.hpp) stand.
#pragma once

#include <cstddef>

namespace tesseral {

/// The weights of an item's type, or their gradient, for a pack of channels: from one weight to the next are as many
/// numbers as there are channels.
template <class Real>
struct SymmetricRows {
  Real *linear = nullptr, *pair = nullptr, *triple = nullptr;
};

}  // namespace tesseral
