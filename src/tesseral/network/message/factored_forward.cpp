// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/factored_message.hpp"
#include "tesseral/network/message/message_form.hpp"

namespace tesseral {
namespace {

template <class Space, class Real, template <class, class> class Radial, int L>
struct MatrixForward : TiledKernel<Space, Real, EdgeTile<Space, Real, SharedCoupling<Space>>> {
  using Base = TiledKernel<Space, Real, EdgeTile<Space, Real, SharedCoupling<Space>>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = EdgeTile<Space, Real, SharedCoupling<Space>>;
  Features<Real const, Space> u;
  Features<Real, Space> message;

  MatrixForward(typename Base::Operator const& op, Features<Real const, Space> const& u,
                Features<Real, Space> const& message, int workers)
      : Base(op, rows_of_receivers(op.graph, op.receivers), false, workers), u(u), message(message) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    int const blocks = this->op.radial.channels / Base::lanes;
    this->for_each_piece(team, tile, team.league_rank(), [&](int row_first, int n_rows, EdgeIndex first, int n) {
      team_for(team, n_rows * blocks, [&](int item) {
        auto const part = this->part(row_first + item / blocks, first, n);
        if (part.starts || part.begin < part.end) sum_edges(tile, part, first, item % blocks * Base::lanes);
      });
    });
  }

  // M_i[lm] += K[lm1][lm] R u_j[lm1] over the part's edges, for one pack of channels
  KOKKOS_INLINE_FUNCTION void sum_edges(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                        int c) const {
    constexpr int d = num_lm(L);
    auto const& op = this->op;
    int const C = op.radial.channels, inputs = num_lm(op.coupling.l_in);
    Real* const M = &message(part.row, c);
    P sum[d];
    for (int lm = 0; lm < d; ++lm) sum[lm] = part.starts ? P(Real(0)) : load<P>(M + lm * C);
    for (int k = part.begin; k < part.end; ++k) {
      Real const* const u_j = &u(op.graph.sender(first + k), c);
      Real const* const K = tile.K + static_cast<std::size_t>(k) * op.coupling.n_entries;
      P const R = Radial<Space, Real>(op, tile, k, c).value(0);
      for (int lm1 = 0; lm1 < inputs; ++lm1) {
        P const Ru = R * load<P>(u_j + lm1 * C);
        for (int lm = 0; lm < d; ++lm) sum[lm] += P(K[lm1 * d + lm]) * Ru;
      }
    }
    for (int lm = 0; lm < d; ++lm) store<P>(M + lm * C, sum[lm]);
  }
};

}  // namespace

template <class Space, class Real>
void message_forward(Space const& space, EdgeOperator<Space, Real, SharedCoupling<Space>> const& op,
                     Features<Real const, Space> u, Features<Real, Space> message) {
  with_radial_and_degree<max_l_shared>(op, [&](auto radial, auto l_max) {
    MatrixForward<Space, Real, decltype(radial)::template type, decltype(l_max)::value> const kernel(
        op, u, message, worker_count(space));
    if (kernel.shape.tiles == 0) return;
    Kokkos::parallel_for("tesseral::message::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                         kernel);
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                           \
  template void message_forward<Space, Real>(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&, \
                                             Features<Real const, Space>, Features<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
