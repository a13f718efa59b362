// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Numerical derivatives for tests of adjoints.
#pragma once

namespace tesseral::test {

/// df/dx at 0 from four values: the error is step^4/30 times the fifth derivative, besides rounding.
template <class Function>
double derivative(Function const& f, double step) {
  double const near = f(step) - f(-step);
  double const far = f(2.0 * step) - f(-2.0 * step);
  return (8.0 * near - far) / (12.0 * step);
}

}  // namespace tesseral::test
