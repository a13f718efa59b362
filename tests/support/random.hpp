// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random numbers that are the same with every compiler: only the engine of <random> is specified bit by bit.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace tesseral::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [low, high).
  double uniform(double low = 0.0, double high = 1.0) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  /// Normal with mean 0 and deviation 1 (Box-Muller).
  double normal() {
    double const radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }
  /// Uniform in 0 … n-1.
  int index(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }

  std::vector<double> normals(std::size_t n) {
    std::vector<double> values(n);
    for (double& x : values) x = normal();
    return values;
  }
  std::array<double, 3> unit_vector() {
    std::array<double, 3> v{normal(), normal(), normal()};
    double const length = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (double& x : v) x /= length;
    return v;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace tesseral::test
