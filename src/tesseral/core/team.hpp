// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Team policies of the project: how work is cut for hosts and for devices, and scratch memory.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"

#include <algorithm>
#include <type_traits>

namespace tesseral {

/// Rows or tiles of unequal work: an owned atom has edges, a ghost hardly any. A host's threads that are done take over
/// from the others. What is computed does not depend on who computes it.
template <class Space>
using TeamPolicy = Kokkos::TeamPolicy<Space, Kokkos::Schedule<Kokkos::Dynamic>>;
template <class Space>
using UnevenRange = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>, Kokkos::Schedule<Kokkos::Dynamic>>;

template <class Space>
using TeamMember = typename TeamPolicy<Space>::member_type;

template <class Space>
inline constexpr bool is_host_space = std::is_same_v<typename Space::memory_space, Kokkos::HostSpace>;

/// Workers that may each keep a private sum: one per thread of a host. On a device a worker is a team, about one for
/// each multiprocessor: one per thread would be 10^5, and their sums of all weights would not fit into its memory.
template <class Space>
int worker_count(Space const& space) {
  constexpr int workers_of_device = 128;
  return is_host_space<Space> ? std::max(1, static_cast<int>(space.concurrency())) : workers_of_device;
}

/// Threads of a host's team. One thread runs a team's loops alone, without barriers. Tests ask for more, so that a race
/// between threads of a device's team shows without a device.
inline int host_team_size = 1;

/// `league` teams with `scratch_bytes` of scratch each. A host has teams of host_team_size (of one in a space of one
/// thread); a device chooses its own team size.
template <class Space>
TeamPolicy<Space> team_policy(Space const& space, int league, std::size_t scratch_bytes = 0) {
  auto policy = is_host_space<Space> ? TeamPolicy<Space>(space, league, std::min(host_team_size, worker_count(space)))
                                     : TeamPolicy<Space>(space, league, Kokkos::AUTO);
  if (scratch_bytes > 0) policy.set_scratch_size(1, Kokkos::PerTeam(scratch_bytes + 64));
  return policy;
}

/// Hands out consecutive, 64-byte aligned arrays of a team's scratch memory; with no base it only adds up their size.
class ScratchArena {
 public:
  KOKKOS_INLINE_FUNCTION explicit ScratchArena(void* base = nullptr) : base_(static_cast<char*>(base)) {}
  template <class T>
  KOKKOS_INLINE_FUNCTION void take(T*& array, std::size_t count) {
    array = base_ == nullptr ? nullptr : reinterpret_cast<T*>(base_ + used_);
    used_ += (count * sizeof(T) + 63) / 64 * 64;
  }
  std::size_t bytes() const { return used_; }

 private:
  char* base_;
  std::size_t used_ = 0;
};

/// The scratch of this team as an arena.
template <class Member>
KOKKOS_INLINE_FUNCTION ScratchArena team_arena(Member const& team, std::size_t bytes) {
  return ScratchArena(team.team_scratch(1).get_shmem_aligned(bytes, 64));
}

/// Calls body(k) for all k < count, which the team's threads share in turns, on hosts as on devices. Kokkos would give
/// each thread of a host's team a run of neighbours, so that it mostly reads what it has written itself, and a missing
/// barrier would not show. The last thread takes the first item: it mostly leaves a barrier last, and a loop of one
/// item is waited for.
template <class Member, class Body>
KOKKOS_FORCEINLINE_FUNCTION void team_for(Member const& team, int count, Body const& body) {
  if constexpr (is_host_space<typename Member::execution_space>) {
    int const size = team.team_size();
    for (int k = size - 1 - team.team_rank(); k < count; k += size) body(k);
  } else {
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, count), body);
  }
}

/// Calls function(a, b) for all a < count_a, b < count_b, pairs shared by the team's threads. A host's threads share
/// the values of a only: a division for every pair would take as long as a small block of work.
template <bool OnHost, class Member, class Function>
KOKKOS_FORCEINLINE_FUNCTION void for_each_pair(Member const& team, int count_a, int count_b, Function const& function) {
  if constexpr (OnHost) {
    team_for(team, count_a, [&](int a) {
      for (int b = 0; b < count_b; ++b) function(a, b);
    });
  } else {
    team_for(team, count_a * count_b, [&](int at) { function(at / count_b, at % count_b); });
  }
}

/// A fixed share of `count` items for worker `w` of `workers`: begin of the share (its end is the next one's begin).
KOKKOS_INLINE_FUNCTION constexpr int share_begin(int count, int w, int workers) {
  return static_cast<int>(static_cast<std::int64_t>(count) * w / workers);
}

}  // namespace tesseral
