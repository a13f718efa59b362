// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random numbers that are the same with every standard library, so that a seed means the same run everywhere.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace tesseral {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  /// Standard normal (Box & Muller 1958).
  double normal() {
    double const radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.28318530717958647692 * uniform());
  }
  /// Uniform integer in [0, n).
  int below(int n) { return static_cast<int>(uniform() * n); }

 private:
  std::mt19937_64 engine_;
};

/// The numbers 0 … n-1 in an order fixed by the seed.
inline std::vector<int> shuffled(int n, std::uint64_t seed) {
  std::vector<int> order(n);
  for (int k = 0; k < n; ++k) order[k] = k;
  Random random(seed);
  for (int k = n - 1; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
  return order;
}

}  // namespace tesseral
