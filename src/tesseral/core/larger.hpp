// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

namespace tesseral {

/// The larger of two numbers; NaN if either is, so that a largest value cannot hide one, as std::max does.
inline double larger(double a, double b) { return std::isnan(a) || a >= b ? a : b; }

}  // namespace tesseral
