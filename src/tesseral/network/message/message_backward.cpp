// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/message_form.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

// Rows are senders, which sum their u_adj; or receivers, whose a_i then stays in cache, if no u_adj is wanted.
template <class Space, class Real, class Degrees, template <class, class> class Radial, bool separate>
struct Backward : TiledAdjoint<Space, Real> {
  using Base = TiledAdjoint<Space, Real>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = EdgeTile<Space, Real>;
  Features<Real const, Space> message_adj;

  Backward(Base const& base, Features<Real const, Space> const& message_adj) : Base(base), message_adj(message_adj) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      for (int row = row_first; row < row_first + n_rows; ++row)
        visit_row(team, tile, this->part(row, first, n), first);
      team.team_barrier();
      if (!from_table() && n > 0)
        radial_backward(team, this->op.radial, this->op.coupling, tile.radial, n, tile.length_adj,
                        this->worker_gradient(team));
      this->add_gradients(team, tile, n, [&](int k) { return this->rows.edge_at(first + k); });
    });
  }

  KOKKOS_FORCEINLINE_FUNCTION bool from_table() const { return Radial<Space, Real>::from_table(this->op); }

  // Each thread owns its packs of channels for all edges, so that it alone adds to their u_adj.
  KOKKOS_INLINE_FUNCTION void visit_row(Member const& team, Tile const& tile, typename Base::Part const& part,
                                        EdgeIndex first) const {
    int const blocks = this->op.radial.channels / Base::lanes;
    if (part.starts && this->u_adj.extent(0) > 0)
      team_for(team, blocks, [&](int block) {
        for (int lm = 0; lm < num_lm(this->op.coupling.l_in); ++lm)
          store<P>(&this->u_adj(part.row, lm * this->op.radial.channels + block * Base::lanes), P(Real(0)));
      });
    for (int k = part.begin; k < part.end; ++k) {
      EdgeIndex const e = this->rows.edge_at(first + k);
      EdgeIndex const next = k + 1 < part.end ? this->rows.edge_at(first + k + 1) : e;
      typename Base::EdgeSums sums;
      team_for(team, blocks, [&](int block) {
        prefetch_rows(next, block * Base::lanes);
        visit_edge(tile, k, e, block * Base::lanes, sums);
      });
      this->take_sums(team, tile, k, sums);
    }
  }

  // Asks for what the next edge will read of its receiver: in large systems that row is far down the caches.
  KOKKOS_FORCEINLINE_FUNCTION void prefetch_rows(EdgeIndex next, int c) const {
    int const channels = this->op.radial.channels;
    Real const* const a_i = &message_adj(this->op.graph.receiver(next), c);
    for (int row = 0; row < this->op.coupling.n_rows; ++row) prefetch(a_i + row * channels);
  }

  // one edge and one pack of channels: message.hpp, the adjoint
  KOKKOS_FORCEINLINE_FUNCTION void visit_edge(Tile const& tile, int k, EdgeIndex e, int c,
                                              typename Base::EdgeSums& sums) const {
    auto const& coupling = this->op.coupling;
    int const channels = this->op.radial.channels;
    int const j = this->op.graph.sender(e);
    Real const* const a_i = &message_adj(this->op.graph.receiver(e), c);
    Real const* const u_j = &this->u(j, c);
    Radial<Space, Real> const radial(this->op, tile, k, c);
    P neighbor[num_lm(Degrees::l_in)], neighbor_adj[num_lm(Degrees::l_in)];
    Degrees::for_each_input(coupling, [&](auto degree) {
      constexpr int l1 = decltype(degree)::value;
      for (int lm = l1 * l1; lm < num_lm(l1); ++lm) {
        neighbor[lm] = radial.times_common(load<P>(u_j + lm * channels));
        neighbor_adj[lm] = P(Real(0));
      }
    });
    Real const* const K_k = tile.K + static_cast<std::size_t>(k) * coupling.n_entries;
    Degrees::for_each_output(coupling, [&](auto degree) {
      constexpr int l = decltype(degree)::value;
      P a[2 * l + 1], M[2 * l + 1];
      auto const begin_rows = [&](int row) {
        for (int m = 0; m < 2 * l + 1; ++m) {
          a[m] = load<P>(a_i + (row + m) * channels);
          M[m] = P(Real(0));
        }
      };
      if constexpr (!separate) begin_rows(l * l);
      Degrees::for_each_path_to(degree, coupling, [&](auto degree_1, int q, int entry, int row) {
        constexpr int l1 = decltype(degree_1)::value;
        if constexpr (separate) begin_rows(row);
        P R, slope, T[2 * l1 + 1], Ru[2 * l1 + 1];
        radial.value_and_slope(q, R, slope);
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) {
          T[m1] = P(Real(0));
          Ru[m1] = R * neighbor[l1 * l1 + m1];
        }
        Real const* const K = K_k + entry;
        for (int m = 0; m < 2 * l + 1; ++m)
          for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) {
            P const K_mm1(K[m * (2 * l1 + 1) + m1]);
            T[m1] += K_mm1 * a[m];
            M[m] += K_mm1 * Ru[m1];
          }
        P R_adj = neighbor[l1 * l1] * T[0];
        for (int m1 = 1; m1 < 2 * l1 + 1; ++m1) R_adj += neighbor[l1 * l1 + m1] * T[m1];
        radial.take_adjoint(q, R_adj, slope, sums.length);
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) neighbor_adj[l1 * l1 + m1] += R * T[m1];
        if constexpr (separate) subtract_generators<l, Real>(M, a, sums.torque);
      });
      if constexpr (!separate) subtract_generators<l, Real>(M, a, sums.torque);
    });
    if constexpr (Radial<Space, Real>::has_common) {
      P common_adj(Real(0));
      Degrees::for_each_input(coupling, [&](auto degree) {
        constexpr int l1 = decltype(degree)::value;
        for (int lm = l1 * l1; lm < num_lm(l1); ++lm) common_adj += load<P>(u_j + lm * channels) * neighbor_adj[lm];
      });
      radial.take_common_adjoint(common_adj, sums.length);
    }
    Degrees::for_each_input(coupling, [&](auto degree) {
      constexpr int l1 = decltype(degree)::value;
      subtract_generators<l1, Real>(neighbor_adj + l1 * l1, neighbor + l1 * l1, sums.torque);
      // w dE/dw: the message is linear in u, too
      for (int lm = l1 * l1; lm < num_lm(l1); ++lm) sums.fade += neighbor[lm] * neighbor_adj[lm];
      if (this->u_adj.extent(0) > 0)
        for (int lm = l1 * l1; lm < num_lm(l1); ++lm)
          add_to<P>(&this->u_adj(j, lm * channels + c), radial.times_common(neighbor_adj[lm]));
    });
  }
};

}  // namespace

template <class Space, class Real>
void message_backward(Space const& space, EdgeOperator<Space, Real> const& op, Features<Real const, Space> u,
                      Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                      Features<Real, Space> u_adj, Array2<Real, Space> weight_adj) {
  auto const rows =
      u_adj.extent(0) > 0 ? rows_of_senders(op.graph) : rows_of_receivers(op.graph, all_receivers(op.graph));
  TiledAdjoint<Space, Real> const base(space, op, rows, u, u_adj, edge_gradient, weight_adj);
  if (base.shape.tiles == 0) return;
  auto const policy = team_policy(space, base.workers, base.shape.bytes);
  with_message_form(op, [&](auto degrees, auto radial, auto separate) {
    using Kernel = Backward<Space, Real, decltype(degrees), decltype(radial)::template type, decltype(separate)::value>;
    Kokkos::parallel_for("tesseral::message::backward", policy, Kernel(base, message_adj));
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                               \
  template void message_backward<Space, Real>(Space const&, EdgeOperator<Space, Real> const&,           \
                                              Features<Real const, Space>, Features<Real const, Space>, \
                                              Vectors<double, Space>, Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
