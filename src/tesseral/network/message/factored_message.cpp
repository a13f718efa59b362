// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/factored_message.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/shared_tile.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"

namespace tesseral {
namespace {

template <class Space, class Real, int L>
struct FactoredForward : TiledKernel<Space, Real, SharedTile<Space, Real>> {
  using Base = TiledKernel<Space, Real, SharedTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = SharedTile<Space, Real>;
  Features<Real const, Space> u;
  Features<Real, Space> message;

  FactoredForward(typename Base::Operator const& op, Features<Real const, Space> const& u,
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
      Real const* const K = tile.matrix(op, k);
      P const R = tile.radial_function(op, k, c);
      for (int lm1 = 0; lm1 < inputs; ++lm1) {
        P const Ru = R * load<P>(u_j + lm1 * C);
        for (int lm = 0; lm < d; ++lm) sum[lm] += P(K[lm1 * d + lm]) * Ru;
      }
    }
    for (int lm = 0; lm < d; ++lm) store<P>(M + lm * C, sum[lm]);
  }
};

// Rows are senders, which sum their u_adj; or receivers, if no u_adj is wanted.
template <class Space, class Real, int L>
struct FactoredBackward : TiledAdjoint<Space, Real, SharedTile<Space, Real>> {
  using Base = TiledAdjoint<Space, Real, SharedTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = SharedTile<Space, Real>;
  static constexpr int lanes = Base::lanes, d = num_lm(L);
  Features<Real const, Space> message_adj;

  FactoredBackward(Base const& base, Features<Real const, Space> const& message_adj)
      : Base(base), message_adj(message_adj) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    auto const& op = this->op;
    int const blocks = op.radial.channels / lanes;
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      auto const edge_of = [&](int k) { return this->rows.edge_at(first + k); };
      team_for(team, n_rows * blocks, [&](int item) {
        visit_part(tile, this->part(row_first + item / blocks, first, n), first, item % blocks * lanes);
      });
      team.team_barrier();
      team_for(team, n * d, [&](int item) { matrix_adjoint(tile, item / d, item % d, edge_of(item / d)); });
      if (op.table.n == 0 && n > 0)
        radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, this->worker_gradient(team));
      team.team_barrier();
      team_for(team, n, [&](int k) {
        EdgeIndex const e = edge_of(k);
        tile.template add_gradient<L>(op, k, 0.0,
                                      [&](int axis, double value) { this->edge_gradient(e, axis) += value; });
      });
    });
  }

 private:
  // T, and from it R_adj and the sender's u_adj: a thread owns a pack of channels for all edges of its row
  KOKKOS_INLINE_FUNCTION void visit_part(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                         int c) const {
    auto const& op = this->op;
    int const C = op.radial.channels, inputs = num_lm(op.coupling.l_in);
    bool const to_senders = this->u_adj.extent(0) > 0;
    if (part.starts && to_senders)
      for (int lm1 = 0; lm1 < inputs; ++lm1) store<P>(&this->u_adj(part.row, lm1 * C + c), P(Real(0)));
    for (int k = part.begin; k < part.end; ++k) {
      EdgeIndex const e = this->rows.edge_at(first + k);
      Real const* const a_i = &message_adj(op.graph.receiver(e), c);
      Real const* const u_j = &this->u(op.graph.sender(e), c);
      Real const* const K = tile.matrix(op, k);
      P const R = tile.radial_function(op, k, c);
      P a[d], R_adj(Real(0));
      for (int lm = 0; lm < d; ++lm) a[lm] = load<P>(a_i + lm * C);
      for (int lm1 = 0; lm1 < inputs; ++lm1) {
        P T = P(K[lm1 * d]) * a[0];
        for (int lm = 1; lm < d; ++lm) T += P(K[lm1 * d + lm]) * a[lm];
        R_adj += load<P>(u_j + lm1 * C) * T;
        if (to_senders) add_to<P>(&this->u_adj(part.row, lm1 * C + c), R * T);
      }
      store<P>(tile.R_adj + static_cast<std::size_t>(k) * C + c, R_adj);
    }
  }

  // row lm1 of K_adj takes the place of that of K
  KOKKOS_INLINE_FUNCTION void matrix_adjoint(Tile const& tile, int k, int lm1, EdgeIndex e) const {
    auto const& op = this->op;
    int const C = op.radial.channels;
    Real const* const a_i = &message_adj(op.graph.receiver(e), 0);
    Real const* const u_j = &this->u(op.graph.sender(e), 0);
    P sum[d];
    for (int lm = 0; lm < d; ++lm) sum[lm] = P(Real(0));
    for (int c = 0; c < C && lm1 < num_lm(op.coupling.l_in); c += lanes) {
      P const Ru = tile.radial_function(op, k, c) * load<P>(u_j + lm1 * C + c);
      for (int lm = 0; lm < d; ++lm) sum[lm] += Ru * load<P>(a_i + lm * C + c);
    }
    Real* const K_adj = tile.matrix(op, k) + lm1 * d;
    for (int lm = 0; lm < d; ++lm) K_adj[lm] = sum_lanes(sum[lm]);
  }
};

}  // namespace

template <class Space, class Real>
void message_forward(Space const& space, EdgeOperator<Space, Real, SharedCoupling<Space>> const& op,
                     Features<Real const, Space> u, Features<Real, Space> message) {
  with_l_max(op.coupling.l_max, [&](auto degree) {
    FactoredForward<Space, Real, decltype(degree)::value> const kernel(op, u, message, worker_count(space));
    if (kernel.shape.tiles == 0) return;
    Kokkos::parallel_for("tesseral::message::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                         kernel);
  });
}

template <class Space, class Real>
void message_backward(Space const& space, EdgeOperator<Space, Real, SharedCoupling<Space>> const& op,
                      Features<Real const, Space> u, Features<Real const, Space> message_adj,
                      Vectors<double, Space> edge_gradient, Features<Real, Space> u_adj,
                      Array2<Real, Space> weight_adj) {
  auto const rows =
      u_adj.extent(0) > 0 ? rows_of_senders(op.graph) : rows_of_receivers(op.graph, all_receivers(op.graph));
  TiledAdjoint<Space, Real, SharedTile<Space, Real>> const base(space, op, rows, u, u_adj, edge_gradient, weight_adj);
  if (base.shape.tiles == 0) return;
  with_l_max(op.coupling.l_max, [&](auto degree) {
    Kokkos::parallel_for("tesseral::message::backward", team_policy(space, base.workers, base.shape.bytes),
                         FactoredBackward<Space, Real, decltype(degree)::value>(base, message_adj));
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                            \
  template void message_forward<Space, Real>(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&,  \
                                             Features<Real const, Space>, Features<Real, Space>);                    \
  template void message_backward<Space, Real>(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&, \
                                              Features<Real const, Space>, Features<Real const, Space>,              \
                                              Vectors<double, Space>, Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
