// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/attention/attention_average.hpp"
#include "tesseral/network/attention/attention_tile.hpp"

namespace tesseral {
namespace {

template <class Space, class Real, int L>
struct AttentionForward : TiledKernel<Space, Real, AttentionTile<Space, Real>> {
  using Base = TiledKernel<Space, Real, AttentionTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = AttentionTile<Space, Real>;
  static constexpr int lanes = Base::lanes;
  Features<Real const, Space> u;
  Features<Real, Space> M;
  Array2<Real, Space> n;

  AttentionForward(AttentionOperator<Space, Real> const& op, Features<Real const, Space> const& u,
                   Features<Real, Space> const& M, Array2<Real, Space> const& n, int workers)
      : Base(op, rows_of_receivers(op.graph, op.receivers), false, workers), u(u), M(M), n(n) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    int const blocks = this->op.padded_channels() / lanes;
    this->for_each_piece(team, tile, team.league_rank(), [&](int row_first, int n_rows, EdgeIndex first, int edges) {
      tile.template visit<L>(team, this->op, u, edges, [&](int k) { return this->rows.edge_at(first + k); });
      team_for(team, n_rows * blocks, [&](int item) {
        auto const part = this->part(row_first + item / blocks, first, edges);
        if (!part.starts && part.begin >= part.end) return;
        if (this->op.l_out == 0)
          sum_edges<1>(tile, part, item % blocks * lanes);
        else
          sum_edges<num_lm(L)>(tile, part, item % blocks * lanes);
      });
      team_for(team, n_rows * this->op.heads, [&](int item) {
        auto const part = this->part(row_first + item / this->op.heads, first, edges);
        int const h = item % this->op.heads;
        if (part.starts) n(part.row, h) = 1;
        for (int k = part.begin; k < part.end; ++k) n(part.row, h) += tile.weight[k * this->op.heads + h];
      });
    });
  }

  // M_i[lm] += K[lm1][lm] w R V[lm1] over the part's edges, for one pack of channels
  template <int Outputs>
  KOKKOS_INLINE_FUNCTION void sum_edges(Tile const& tile, typename Base::Part const& part, int c) const {
    constexpr int d = num_lm(L);
    int const C = this->op.padded_channels();
    Real* const M_i = &M(part.row, c);
    P sum[Outputs];
    for (int lm = 0; lm < Outputs; ++lm) sum[lm] = part.starts ? P(Real(0)) : load<P>(M_i + lm * C);
    for (int k = part.begin; k < part.end; ++k) {
      P V[d];
      tile.template gate<L>(this->op, k, c, V);
      P const wR = load<P>(tile.w + static_cast<std::size_t>(k) * C + c) * tile.radial_function(this->op, k, c);
      Real const* const K = tile.matrix(this->op, k);
      for (int lm1 = 0; lm1 < d; ++lm1) {
        P const wRV = wR * V[lm1];
        for (int lm = 0; lm < Outputs; ++lm) sum[lm] += P(K[lm1 * d + lm]) * wRV;
      }
    }
    for (int lm = 0; lm < Outputs; ++lm) store<P>(M_i + lm * C, sum[lm]);
  }
};

}  // namespace

template <class Space, class Real>
void attention_forward(Space const& space, AttentionOperator<Space, Real> const& op, Features<Real const, Space> u,
                       Features<Real, Space> M, Array2<Real, Space> n) {
  with_l_max(op.coupling.l_max, [&](auto degree) {
    AttentionForward<Space, Real, decltype(degree)::value> const kernel(op, u, M, n, worker_count(space));
    if (kernel.shape.tiles == 0) return;
    Kokkos::parallel_for("tesseral::attention::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                         kernel);
  });
  attention_average<Space, Real>(space, op, n, M);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                           \
  template void attention_forward<Space, Real>(Space const&, AttentionOperator<Space, Real> const&, \
                                               Features<Real const, Space>, Features<Real, Space>,  \
                                               Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
