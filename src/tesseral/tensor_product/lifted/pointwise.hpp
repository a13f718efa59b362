// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The part of a lifted product between the transforms, on arrays [class][g][c] of a tile.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/lifted/reflections.hpp"

namespace tesseral {

/// Calls function(integral_constant<classes>, g * width + c, g, c) for each orbit and pack; ends with a barrier.
template <class Space, class Real, class Member, class Function>
KOKKOS_INLINE_FUNCTION void for_each_orbit(Member const& team, int classes, int points, int width,
                                           Function const& function) {
  constexpr int lanes = lanes_of<Space, Real>;
  int const packs = width / lanes;
  with_classes(classes, [&](auto count) {
    for_each_pair<(lanes > 1)>(team, points, packs, [&](int g, int pack) {
      int const c = pack * lanes;
      function(count, g * width + c, g, c);
    });
  });
  team.team_barrier();
}

/// x <- x o y.
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void multiply_points(Member const& team, int classes, int points, int width, Real* x,
                                            Real const* y) {
  using P = PackOf<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(points) * width;
  for_each_orbit<Space, Real>(team, classes, points, width, [&](auto count, int at, int, int) {
    P a[decltype(count)::value], b[decltype(count)::value];
    load_orbit(x + at, stride, a);
    load_orbit(y + at, stride, b);
    TESSERAL_UNROLL
    for (int s = 0; s < decltype(count)::value; ++s) a[s] *= b[s];
    store_orbit(x + at, stride, a);
  });
}

/// (x, y, z) <- (z o y, z o x, x o y).
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void multiply_points_adjoint(Member const& team, int classes, int points, int width, Real* x,
                                                    Real* y, Real* z) {
  using P = PackOf<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(points) * width;
  for_each_orbit<Space, Real>(team, classes, points, width, [&](auto count, int at, int, int) {
    constexpr int n = decltype(count)::value;
    P a[n], b[n], c[n];
    load_orbit(x + at, stride, a);
    load_orbit(y + at, stride, b);
    load_orbit(z + at, stride, c);
    TESSERAL_UNROLL
    for (int s = 0; s < n; ++s) {
      P const xy = a[s] * b[s];
      a[s] *= c[s];
      b[s] *= c[s];
      c[s] = xy;
    }
    store_orbit(x + at, stride, b);
    store_orbit(y + at, stride, a);
    store_orbit(z + at, stride, c);
  });
}

/// x <- x o y with one y per point, [s * points + g].
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void multiply_points_shared(Member const& team, int classes, int points, int width, Real* x,
                                                   Real const* y) {
  using P = PackOf<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(points) * width;
  for_each_orbit<Space, Real>(team, classes, points, width, [&](auto count, int at, int g, int) {
    P a[decltype(count)::value];
    load_orbit(x + at, stride, a);
    TESSERAL_UNROLL
    for (int s = 0; s < decltype(count)::value; ++s) a[s] *= P(y[s * points + g]);
    store_orbit(x + at, stride, a);
  });
}

/// z <- z o y, and x <- z o x left at the points: [s][g][c].
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void multiply_points_shared_adjoint(Member const& team, int classes, int points, int width,
                                                           Real* x, Real const* y, Real* z) {
  using P = PackOf<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(points) * width;
  for_each_orbit<Space, Real>(team, classes, points, width, [&](auto count, int at, int g, int) {
    constexpr int n = decltype(count)::value;
    P a[n], c[n];
    load_orbit(x + at, stride, a);
    load_orbit(z + at, stride, c);
    TESSERAL_UNROLL
    for (int s = 0; s < n; ++s) {
      store<P>(x + at + s * stride, a[s] * c[s]);
      c[s] *= P(y[s * points + g]);
    }
    store_orbit(z + at, stride, c);
  });
}

}  // namespace tesseral
