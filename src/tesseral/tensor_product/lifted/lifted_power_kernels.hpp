// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Kernels of many-body products at points: a team takes a share of the items, one tile of channels after another.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/lifted/lifted_power.hpp"
#include "tesseral/tensor_product/lifted/pointwise.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

template <class Space, class Real, template <class, class> class Transform>
struct LiftedPowerKernel {
  using P = PackOf<Space, Real>;
  using Member = TeamMember<Space>;
  static constexpr int lanes = lanes_of<Space, Real>;
  LiftedPower<Space, Real, Transform> power;
  PowerWeights<Space, Real> weights;
  PowerIndex index;
  Features<Real const, Space> x;
  int items, shares, width;
  std::size_t bytes = 0;

  struct Memory {
    Real *x, *F, *F_adj, *p, *work;  // scaled x; [k] values at points; p: one more set of points
  };
  KOKKOS_INLINE_FUNCTION std::size_t points() const {
    return static_cast<std::size_t>(power.x.classes) * power.x.points * width;
  }
  KOKKOS_INLINE_FUNCTION Memory take(ScratchArena& arena, bool adjoint) const {
    Memory memory;
    arena.take(memory.x, num_lm(power.spec.l_x) * width);
    arena.take(memory.F, power.spec.terms * points());
    arena.take(memory.F_adj, adjoint ? power.spec.terms * points() : 0);
    arena.take(memory.p, points());
    std::size_t const work_x = power.x.scratch(width), work_z = power.z.scratch(width);
    arena.take(memory.work, work_x > work_z ? work_x : work_z);
    return memory;
  }
  void measure_memory(bool adjoint) {
    ScratchArena arena;
    take(arena, adjoint);
    bytes = arena.bytes();
  }

  KOKKOS_INLINE_FUNCTION int type_of(int i) const { return weights.type.extent(0) > 0 ? weights.type(i) : 0; }

  /// Values of F_k at the points of all orbits, [k][s][g][c].
  KOKKOS_INLINE_FUNCTION void lift(Member const& team, Memory const& memory, int i, int c, int w) const {
    PowerSpec const& spec = power.spec;
    for (int k = 0; k < spec.terms; ++k) {
      Real* const F = memory.F + k * points();
      scale_tile<Space, Real>(team, spec.l_x, w, &weights.scale(index.scale(k, 0, c)), spec.channels,
                              {&x(i, c), spec.channels}, {memory.x, w});
      power.x.template lift<P>(team, {0, spec.l_x}, memory.x, w, w, F, memory.work);
      to_points(team, w, F);
    }
  }
  /// Classes to values at the points of orbits, or the transposed map, in place.
  KOKKOS_INLINE_FUNCTION void to_points(Member const& team, int w, Real* F) const {
    if (power.x.classes == 1) return;
    std::ptrdiff_t const stride = static_cast<std::ptrdiff_t>(power.x.points) * w;
    for_each_orbit<Space, Real>(team, power.x.classes, power.x.points, w, [&](auto count, int at, int, int) {
      P f[decltype(count)::value];
      load_orbit(F + at, stride, f);
      TESSERAL_UNROLL
      for (int s = 0; s < decltype(count)::value; ++s) store<P>(F + at + s * stride, f[s]);
    });
  }

  template <class Body>
  KOKKOS_INLINE_FUNCTION void for_each_tile(Member const& team, Body const& tile) const {
    int const last = share_begin(items, team.league_rank() + 1, shares), channels = power.spec.channels;
    for (int i = share_begin(items, team.league_rank(), shares); i < last; ++i)
      for (int c = 0; c < channels; c += width) tile(i, c, channels - c < width ? channels - c : width);
  }

  /// Calls function(k, at, f, v) for every point, with f = F_k there and v = sum_n w_n f^n, n = 0 … correlation - 1,
  /// for one term after another; w are the weights of degree l, times nu for slopes. Ends with a barrier.
  template <class Function>
  KOKKOS_INLINE_FUNCTION void for_each_value(Member const& team, Memory const& memory, int type, int l, int c, int w,
                                             bool slopes, Function const& function) const {
    int const count = power.x.classes * power.x.points;
    // a thread keeps the weights of its channels in registers
    team_for(team, w / lanes, [&](int pack) {
      with_degree<max_correlation>(power.spec.correlation, [&](auto degree) {
        constexpr int correlation = decltype(degree)::value;
        if constexpr (correlation > 0) {
          for (int k = 0; k < power.spec.terms; ++k) {
            P weight[correlation];
            for (int nu = 1; nu <= correlation; ++nu) {
              weight[nu - 1] = load<P>(&weights.weight(index.weight(k, nu, type, l, c + pack * lanes)));
              if (slopes) weight[nu - 1] *= P(Real(nu));
            }
            for (int g = 0; g < count; ++g) {
              std::size_t const at = static_cast<std::size_t>(g) * w + pack * lanes;
              P const f = load<P>(memory.F + k * points() + at);
              P value = weight[correlation - 1];
              for (int n = correlation - 2; n >= 0; --n) value = value * f + weight[n];
              function(k, at, f, value);
            }
          }
        }
      });
    });
    team.team_barrier();
  }
};

