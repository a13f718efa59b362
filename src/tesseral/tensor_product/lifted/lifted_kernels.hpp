// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Forward and backward pass of lifted products; formulas in lifted_product.hpp.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/lifted/lifted_kernel.hpp"

namespace tesseral {

template <class Space, class Real, template <class, class> class Transform>
struct LiftedForward {
  using P = PackOf<Space, Real>;
  LiftedKernel<Space, Real, Transform> op;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    ScratchArena arena = team_arena(team, op.bytes);
    auto const memory = op.take(arena);
    auto const& product = op.product;
    ProductSpec const& spec = product.spec;
    op.for_each_tile(
        team,
        [&](int i) {
          if (op.shared()) op.lift_shared(team, i, memory.shared);
        },
        [&](int i, int c, int w) {
          Tile<Real> const out{&z(i, c), spec.channels};
          for (int k = 0; k < (op.weights.terms > 0 ? op.weights.terms : 1); ++k) {
            multiply(team, memory, i, c, w, k, op.weights.terms > 0 ? Tile<Real>{memory.z, w} : out);
            if (op.weights.terms > 0)
              add_scaled_tile<Space, Real>(team, k == 0, spec.l_z, w, &op.weights.z(op.at(k, spec.l_z, c)),
                                           spec.channels, {memory.z, w}, out);
          }
        },
        [](int) {});
  }

  /// Term k of a tile.
  template <class Member, class Memory>
  KOKKOS_INLINE_FUNCTION void multiply(Member const& team, Memory const& memory, int i, int c, int w, int k,
                                       Tile<Real> out) const {
    auto const& product = op.product;
    ProductSpec const& spec = product.spec;
    NextTiles<Space, Real, 3> const ahead{
        {op.next(spec.l_x, &op.x(i, c)), op.next_y(&op.y(i, 0), c), op.next(spec.l_z, &z(i, c))}, w};
    auto const x = op.input_x(team, memory, i, c, w, k);
    if (op.shared()) {
      multiply_tile_shared<P>(team, product.x, product.z, x, memory.shared, w, memory.fx, memory.work, ahead, out);
    } else {
      auto const y = op.input_y(team, memory, i, c, w, k);
      multiply_tile<P>(team, product.x, product.y, product.z, x, y, w, memory.fx, memory.fy, memory.work, ahead, out);
    }
  }
};

