// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Comparison of arrays of numbers, with a message that names the first offending entries; and of sentences.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iomanip>
#include <string>
#include <vector>

namespace tesseral::test {

inline std::vector<double> const& flat(std::vector<double> const& values) { return values; }

/// Row-major numbers of a list of vectors or matrices.
template <std::size_t N>
std::vector<double> flat(std::vector<std::array<double, N>> const& rows) {
  std::vector<double> values;
  for (auto const& row : rows) values.insert(values.end(), row.begin(), row.end());
  return values;
}

template <std::size_t N>
std::vector<double> flat(std::array<double, N> const& row) {
  return {row.begin(), row.end()};
}

/// Largest absolute value, 0 of an empty array.
template <class Values>
double max_abs(Values const& values) {
  double largest = 0.0;
  for (double const x : flat(values)) largest = std::max(largest, std::abs(x));
  return largest;
}

/// |actual[k] - expected[k]| <= tolerance for all k of the flattened arrays. A NaN never passes.
template <class Actual, class Expected>
testing::AssertionResult all_near(Actual const& actual, Expected const& expected, double tolerance) {
  std::vector<double> const a = flat(actual);
  std::vector<double> const b = flat(expected);
  if (a.size() != b.size()) return testing::AssertionFailure() << a.size() << " numbers instead of " << b.size();
  std::size_t offending = 0;
  testing::AssertionResult failure = testing::AssertionFailure();
  failure << std::setprecision(16);
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (std::abs(a[k] - b[k]) <= tolerance) continue;
    if (++offending <= 3)
      failure << "[" << k << "] " << a[k] << " instead of " << b[k] << " (difference " << a[k] - b[k] << "); ";
  }
  if (offending == 0) return testing::AssertionSuccess();
  return failure << offending << " of " << a.size() << " differ by more than " << tolerance;
}

/// all_near() with a tolerance relative to the largest expected number.
template <class Actual, class Expected>
testing::AssertionResult all_near_relative(Actual const& actual, Expected const& expected, double tolerance) {
  return all_near(actual, expected, tolerance * max_abs(expected));
}

/// A sentence contains this part.
inline void expect_says(std::string const& sentence, std::string const& part) {
  EXPECT_NE(sentence.find(part), std::string::npos) << "'" << part << "' is not in: " << sentence;
}

}  // namespace tesseral::test
