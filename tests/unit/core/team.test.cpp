// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/team.hpp"

#include "tesseral/core/types.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

// Fewer compute the same, in more time.
TEST(WorkerCount, IsThatOfTheHostsThreads) {
  EXPECT_EQ(worker_count(HostSpace()), static_cast<int>(HostSpace().concurrency()));
}

}  // namespace
}  // namespace tesseral