template <class Space, class Real, template <class, class> class Transform>
struct LiftedBackward {
  using P = PackOf<Space, Real>;
  using Kernel = LiftedKernel<Space, Real, Transform>;
  using Memory = typename Kernel::Memory;
  static constexpr int lanes = lanes_of<Space, Real>;
  Kernel op;
  Features<Real const, Space> z_adj;
  Features<Real, Space> x_adj, y_adj;
  ProductGradient<Space, Real> gradient;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    ScratchArena arena = team_arena(team, op.bytes);
    auto const memory = op.take(arena);
    ProductSpec const& spec = op.product.spec;
    Real* const sums = memory.shared + op.product.shared_stride;  // [point], for a shared y
    op.for_each_tile(
        team,
        [&](int i) {
          if (op.shared()) {
            op.lift_shared(team, i, memory.shared);
            team_for(team, op.product.shared_stride, [&](int at) { sums[at] = 0; });
          } else if (spec.second == SecondOperand::broadcast) {
            team_for(team, num_lm(spec.l_y), [&](int lm) { y_adj(i, lm) = 0; });
          }
          team.team_barrier();
        },
        [&](int i, int c, int w) {
          for (int k = 0; k < (op.weights.terms > 0 ? op.weights.terms : 1); ++k) {
            lift(team, memory, i, c, w, k);
            if (op.shared()) {
              shared_adjoints(team, memory, sums, i, c, w);
            } else {
              x_adjoint(team, memory, i, c, w, k);
              y_adjoint(team, memory, i, c, w, k);
              if (gradient.z.extent(0) > 0) z_gradient(team, memory, i, c, w, k);
            }
          }
        },
        [&](int i) {
          if (op.shared()) project_shared(team, sums, i);
        });
  }

  /// At the points: the adjoints of both factors in memory.fx and memory.fy, and their product in memory.fz if it is
  /// needed; for a y shared by the channels x in memory.fx and z_adj in memory.fz.
  template <class Member>
  KOKKOS_INLINE_FUNCTION void lift(Member const& team, Memory const& memory, int i, int c, int w, int k) const {
    auto const& product = op.product;
    ProductSpec const& spec = product.spec;
    NextTiles<Space, Real, 5> const ahead{
        {op.next(spec.l_x, &op.x(i, c)), op.next_y(&op.y(i, 0), c), op.next(spec.l_z, &z_adj(i, c)),
         op.next(spec.l_x, &x_adj(i, c)), op.next_y(&y_adj(i, 0), c)},
        w};
    auto const x = op.input_x(team, memory, i, c, w, k);
    Tile<Real const> out = op.row(z_adj, i, c);
    if (op.weights.terms > 0) {
      scale_tile<Space, Real>(team, spec.l_z, w, &op.weights.z(op.at(k, spec.l_z, c)), spec.channels, out,
                              {memory.z, w});
      out = {memory.z, w};
    }
    if (op.shared()) {
      ahead(0, 1, 1);
      product.x.template lift<P>(team, {0, spec.l_x}, x.data, x.stride, w, memory.fx, memory.work);
      product.z.template lift<P>(team, {0, spec.l_z}, out.data, out.stride, w, memory.fz, memory.work);
    } else {
      auto const y = op.input_y(team, memory, i, c, w, k);
      lift_product_adjoint<P>(team, product.x, product.y, product.z, x, y, out, w, memory.fx, memory.fy, memory.fz,
                              memory.work, gradient.z.extent(0) > 0, ahead);
    }
  }

  template <class Member>
  KOKKOS_INLINE_FUNCTION void x_adjoint(Member const& team, Memory const& memory, int i, int c, int w, int k) const {
    int const l_x = op.product.spec.l_x, channels = op.product.spec.channels;
    Tile<Real> const out{&x_adj(i, c), channels};
    Tile<Real> const target = op.weights.terms > 0 ? Tile<Real>{memory.x, w} : out;
    op.product.x.template lift_adjoint<P>(team, {0, l_x}, memory.fx, w, target.data, target.stride, memory.work);
    if (op.weights.terms == 0) return;
    add_scaled_tile<Space, Real>(team, k == 0, l_x, w, &op.weights.x(op.at(k, l_x, c)), channels, {memory.x, w}, out);
    if (gradient.x.extent(0) > 0)
      add_weight_gradient<Space, Real>(team, l_x, w, op.row(op.x, i, c), {memory.x, w}, channels,
                                       &gradient.x(team.league_rank(), op.at(k, l_x, c)));
  }

  template <class Member>
  KOKKOS_INLINE_FUNCTION void y_adjoint(Member const& team, Memory const& memory, int i, int c, int w, int k) const {
    int const l_y = op.product.spec.l_y, channels = op.product.spec.channels;
    bool const per_channel = op.product.spec.second == SecondOperand::per_channel;
    Tile<Real> const target = op.weights.terms > 0 ? Tile<Real>{memory.y, w} : Tile<Real>{&y_adj(i, c), channels};
    op.product.y.template lift_adjoint<P>(team, {0, l_y}, memory.fy, w, target.data, target.stride, memory.work);
    if (op.weights.terms == 0) return;
    Real const* const scale = &op.weights.y(op.at(k, l_y, c));
    if (per_channel) {
      add_scaled_tile<Space, Real>(team, k == 0, l_y, w, scale, channels, {memory.y, w}, {&y_adj(i, c), channels});
    } else {
      sum_channels(team, memory, scale, i, w);
    }
    if (gradient.y.extent(0) == 0) return;
    Real* const sum = &gradient.y(team.league_rank(), op.at(k, l_y, c));
    if (per_channel) {
      add_weight_gradient<Space, Real>(team, l_y, w, op.row(op.y, i, c), {memory.y, w}, channels, sum);
    } else {
      team_for(team, w / lanes, [&](int pack) {
        for (int l = 0; l <= l_y; ++l)
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            add_to<P>(sum + l * channels + pack * lanes, P(op.y(i, lm)) * load<P>(memory.y + lm * w + pack * lanes));
      });
      team.team_barrier();
    }
  }

  /// y_adj[lm] += sum_c y_k[l][c] memory.y[lm][c]: a y shared by channels that have weights of their own.
  template <class Member>
  KOKKOS_INLINE_FUNCTION void sum_channels(Member const& team, Memory const& memory, Real const* scale, int i,
                                           int w) const {
    int const channels = op.product.spec.channels;
    team_for(team, op.product.spec.l_y + 1, [&](int l) {
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        P sum(Real(0));
        for (int c = 0; c < w; c += lanes) sum += load<P>(scale + l * channels + c) * load<P>(memory.y + lm * w + c);
        y_adj(i, lm) += sum_lanes(sum);
      }
    });
    team.team_barrier();
  }

  template <class Member>
  KOKKOS_INLINE_FUNCTION void z_gradient(Member const& team, Memory const& memory, int i, int c, int w, int k) const {
    int const l_z = op.product.spec.l_z, channels = op.product.spec.channels;
    op.product.z.template lift_adjoint<P>(team, {0, l_z}, memory.fz, w, memory.z, w, memory.work);
    add_weight_gradient<Space, Real>(team, l_z, w, op.row(z_adj, i, c), {memory.z, w}, channels,
                                     &gradient.z(team.league_rank(), op.at(k, l_z, c)));
  }

  /// x_adj, and the sums over channels of (Z z_adj) o (X x) at the points, for a shared y.
  template <class Member>
  KOKKOS_INLINE_FUNCTION void shared_adjoints(Member const& team, Memory const& memory, Real* sums, int i, int c,
                                              int w) const {
    auto const& transform = op.product.x;
    multiply_points_shared_adjoint<Space, Real>(team, transform.classes, transform.points, w, memory.fx, memory.shared,
                                                memory.fz);
    transform.template lift_adjoint<P>(team, {0, op.product.spec.l_x}, memory.fz, w, &x_adj(i, c),
                                       op.product.spec.channels, memory.work);
    team_for(team, transform.classes * transform.points, [&](int at) {
      P sum(Real(0));
      for (int lane = 0; lane < w; lane += lanes) sum += load<P>(memory.fx + at * w + lane);
      sums[at] += sum_lanes(sum);
    });
    team.team_barrier();
  }

  /// y_adj[lm] = sum over points of Y[lm] sums.
  template <class Member>
  KOKKOS_INLINE_FUNCTION void project_shared(Member const& team, Real const* sums, int i) const {
    team_for(team, num_lm(op.product.spec.l_y), [&](int lm) {
      P sum(Real(0));
      for (int at = 0; at < op.product.shared_stride; at += lanes)
        sum += load<P>(sums + at) * load<P>(&op.product.shared_y(lm * op.product.shared_stride + at));
      y_adj(i, lm) = sum_lanes(sum);
    });
    team.team_barrier();
  }
};

}  // namespace tesseral
