// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tesseral::scans {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Verdict judge(Curve const& curve) {
  Verdict verdict;
  verdict.rise = verdict.depth = -infinity;
  double lowest = infinity, lowest_at = 0.0;  // inside contact, so far
  for (std::size_t k = 0; k < curve.energies.size(); ++k) {
    double const r = curve.distances[k], energy = curve.energies[k];
    if (!std::isfinite(energy)) return {infinity, r, r, infinity, r};
    if (r <= curve.contact) {
      if (energy - lowest > verdict.rise) {
        verdict.rise = energy - lowest;
        verdict.rise_from = lowest_at;
        verdict.rise_to = r;
      }
      if (energy < lowest) {
        lowest = energy;
        lowest_at = r;
      }
    }
    if (r >= curve.contact && -energy > verdict.depth) {
      verdict.depth = -energy;
      verdict.depth_at = r;
    }
  }
  return verdict;
}

std::vector<double> scan_distances(double shortest, double longest, double growth, double step) {
  std::vector<double> distances;
  for (double r = shortest; r < longest; r += std::min((growth - 1.0) * r, step)) distances.push_back(r);
  distances.push_back(longest);
  return distances;
}

}  // namespace tesseral::scans
