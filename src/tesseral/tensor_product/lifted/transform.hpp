// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the transforms of lifted products, CpTransform and FourierTransform, have in common:
///
///     int l_max, classes, points                              arrays at points are [class][point][c]
///     scratch(width)                                          numbers of work memory for tiles of `width` channels
///     lift<P>(team, degrees, x, stride, width, out, work)     out = X x, of the given degrees
///     lift_adjoint<P>(team, degrees, f, width, x, stride, work)   x = X^T f for the given degrees; may destroy f
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Degrees first … last.
struct DegreeRange {
  int first, last;
};

}  // namespace tesseral
