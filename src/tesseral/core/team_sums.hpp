// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Several sums over a team at once: each reduction is a barrier of its own.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral {

/// n numbers that are added each for itself.
template <class Real, int n>
struct Sums {
  Real of[n] = {};

  KOKKOS_INLINE_FUNCTION Sums& operator+=(Sums const& other) {
    for (int k = 0; k < n; ++k) of[k] += other.of[k];
    return *this;
  }
  // Kokkos before 4 joins what threads share as volatile
  KOKKOS_INLINE_FUNCTION void operator+=(Sums const volatile& other) volatile {
    for (int k = 0; k < n; ++k) of[k] = of[k] + other.of[k];
  }
};

/// What the team's threads have, added up, for each of them.
template <class Member, class Real, int n>
KOKKOS_INLINE_FUNCTION Sums<Real, n> sum_over_team(Member const& team, Sums<Real, n> sums) {
  team.team_reduce(Kokkos::Sum<Sums<Real, n>>(sums));
  return sums;
}

}  // namespace tesseral

template <class Real, int n>
struct Kokkos::reduction_identity<tesseral::Sums<Real, n>> {
  KOKKOS_FORCEINLINE_FUNCTION constexpr static tesseral::Sums<Real, n> sum() { return {}; }
};
