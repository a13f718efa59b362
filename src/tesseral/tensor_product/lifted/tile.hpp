// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Tiles of features: the channels c … c + width of one item.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {

/// Rows lm of one item's tile; `stride` numbers from row to row, and 0 channels apart for values shared by all.
template <class Real>
struct Tile {
  Real* data;
  std::ptrdiff_t stride;
};

/// Channels of a tile: what a block of tile_gemm takes at once on a host, all of them on a device.
template <class Space, class Real>
int tile_width(int channels) {
  constexpr int widest = 4 * lanes_of<Space, Real>;
  return lanes_of<Space, Real> > 1 && channels > widest ? widest : channels;
}

/// Shares of the items: several per thread of a host, one item per team on a device, or one per worker with a gradient.
template <class Space, class Real>
int share_count(Space const& space, int items, int workers_with_gradient) {
  if (workers_with_gradient > 0) return workers_with_gradient;
  if (lanes_of<Space, Real> == 1) return items;
  int const shares = 8 * worker_count(space);
  return items < shares ? items : shares;
}

/// A tile that comes next.
template <class Real>
struct NextTile {
  Real const* data;
  std::ptrdiff_t stride;
  int rows;
};

/// A host asks for the tiles that come next share by share while it works on others: all at once they would wait for
/// each other, and processors do not foresee them.
template <class Space, class Real, int Tiles>
struct NextTiles {
  NextTile<Real> tiles[Tiles];
  int width;

  /// Asks for the shares first … last of `all`. Inlined by force: GCC leaves out calls of functions that only prefetch.
  KOKKOS_FORCEINLINE_FUNCTION void operator()(int first, int last, int all) const {
    constexpr int lanes = lanes_of<Space, Real>;
    constexpr int page = 4096;  // bytes; processors foresee a smaller tile well, and asking costs time (measured)
    if constexpr (lanes > 1)
      for (NextTile<Real> const& tile : tiles)
        if (tile.rows * width * static_cast<int>(sizeof(Real)) > page)
          for (int row = tile.rows * first / all; row < tile.rows * last / all; ++row)
            for (int c = 0; c < width; c += lanes) prefetch(tile.data + row * tile.stride + c);
  }
};

/// Calls function(l, lm, c) for rows of degrees up to l_max and every pack of a tile.
template <class Space, class Real, class Member, class Function>
KOKKOS_INLINE_FUNCTION void for_each_in_tile(Member const& team, int l_max, int width, Function const& function) {
  constexpr int lanes = lanes_of<Space, Real>;
  int const packs = width / lanes;
  for (int l = 0; l <= l_max; ++l)
    for_each_pair<(lanes > 1)>(team, 2 * l + 1, packs, [&](int m, int pack) { function(l, l * l + m, pack * lanes); });
  team.team_barrier();
}

/// out[lm][c] = w[l][c] in[lm][c]; w has `channels` numbers per degree.
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void scale_tile(Member const& team, int l_max, int width, Real const* w, int channels,
                                       Tile<Real const> in, Tile<Real> out) {
  using P = PackOf<Space, Real>;
  for_each_in_tile<Space, Real>(team, l_max, width, [&](int l, int lm, int c) {
    store<P>(out.data + lm * out.stride + c, load<P>(w + l * channels + c) * load<P>(in.data + lm * in.stride + c));
  });
}

/// out[lm][c] (+)= w[l][c] in[lm][c].
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void add_scaled_tile(Member const& team, bool first, int l_max, int width, Real const* w,
                                            int channels, Tile<Real const> in, Tile<Real> out) {
  using P = PackOf<Space, Real>;
  for_each_in_tile<Space, Real>(team, l_max, width, [&](int l, int lm, int c) {
    P const value = load<P>(w + l * channels + c) * load<P>(in.data + lm * in.stride + c);
    Real* const target = out.data + lm * out.stride + c;
    store<P>(target, first ? value : load<P>(target) + value);
  });
}

/// w_adj[l][c] += sum_m a[lm][c] b[lm][c].
template <class Space, class Real, class Member>
KOKKOS_INLINE_FUNCTION void add_weight_gradient(Member const& team, int l_max, int width, Tile<Real const> a,
                                                Tile<Real const> b, int channels, Real* w_adj) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  team_for(team, width / lanes, [&](int pack) {
    int const c = pack * lanes;
    for (int l = 0; l <= l_max; ++l) {
      P sum(Real(0));
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
        sum += load<P>(a.data + lm * a.stride + c) * load<P>(b.data + lm * b.stride + c);
      add_to<P>(w_adj + l * channels + c, sum);
    }
  });
  team.team_barrier();
}

}  // namespace tesseral
