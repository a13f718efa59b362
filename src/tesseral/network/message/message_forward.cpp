// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/message_form.hpp"

namespace tesseral {
namespace {

template <class Space, class Real, class Degrees, template <class, class> class Radial, bool separate>
struct Forward : TiledKernel<Space, Real> {
  using Base = TiledKernel<Space, Real>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = EdgeTile<Space, Real>;
  Features<Real const, Space> u;
  Features<Real, Space> message;

  Forward(EdgeOperator<Space, Real> const& op, Features<Real const, Space> const& u,
          Features<Real, Space> const& message, int workers)
      : Base(op, rows_of_receivers(op.graph, op.receivers), false, workers), u(u), message(message) {}

  // forced, since nvcc would call it, and save registers around the call
  KOKKOS_FORCEINLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    int const blocks = this->op.radial.channels / Base::lanes;
    this->for_each_piece(team, tile, team.league_rank(), [&](int row_first, int n_rows, EdgeIndex first, int n) {
      team_for(team, n_rows * blocks, [&](int item) {
        auto const part = this->part(row_first + item / blocks, first, n);
        if (!part.starts && part.begin >= part.end) return;
        if constexpr (separate)
          sum_edges_by_path(tile, part, first, item % blocks * Base::lanes);
        else
          sum_edges(tile, part, first, item % blocks * Base::lanes);
      });
    });
  }

  // M_i[l m] += R_q sum_m1 K_q[m][m1] u_j[l1 m1] over the part's edges, for one pack of channels, all in registers
  KOKKOS_INLINE_FUNCTION void sum_edges(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                        int c) const {
    auto const& coupling = this->op.coupling;
    int const channels = this->op.radial.channels;
    Real* const M = &message(part.row, c);
    P sum[num_lm(Degrees::l_max)];
    Degrees::for_each_output(coupling, [&](auto degree) {
      constexpr int l = decltype(degree)::value;
      for (int lm = l * l; lm < num_lm(l); ++lm) sum[lm] = part.starts ? P(Real(0)) : load<P>(M + lm * channels);
    });
    for (int k = part.begin; k < part.end; ++k) {
      Real const* const u_j = &u(this->op.graph.sender(first + k), c);
      Radial<Space, Real> const radial(this->op, tile, k, c);
      P neighbor[num_lm(Degrees::l_in)];
      Degrees::for_each_input(coupling, [&](auto degree) {
        constexpr int l1 = decltype(degree)::value;
        for (int lm = l1 * l1; lm < num_lm(l1); ++lm) neighbor[lm] = radial.times_common(load<P>(u_j + lm * channels));
      });
      Real const* const K_k = tile.K + static_cast<std::size_t>(k) * coupling.n_entries;
      Degrees::for_each_output(coupling, [&](auto degree) {
        Degrees::for_each_path_to(degree, coupling, [&](auto degree_1, int q, int entry, int) {
          constexpr int l1 = decltype(degree_1)::value, l = decltype(degree)::value;
          P const R = radial.value(q);
          P Ru[2 * l1 + 1];
          for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) Ru[m1] = R * neighbor[l1 * l1 + m1];
          Real const* const K = K_k + entry;
          for (int m = 0; m < 2 * l + 1; ++m)
            for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) sum[l * l + m] += P(K[m * (2 * l1 + 1) + m1]) * Ru[m1];
        });
      });
    }
    Degrees::for_each_output(coupling, [&](auto degree) {
      constexpr int l = decltype(degree)::value;
      for (int lm = l * l; lm < num_lm(l); ++lm) store<P>(M + lm * channels, sum[lm]);
    });
  }

  // M_i[q m] += R_q sum_m1 K_q[m][m1] u_j[l1 m1]: the edges once for each group of paths, whose sums fit the registers
  KOKKOS_INLINE_FUNCTION void sum_edges_by_path(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                                int c) const {
    auto const& coupling = this->op.coupling;
    int const channels = this->op.radial.channels;
    Degrees::for_each_group(coupling, [&](auto degree_1, auto const& group) {
      constexpr int l1 = decltype(degree_1)::value;
      Real* const M = &message(part.row, group.first_row * channels + c);
      P sum[std::decay_t<decltype(group)>::rows];
      group.for_each_path([&](auto degree, int, int, int row) {
        for (int m = 0; m < 2 * decltype(degree)::value + 1; ++m)
          sum[row + m] = part.starts ? P(Real(0)) : load<P>(M + (row + m) * channels);
      });
      for (int k = part.begin; k < part.end; ++k) {
        Real const* const u_j = &u(this->op.graph.sender(first + k), l1 * l1 * channels + c);
        Radial<Space, Real> const radial(this->op, tile, k, c);
        P neighbor[2 * l1 + 1];
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) neighbor[m1] = radial.times_common(load<P>(u_j + m1 * channels));
        Real const* const K_k = tile.K + static_cast<std::size_t>(k) * coupling.n_entries;
        group.for_each_path([&](auto degree, int q, int entry, int row) {
          P const R = radial.value(q);
          P Ru[2 * l1 + 1];
          for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) Ru[m1] = R * neighbor[m1];
          Real const* const K = K_k + entry;
          for (int m = 0; m < 2 * decltype(degree)::value + 1; ++m)
            for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) sum[row + m] += P(K[m * (2 * l1 + 1) + m1]) * Ru[m1];
        });
      }
      group.for_each_path([&](auto degree, int, int, int row) {
        for (int m = 0; m < 2 * decltype(degree)::value + 1; ++m) store<P>(M + (row + m) * channels, sum[row + m]);
      });
    });
  }
};

}  // namespace

template <class Space, class Real>
void message_forward(Space const& space, EdgeOperator<Space, Real> const& op, Features<Real const, Space> u,
                     Features<Real, Space> message) {
  auto const launch = [&](auto const& kernel) {
    if (kernel.shape.tiles == 0) return;
    Kokkos::parallel_for("tesseral::message::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                         kernel);
  };
  with_message_form(op, [&](auto degrees, auto radial, auto separate) {
    using Kernel = Forward<Space, Real, decltype(degrees), decltype(radial)::template type, decltype(separate)::value>;
    launch(Kernel(op, u, message, worker_count(space)));
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                    \
  template void message_forward<Space, Real>(Space const&, EdgeOperator<Space, Real> const&, \
                                             Features<Real const, Space>, Features<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
