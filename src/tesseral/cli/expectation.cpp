// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/expectation.hpp"

#include "tesseral/core/rank_correlation.hpp"
#include "tesseral/data/force_error.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral::cli {
namespace {

double root_mean_square(std::vector<double> const& numbers) {
  double sum = 0.0;
  for (double const x : numbers) sum += x * x;
  return std::sqrt(sum / static_cast<double>(numbers.size()));
}

}  // namespace

double Expectation::expected() const { return root_mean_square(expected_of_atoms); }
double Expectation::found() const { return root_mean_square(found_of_atoms); }
double Expectation::rank_correlation_of_atoms() const { return rank_correlation(expected_of_atoms, found_of_atoms); }
double Expectation::rank_correlation_of_frames() const { return rank_correlation(expected_of_frames, found_of_frames); }

double Expectation::within(double times) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < found_of_atoms.size(); ++i)
    if (found_of_atoms[i] <= times * expected_of_atoms[i]) ++count;
  return static_cast<double>(count) / static_cast<double>(found_of_atoms.size());
}

Expectation expectation(std::vector<Frame> const& frames, std::vector<StructureResult> const& results) {
  Expectation all;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    if (frames[k].forces.empty()) continue;
    std::vector<double> found;
    for (std::size_t i = 0; i < frames[k].forces.size(); ++i) {
      found.push_back(1e3 * force_error(results[k].forces[i], frames[k].forces[i]));
      all.expected_of_atoms.push_back(1e3 * results[k].expected_errors[i]);
    }
    all.found_of_atoms.insert(all.found_of_atoms.end(), found.begin(), found.end());
    all.expected_of_frames.push_back(expected_of(results[k])[0]);
    all.found_of_frames.push_back(root_mean_square(found));
  }
  return all;
}

std::array<double, 2> expected_of(StructureResult const& result) {
  std::vector<double> const& errors = result.expected_errors;
  return {1e3 * root_mean_square(errors), 1e3 * *std::max_element(errors.begin(), errors.end())};
}

}  // namespace tesseral::cli
