// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the kernels of lifted products have in common: a team takes a share of the items, one tile of channels after
/// another.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/lifted/lift_product.hpp"
#include "tesseral/tensor_product/lifted/lifted_product.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

/// What both passes have in common.
template <class Space, class Real, template <class, class> class Transform>
struct LiftedKernel {
  using P = PackOf<Space, Real>;
  using Member = TeamMember<Space>;
  LiftedProduct<Space, Real, Transform> product;
  ProductWeights<Space, Real> weights;
  Features<Real const, Space> x, y;
  int items, shares, width;
  bool adjoint;
  std::size_t bytes = 0;  // of work memory, see measure_memory()

  /// Work memory of a team: tiles of degrees (with weights) and of points.
  struct Memory {
    Real *x, *y, *z, *fx, *fy, *fz, *shared, *work;
  };
  KOKKOS_INLINE_FUNCTION Memory take(ScratchArena& arena) const {
    ProductSpec const& spec = product.spec;
    bool const tiles = weights.terms > 0;
    std::size_t const points = static_cast<std::size_t>(product.z.classes) * product.z.points * width;
    Memory memory;
    arena.take(memory.x, tiles ? num_lm(spec.l_x) * width : 0);
    arena.take(memory.y, tiles || spec.second == SecondOperand::broadcast ? num_lm(spec.l_y) * width : 0);
    arena.take(memory.z, tiles ? num_lm(spec.l_z) * width : 0);
    arena.take(memory.fx, points);
    arena.take(memory.fy, shared() ? 0 : points);
    arena.take(memory.fz, adjoint ? points : 0);
    arena.take(memory.shared, shared() ? 2 * product.shared_stride : 0);
    std::size_t work = product.x.scratch(width);
    if (product.y.scratch(width) > work) work = product.y.scratch(width);
    if (product.z.scratch(width) > work) work = product.z.scratch(width);
    arena.take(memory.work, work);
    return memory;
  }
  void measure_memory() {
    ScratchArena arena;
    take(arena);
    bytes = arena.bytes();
  }

  /// One y for all channels: weights differ from channel to channel and need one each.
  KOKKOS_INLINE_FUNCTION bool shared() const {
    return product.spec.second == SecondOperand::broadcast && weights.terms == 0;
  }

  /// Weights of term k, from channel c on.
  KOKKOS_INLINE_FUNCTION std::ptrdiff_t at(int k, int l_max, int c) const {
    return static_cast<std::ptrdiff_t>(k) * (l_max + 1) * product.spec.channels + c;
  }

  KOKKOS_INLINE_FUNCTION Tile<Real const> row(Features<Real const, Space> const& features, int i, int c) const {
    return {&features(i, c), product.spec.channels};
  }

  /// The same tile of the next item.
  KOKKOS_INLINE_FUNCTION NextTile<Real> next(int l_max, Real const* tile) const {
    std::ptrdiff_t const stride = product.spec.channels;
    return {tile + num_lm(l_max) * stride, stride, num_lm(l_max)};
  }
  /// Of y none if it has no channels.
  KOKKOS_INLINE_FUNCTION NextTile<Real> next_y(Real const* y_row, int c) const {
    if (product.spec.second == SecondOperand::broadcast) return {nullptr, 0, 0};
    return next(product.spec.l_y, y_row + c);
  }

  /// The tile of x to be lifted, times the weights of term k if there are any (in memory.x).
  KOKKOS_INLINE_FUNCTION Tile<Real const> input_x(Member const& team, Memory const& memory, int i, int c, int w,
                                                  int k) const {
    ProductSpec const& spec = product.spec;
    if (weights.terms == 0) return row(x, i, c);
    scale_tile<Space, Real>(team, spec.l_x, w, &weights.x(at(k, spec.l_x, c)), spec.channels, row(x, i, c),
                            {memory.x, w});
    return {memory.x, w};
  }
  /// The same of y, in memory.y unless y has channels and no weights.
  KOKKOS_INLINE_FUNCTION Tile<Real const> input_y(Member const& team, Memory const& memory, int i, int c, int w,
                                                  int k) const {
    ProductSpec const& spec = product.spec;
    if (weights.terms == 0) return row(y, i, c);
    Real const* const scale = &weights.y(at(k, spec.l_y, c));
    if (spec.second == SecondOperand::per_channel) {
      scale_tile<Space, Real>(team, spec.l_y, w, scale, spec.channels, row(y, i, c), {memory.y, w});
    } else {
      for_each_in_tile<Space, Real>(team, spec.l_y, w, [&](int l, int lm, int pack) {
        store<P>(memory.y + lm * w + pack, load<P>(scale + l * spec.channels + pack) * P(y(i, lm)));
      });
    }
    return {memory.y, w};
  }

  /// Y y of a shared y at all points.
  KOKKOS_INLINE_FUNCTION void lift_shared(Member const& team, int i, Real* f) const {
    constexpr int lanes = lanes_of<Space, Real>;
    team_for(team, product.shared_stride / lanes, [&](int pack) {
      P sum(Real(0));
      for (int lm = 0; lm < num_lm(product.spec.l_y); ++lm)
        sum += P(y(i, lm)) * load<P>(&product.shared_y(lm * product.shared_stride + pack * lanes));
      store<P>(f + pack * lanes, sum);
    });
    team.team_barrier();
  }

  /// Calls tile(item, first channel, channels) for the tiles of this team's items; prepare(item) before those of an
  /// item and finish(item) after them.
  template <class Prepare, class Body, class Finish>
  KOKKOS_INLINE_FUNCTION void for_each_tile(Member const& team, Prepare const& prepare, Body const& tile,
                                            Finish const& finish) const {
    int const last = share_begin(items, team.league_rank() + 1, shares), channels = product.spec.channels;
    for (int i = share_begin(items, team.league_rank(), shares); i < last; ++i) {
      prepare(i);
      for (int c = 0; c < channels; c += width) tile(i, c, channels - c < width ? channels - c : width);
      finish(i);
    }
  }
};

}  // namespace tesseral
