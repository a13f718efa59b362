// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Part of every test program: algorithms are chosen by counted operations, so that a test computes the same each time.
#include <cstdlib>

namespace {

[[maybe_unused]] bool const counted = setenv("TESSERAL_PLAN", "counted", 0) == 0;

}  // namespace
