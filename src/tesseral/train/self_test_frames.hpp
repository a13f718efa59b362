// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which structures a trained model's self-test has.
#pragma once

#include "tesseral/data/labelled_frame.hpp"

#include <vector>

namespace tesseral {

/// Up to `wanted` structures of the frames: small ones, of different sizes first.
std::vector<Structure> self_test_structures(std::vector<LabelledFrame> const& frames, std::size_t wanted);

}  // namespace tesseral
