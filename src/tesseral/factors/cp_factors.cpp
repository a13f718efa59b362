// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/cp_factors.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <string>

namespace tesseral {
namespace {

constexpr int largest_degree = 10, largest_rank = 1 << 16;
constexpr char remedy[] = ") compute the factors anew by 'tesseral factors'";

void check_range(char const* what, int value, int low, int high) {
  require(value >= low && value <= high, std::string("factors: ") + what + " is " + std::to_string(value) +
                                             " (must be " + std::to_string(low) + " to " + std::to_string(high) +
                                             remedy);
}

void check_numbers(char const* what, std::vector<double> const& values, int rank, int degree) {
  std::size_t const columns = (degree + 1) * (degree + 1), expected = rank * columns;
  require(values.size() == expected, std::string("factors: ") + what + " has " + std::to_string(values.size()) +
                                         " numbers (expected " + std::to_string(expected) + remedy);
  for (std::size_t k = 0; k < expected; ++k)
    require(std::isfinite(values[k]), std::string("factors: ") + what + "[" + std::to_string(k / columns) + "][" +
                                          std::to_string(k % columns) + "] is " + std::to_string(values[k]) +
                                          " (must be finite" + remedy);
}

void check_error(char const* what, double value) {
  require(std::isfinite(value) && value >= 0.0, std::string("factors: ") + what + " is " + std::to_string(value) +
                                                    " (must be finite and not negative" + remedy);
}

}  // namespace

void check_ranges(CpFactors const& factors) {
  check_range("l1", factors.l1, 0, largest_degree);
  check_range("l2", factors.l2, 0, largest_degree);
  check_range("l3", factors.l3, 0, largest_degree);
  check_range("rank", factors.rank, 1, largest_rank);
  check_error("relative_error", factors.relative_error);
  check_error("equivariance_error", factors.equivariance_error);
}

void check(CpFactors const& factors) {
  check_ranges(factors);
  check_numbers("A", factors.A, factors.rank, factors.l3);
  check_numbers("B", factors.B, factors.rank, factors.l1);
  check_numbers("C", factors.C, factors.rank, factors.l2);
}

}  // namespace tesseral