template <class Space, class Real, template <class, class> class Transform>
struct LiftedPowerForward {
  using P = PackOf<Space, Real>;
  LiftedPowerKernel<Space, Real, Transform> op;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    ScratchArena arena = team_arena(team, op.bytes);
    auto const memory = op.take(arena, false);
    PowerSpec const& spec = op.power.spec;
    op.for_each_tile(team, [&](int i, int c, int w) {
      op.lift(team, memory, i, c, w);
      int const type = op.type_of(i);
      for (int l = 0; l <= spec.l_z; ++l) {
        op.for_each_value(team, memory, type, l, c, w, false, [&](int k, std::size_t at, P const& f, P const& value) {
          store<P>(memory.p + at, k == 0 ? f * value : load<P>(memory.p + at) + f * value);
        });
        op.to_points(team, w, memory.p);
        op.power.z.template lift_adjoint<P>(team, {l, l}, memory.p, w, &z(i, c), spec.channels, memory.work);
      }
    });
  }
};

template <class Space, class Real, template <class, class> class Transform>
struct LiftedPowerBackward {
  using P = PackOf<Space, Real>;
  LiftedPowerKernel<Space, Real, Transform> op;
  Features<Real const, Space> z_adj;
  Features<Real, Space> x_adj;
  PowerGradient<Space, Real> gradient;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    ScratchArena arena = team_arena(team, op.bytes);
    auto const memory = op.take(arena, true);
    PowerSpec const& spec = op.power.spec;
    op.for_each_tile(team, [&](int i, int c, int w) {
      op.lift(team, memory, i, c, w);
      int const type = op.type_of(i);
      for (int l = 0; l <= spec.l_z; ++l) {
        op.power.z.template lift<P>(team, {l, l}, &z_adj(i, c), spec.channels, w, memory.p, memory.work);
        op.to_points(team, w, memory.p);
        op.for_each_value(team, memory, type, l, c, w, true, [&](int k, std::size_t at, P const&, P const& slope) {
          P const part = load<P>(memory.p + at) * slope;
          Real* const F_adj = memory.F_adj + k * op.points() + at;
          store<P>(F_adj, l == 0 ? part : load<P>(F_adj) + part);
        });
        if (gradient.weight.extent(0) > 0) weight_gradient(team, memory, type, l, c, w);
      }
      for (int k = 0; k < spec.terms; ++k) {
        op.to_points(team, w, memory.F_adj + k * op.points());
        op.power.x.template lift_adjoint<P>(team, {0, spec.l_x}, memory.F_adj + k * op.points(), w, memory.x, w,
                                            memory.work);
        add_scaled_tile<Space, Real>(team, k == 0, spec.l_x, w, &op.weights.scale(op.index.scale(k, 0, c)),
                                     spec.channels, {memory.x, w}, {&x_adj(i, c), spec.channels});
        if (gradient.scale.extent(0) > 0)
          add_weight_gradient<Space, Real>(team, spec.l_x, w, {&op.x(i, c), spec.channels}, {memory.x, w},
                                           spec.channels, &gradient.scale(team.league_rank(), op.index.scale(k, 0, c)));
      }
    });
  }

  template <class Member, class Memory>
  KOKKOS_INLINE_FUNCTION void weight_gradient(Member const& team, Memory const& memory, int type, int l, int c,
                                              int w) const {
    PowerSpec const& spec = op.power.spec;
    int const packs = w / op.lanes, points = op.power.x.classes * op.power.x.points;
    team_for(team, packs * spec.terms, [&](int item) {
      int const pack = item % packs * op.lanes, k = item / packs;
      P sum[max_correlation];
      for (P& s : sum) s = P(Real(0));
      for (int g = 0; g < points; ++g) {
        P const f = load<P>(memory.F + k * op.points() + g * w + pack);
        P power = f * load<P>(memory.p + g * w + pack);
        for (int nu = 1; nu <= spec.correlation; ++nu) {
          sum[nu - 1] += power;
          power *= f;
        }
      }
      for (int nu = 1; nu <= spec.correlation; ++nu)
        add_to<P>(&gradient.weight(team.league_rank(), op.index.weight(k, nu, type, l, c + pack)), sum[nu - 1]);
    });
    team.team_barrier();
  }
};

}  // namespace tesseral
