// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The most memory that anything in the process, libraries included, holds or asks for at once. Needs
/// tests/support/allocation_peak.cpp in the test program. Measures nothing under the address or the thread
/// sanitizer, whose malloc() is its own.
#pragma once

#include <cstddef>

namespace tesseral::test {

class AllocationPeak {
 public:
  /// From now on.
  AllocationPeak();
  /// Bytes above what was held at the beginning. A request that failed counts.
  std::size_t bytes() const;

 private:
  long long start_;
};

}  // namespace tesseral::test
