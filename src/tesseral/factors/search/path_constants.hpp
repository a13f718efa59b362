// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Numbers that belong to paths, as a sum of few products: value(l1, l2, l3) = sum_k a[k][l1] b[k][l2] c[k][l3] for the
/// paths of a list; what the sum is elsewhere does not matter, which is why few products are enough.
#pragma once

#include <vector>

namespace tesseral {

struct PathConstant {
  int l1, l2, l3;
  double value;
};

struct PathProducts {
  int terms = 0;
  std::vector<double> a, b, c;  // [k][l], l up to the largest degree of the list
  double error = 0.0;           // root of the sum of squares, relative to that of the values
};

/// The nearest sum of `terms` products that 40 random starts find; of those within 1e-13 that with the smallest
/// numbers. Starts are the same every time. `values` must not be empty.
PathProducts fit_path_constants(std::vector<PathConstant> const& values, int terms);

/// The same with the fewest terms that come to within 1e-13.
PathProducts factor_path_constants(std::vector<PathConstant> const& values);

}  // namespace tesseral
