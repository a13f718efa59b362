// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Included by the compiler in front of the engine's kernels when they are compiled for tests/teams: a team's threads
/// share a loop in turns, as on a device. Kokkos gives each thread of a host's team a run of neighbours instead, so
/// that a thread mostly reads what it has written itself, and a missing barrier does not show.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral::test {

template <class Member>
struct RangeInTurns {
  Member const& team;
  int count;
};

}  // namespace tesseral::test

namespace Kokkos {

template <class Member>
tesseral::test::RangeInTurns<Member> TeamRangeInTurns(Member const& team, int count) {
  return {team, count};
}

template <class Member, class Body>
void parallel_for(tesseral::test::RangeInTurns<Member> const& range, Body const& body) {
  // the first item to the last thread: it mostly leaves a barrier last, so that a loop of one item is waited for
  int const size = range.team.team_size(), first = size - 1 - range.team.team_rank();
  for (int k = first; k < range.count; k += size) body(k);
}

}  // namespace Kokkos

#define TeamVectorRange TeamRangeInTurns
