// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Kernels with host teams of several threads, which must give what teams of one thread give: to the bit, except for
/// the sums over channels of an edge's gradient, which a team's threads share. Where a barrier is missing they differ,
/// if only now and then.
#pragma once

#include "support/near.hpp"
#include "tesseral/core/team.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace tesseral::test {

/// host_team_size for the lifetime of the object.
class HostTeams {
 public:
  explicit HostTeams(int size) { host_team_size = size; }
  ~HostTeams() { host_team_size = 1; }
  HostTeams(HostTeams const&) = delete;
  HostTeams& operator=(HostTeams const&) = delete;
};

/// Fills the teams' scratch memory with NaN. Otherwise a thread that reads too early would often find the right number
/// there, left by an earlier evaluation.
inline void poison_scratch() {
  static constexpr std::size_t bytes = 1 << 20;  // more than any tile has
  Kokkos::parallel_for("test::poison", team_policy(HostSpace{}, HostSpace().concurrency(), bytes),
                       [](TeamMember<HostSpace> const& team) {
                         auto* const numbers = static_cast<double*>(team.team_scratch(1).get_shmem_aligned(bytes, 64));
                         team_for(team, static_cast<int>(bytes / sizeof(double)),
                                  [&](int k) { numbers[k] = std::numeric_limits<double>::quiet_NaN(); });
                       });
}

/// `evaluate` returns numbers that kernels computed, compared within `tolerance` times their largest. Twice for
/// each team size, since races are rare.
template <class Evaluate>
void expect_same_for_all_team_sizes(double tolerance, Evaluate const& evaluate) {
  ASSERT_GE(HostSpace().concurrency(), 4) << "teams of 4 need 4 threads: set OMP_NUM_THREADS=4";
  poison_scratch();
  std::vector<double> const expected = evaluate();
  EXPECT_GT(max_abs(expected), 0.0);
  for (int const size : {2, 4}) {
    SCOPED_TRACE("teams of " + std::to_string(size));
    HostTeams const teams(size);
    for (int repeat = 0; repeat < 2; ++repeat) {
      poison_scratch();
      ASSERT_TRUE(all_near(evaluate(), expected, tolerance * max_abs(expected)));
    }
  }
}
template <class Evaluate>
void expect_same_bits_for_all_team_sizes(Evaluate const& evaluate) {
  expect_same_for_all_team_sizes(0.0, evaluate);
}

}  // namespace tesseral::test
