// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products of lifted signals whose factors are matrices: some orbits at a time, from degrees to the product at their
/// points in registers. Only the product is stored; matrix products by themselves would store each factor first and
/// spend a third of the time on it (their sums over degrees are short).
#pragma once

#include "tesseral/tensor_product/cp/cp_transform.hpp"
#include "tesseral/tensor_product/lifted/lift_product.hpp"

namespace tesseral {

namespace detail {

/// Packs of channels of a block on a host, and its orbits: with all classes of them about as many sums as there are
/// registers. On a device each thread has a channel.
template <class Space, class Real, int Classes>
inline constexpr int packs_per_block = lanes_of<Space, Real> == 1 ? 1
                                       : Classes == 8             ? 2
                                                                  : 4;
template <class Space, class Real, int Classes, int Packs>
inline constexpr int orbits_per_block = lanes_of<Space, Real> == 1 ? (Classes == 1   ? 4
                                                                      : Classes == 2 ? 2
                                                                                     : 1)
                                        : Classes == 8             ? 2
                                                                   : 16 / Classes / Packs;

/// Values of x at all points of some orbits, for some packs of channels from c on: f[orbit][pack][s].
template <class P, class Space, class Real, int Classes, int Orbits, int Packs>
KOKKOS_FORCEINLINE_FUNCTION void lift_orbits(CpTransform<Space, Real> const& T, Tile<Real const> x, int g, int c,
                                             P (&f)[Orbits][Packs][Classes]) {
  constexpr int lanes = lanes_of<Space, Real>;
  Real const* const table = T.table.data() + static_cast<std::ptrdiff_t>(g) * T.lms;
  TESSERAL_UNROLL
  for (int k = 0; k < Classes; ++k) {
    P sum[Orbits][Packs];
    TESSERAL_UNROLL
    for (int o = 0; o < Orbits; ++o) TESSERAL_UNROLL
    for (int p = 0; p < Packs; ++p) sum[o][p] = P(Real(0));
    for (int at = T.first_column(k, 0); at < T.first_column(k, T.l_max + 1); ++at) {
      Real const* const row = x.data + T.lm(at) * x.stride + c;
      P in[Packs];
      TESSERAL_UNROLL
      for (int p = 0; p < Packs; ++p) in[p] = load<P>(row + p * lanes);
      TESSERAL_UNROLL
      for (int o = 0; o < Orbits; ++o) {
        P const factor(table[o * T.lms + at]);
        TESSERAL_UNROLL
        for (int p = 0; p < Packs; ++p) sum[o][p] += factor * in[p];
      }
    }
    TESSERAL_UNROLL
    for (int o = 0; o < Orbits; ++o) TESSERAL_UNROLL
    for (int p = 0; p < Packs; ++p) f[o][p][k] = sum[o][p];
  }
  TESSERAL_UNROLL
  for (int o = 0; o < Orbits; ++o) TESSERAL_UNROLL
  for (int p = 0; p < Packs; ++p) reflect(f[o][p]);
}

/// Calls function(orbits, packs, g, c) for blocks that cover all orbits and channels, `Packs` packs at a time as far as
/// they go, then half as many; the numbers of orbits and packs are integral constants.
template <class Space, class Real, int Classes, int Packs, class Member, class Function>
KOKKOS_INLINE_FUNCTION void for_each_block(Member const& team, int points, int width, int first,
                                           Function const& function) {
  constexpr int lanes = lanes_of<Space, Real>, orbits = orbits_per_block<Space, Real, Classes, Packs>;
  int const columns = (width - first) / (Packs * lanes), blocks = (points + orbits - 1) / orbits;
  for_each_pair<(lanes > 1)>(team, blocks, columns, [&](int block, int column) {
    int const c = first + column * Packs * lanes;
    int g = block * orbits;
    std::integral_constant<int, Packs> const packs;
    if (g + orbits <= points) return function(std::integral_constant<int, orbits>{}, packs, g, c);
    for (; g < points; ++g) function(std::integral_constant<int, 1>{}, packs, g, c);
  });
  if constexpr (Packs > 1)
    for_each_block<Space, Real, Classes, Packs / 2>(team, points, width, first + columns * Packs * lanes, function);
}

/// Calls function(classes, orbits, packs, g, c) for all blocks of a tile, after ahead(g, g + orbits, points) once for
/// every orbit. Ends with a barrier.
template <class Space, class Real, class Member, class Ahead, class Function>
KOKKOS_INLINE_FUNCTION void for_each_block(Member const& team, CpTransform<Space, Real> const& X, int width,
                                           Ahead const& ahead, Function const& function) {
  with_classes(X.classes, [&](auto classes) {
    constexpr int S = decltype(classes)::value;
    for_each_block<Space, Real, S, packs_per_block<Space, Real, S>>(team, X.points, width, 0,
                                                                    [&](auto orbits, auto packs, int g, int c) {
                                                                      if (c == 0)
                                                                        ahead(g, g + decltype(orbits)::value, X.points);
                                                                      function(classes, orbits, packs, g, c);
                                                                    });
  });
  team.team_barrier();
}

/// Calls function(o, p) for all orbits and packs of a block.
template <int Orbits, int Packs, class Function>
KOKKOS_FORCEINLINE_FUNCTION void for_each_in_block(Function const& function) {
  TESSERAL_UNROLL
  for (int o = 0; o < Orbits; ++o) TESSERAL_UNROLL
  for (int p = 0; p < Packs; ++p) function(o, p);
}

}  // namespace detail

template <class P, class Space, class Real, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void lift_product(Member const& team, CpTransform<Space, Real> const& X,
                                         CpTransform<Space, Real> const& Y, Tile<Real const> x, Tile<Real const> y,
                                         int width, Real* fx, Real*, Real*, Ahead const& ahead) {
  constexpr int lanes = lanes_of<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(X.points) * width;
  detail::for_each_block(team, X, width, ahead, [&](auto classes, auto orbits, auto packs, int g, int c) {
    constexpr int S = decltype(classes)::value, O = decltype(orbits)::value, N = decltype(packs)::value;
    P a[O][N][S], b[O][N][S];
    detail::lift_orbits(X, x, g, c, a);
    detail::lift_orbits(Y, y, g, c, b);
    Real* const out = fx + static_cast<std::ptrdiff_t>(g) * width + c;
    std::ptrdiff_t const row = width, next = stride;
    detail::for_each_in_block<O, N>([=, &a, &b](int o, int p) {
      TESSERAL_UNROLL
      for (int s = 0; s < S; ++s) a[o][p][s] *= b[o][p][s];
      store_orbit(out + o * row + p * lanes, next, a[o][p]);
    });
  });
}

template <class P, class Space, class Real, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void lift_product_adjoint(Member const& team, CpTransform<Space, Real> const& X,
                                                 CpTransform<Space, Real> const& Y, CpTransform<Space, Real> const& Z,
                                                 Tile<Real const> x, Tile<Real const> y, Tile<Real const> z, int width,
                                                 Real* fx, Real* fy, Real* fz, Real*, bool product,
                                                 Ahead const& ahead) {
  constexpr int lanes = lanes_of<Space, Real>;
  std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(X.points) * width;
  detail::for_each_block(team, X, width, ahead, [&](auto classes, auto orbits, auto packs, int g, int c) {
    constexpr int S = decltype(classes)::value, O = decltype(orbits)::value, N = decltype(packs)::value;
    P a[O][N][S], b[O][N][S], e[O][N][S];
    detail::lift_orbits(X, x, g, c, a);
    detail::lift_orbits(Y, y, g, c, b);
    detail::lift_orbits(Z, z, g, c, e);
    std::ptrdiff_t const first = static_cast<std::ptrdiff_t>(g) * width + c, row = width, next = stride;
    Real *const out_x = fx + first, *const out_y = fy + first, *const out_z = fz + first;
    bool const product_too = product;
    detail::for_each_in_block<O, N>([=, &a, &b, &e](int o, int p) {
      std::ptrdiff_t const at = o * row + p * lanes;
      P ab[S];
      TESSERAL_UNROLL
      for (int s = 0; s < S; ++s) {
        ab[s] = a[o][p][s] * b[o][p][s];
        a[o][p][s] *= e[o][p][s];
        b[o][p][s] *= e[o][p][s];
      }
      store_orbit(out_x + at, next, b[o][p]);
      store_orbit(out_y + at, next, a[o][p]);
      if (product_too) store_orbit(out_z + at, next, ab);
    });
  });
}

}  // namespace tesseral
