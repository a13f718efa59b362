// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/factored_message.hpp"

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

/// Scratch of a tile; k is the tile's k-th edge.
template <class Space, class Real>
struct MatrixTile : EdgeTile<Space, Real, SharedCoupling<Space>> {
  using Base = EdgeTile<Space, Real, SharedCoupling<Space>>;
  using Operator = EdgeOperator<Space, Real, SharedCoupling<Space>>;
  static constexpr int lanes = Base::lanes;

  // For the adjoint: two directions across the edge, [2][3][capacity], and how K changes as the edge turns about each.
  double* axis = nullptr;
  Real* turned = nullptr;  // [2][capacity][entry]

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    if (!adjoint) return;
    std::size_t const columns = edges;
    arena.take(axis, 6 * columns);
    arena.take(turned, 2 * columns * op.coupling.n_entries);
  }
  KOKKOS_FORCEINLINE_FUNCTION Real const* matrix(Operator const& op, int k) const {
    return this->K + static_cast<std::size_t>(k) * op.coupling.n_entries;
  }
  KOKKOS_FORCEINLINE_FUNCTION Real* turned_matrix(Operator const& op, int which, int k) const {
    return turned + (static_cast<std::size_t>(which) * this->capacity + k) * op.coupling.n_entries;
  }
  KOKKOS_FORCEINLINE_FUNCTION double& axis_of(int which, int d, int k) const {
    return axis[(which * 3 + d) * this->capacity + k];
  }

  /// Axes and turned matrices of n edges; ends with a barrier.
  template <int L, class Member>
  KOKKOS_INLINE_FUNCTION void turn_matrices(Member const& team, Operator const& op, int n) const {
    team_for(team, (n + lanes - 1) / lanes, [&](int group) { turn_pack<L>(op, group * lanes); });
    team.team_barrier();
  }

 private:
  using P = Pack<double, lanes>;

  template <int L>
  KOKKOS_INLINE_FUNCTION void turn_pack(Operator const& op, int first) const {
    P unit[3], Y[num_lm(L)], dY[num_lm(L)];
    for (int d = 0; d < 3; ++d) unit[d] = load<P>(this->unit + d * this->capacity + first);
    spherical_harmonics<L>(L, unit[0], unit[1], unit[2], Y);
    if (op.inner.exist())
      for (P& y : Y) y *= load<P>(this->fade + first);
    for (int k = first; k < first + lanes; ++k) choose_axes(k);
    for (int which = 0; which < 2; ++which) {
      P w[3];
      for (int d = 0; d < 3; ++d) w[d] = load<P>(&axis_of(which, d, first));
      for_each_degree<0, L>([&](auto degree) {
        constexpr int l = decltype(degree)::value;
        turn<l, double>(w, Y + l * l, dY + l * l);
      });
      Real* const matrices = turned_matrix(op, which, first);
      op.coupling.contract_all(
          dY, [&](int entry, P const& value) { store_strided(matrices + entry, op.coupling.n_entries, value); });
    }
  }

  // any two that are normal to the edge and to each other: what they are for does not depend on the choice
  KOKKOS_INLINE_FUNCTION void choose_axes(int k) const {
    double const n[3] = {this->unit[k], this->unit[this->capacity + k], this->unit[2 * this->capacity + k]};
    int const a = n[2] * n[2] < 0.5 ? 2 : 0, b = (a + 1) % 3, c = (a + 2) % 3;
    double const inverse = 1.0 / std::sqrt(n[b] * n[b] + n[c] * n[c]);
    double e[3];
    e[a] = 0.0;
    e[b] = -n[c] * inverse;
    e[c] = n[b] * inverse;
    for (int d = 0; d < 3; ++d) {
      int const p = (d + 1) % 3, q = (d + 2) % 3;
      axis_of(0, d, k) = e[d];
      axis_of(1, d, k) = n[p] * e[q] - n[q] * e[p];
    }
  }
};

template <class Space, class Real, template <class, class> class Radial, int L>
struct MatrixForward : TiledKernel<Space, Real, MatrixTile<Space, Real>> {
  using Base = TiledKernel<Space, Real, MatrixTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = MatrixTile<Space, Real>;
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
      Real const* const K = tile.matrix(op, k);
      P const R = Radial<Space, Real>(op, tile, k, c).value(0);
      for (int lm1 = 0; lm1 < inputs; ++lm1) {
        P const Ru = R * load<P>(u_j + lm1 * C);
        for (int lm = 0; lm < d; ++lm) sum[lm] += P(K[lm1 * d + lm]) * Ru;
      }
    }
    for (int lm = 0; lm < d; ++lm) store<P>(M + lm * C, sum[lm]);
  }
};

// Rows are senders, which sum their u_adj; or receivers, if no u_adj is wanted. Without edges only u_adj and the radial
// weights get an adjoint.
template <class Space, class Real, template <class, class> class Radial, int L, bool edges>
struct MatrixBackward : TiledAdjoint<Space, Real, MatrixTile<Space, Real>> {
  using Base = TiledAdjoint<Space, Real, MatrixTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = MatrixTile<Space, Real>;
  static constexpr int lanes = Base::lanes, d = num_lm(L);
  Features<Real const, Space> message_adj;

  MatrixBackward(Base const& base, Features<Real const, Space> const& message_adj)
      : Base(base), message_adj(message_adj) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    auto const& op = this->op;
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      if constexpr (edges) tile.template turn_matrices<L>(team, op, n);
      for (int row = row_first; row < row_first + n_rows; ++row)
        visit_row(team, tile, this->part(row, first, n), first);
      team.team_barrier();
      if (!Radial<Space, Real>::from_table(op) && n > 0)
        radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, this->worker_gradient(team));
      if constexpr (!edges) return;
      team_for(team, n, [&](int k) {
        double const t[2] = {tile.torque[k], tile.torque[tile.capacity + k]};
        for (int axis = 0; axis < 3; ++axis)
          tile.torque[axis * tile.capacity + k] =
              static_cast<Real>(t[0] * tile.axis_of(0, axis, k) + t[1] * tile.axis_of(1, axis, k));
        this->add_gradient(tile, k, this->rows.edge_at(first + k));
      });
    });
  }

 private:
  // Each thread owns its packs of channels for all edges, so that it alone adds to their u_adj.
  KOKKOS_INLINE_FUNCTION void visit_row(Member const& team, Tile const& tile, typename Base::Part const& part,
                                        EdgeIndex first) const {
    auto const& op = this->op;
    int const C = op.radial.channels, blocks = C / lanes, inputs = num_lm(op.coupling.l_in);
    if (part.starts && this->u_adj.extent(0) > 0)
      team_for(team, blocks, [&](int block) {
        for (int lm1 = 0; lm1 < inputs; ++lm1) store<P>(&this->u_adj(part.row, lm1 * C + block * lanes), P(Real(0)));
      });
    for (int k = part.begin; k < part.end; ++k) {
      EdgeIndex const e = this->rows.edge_at(first + k);
      EdgeIndex const next = k + 1 < part.end ? this->rows.edge_at(first + k + 1) : e;
      typename Base::EdgeSums sums;  // of torque the numbers about the two axes
      team_for(team, blocks, [&](int block) {
        // large systems have the next receiver's row far down the caches
        Real const* const next_row = &message_adj(op.graph.receiver(next), block * lanes);
        for (int lm = 0; lm < d; ++lm) prefetch(next_row + lm * C);
        visit_edge(tile, k, e, block * lanes, sums);
      });
      if constexpr (edges) this->take_sums(team, tile, k, sums);
    }
  }

  // Calls function(constant size, first lm1) for groups of lm1 whose sums fit the registers.
  template <class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_group(int inputs, Function const& function) {
    constexpr int most = vector_registers / 4;
    int first = 0;
    for (; first + most <= inputs; first += most) function(std::integral_constant<int, most>{}, first);
    if constexpr (most > 4)
      for (; first + 4 <= inputs; first += 4) function(std::integral_constant<int, 4>{}, first);
    for (; first < inputs; ++first) function(std::integral_constant<int, 1>{}, first);
  }

  KOKKOS_FORCEINLINE_FUNCTION void visit_edge(Tile const& tile, int k, EdgeIndex e, int c,
                                              typename Base::EdgeSums& sums) const {
    auto const& op = this->op;
    int const C = op.radial.channels, j = op.graph.sender(e);
    Real const* const a_i = &message_adj(op.graph.receiver(e), c);
    Real const* const u_j = &this->u(j, c);
    Real const* const K = tile.matrix(op, k);
    [[maybe_unused]] Real const* const K_0 = tile.turned_matrix(op, 0, k);
    [[maybe_unused]] Real const* const K_1 = tile.turned_matrix(op, 1, k);
    Radial<Space, Real> const radial(op, tile, k, c);
    P R, slope, R_adj(Real(0));
    radial.value_and_slope(0, R, slope);
    for_each_group(num_lm(op.coupling.l_in), [&](auto group, int first) {
      constexpr int size = decltype(group)::value;
      P T[edges ? 3 : 1][size];
      for (auto& each : T)
        for (P& sum : each) sum = P(Real(0));
      for (int lm = 0; lm < d; ++lm) {
        P const a = load<P>(a_i + lm * C);
        TESSERAL_UNROLL
        for (int lm1 = 0; lm1 < size; ++lm1) {
          int const entry = (first + lm1) * d + lm;
          T[0][lm1] += P(K[entry]) * a;
          if constexpr (edges) {
            T[1][lm1] += P(K_0[entry]) * a;
            T[2][lm1] += P(K_1[entry]) * a;
          }
        }
      }
      for (int lm1 = 0; lm1 < size; ++lm1) {
        int const at = (first + lm1) * C;
        P const neighbor = load<P>(u_j + at);
        R_adj += neighbor * T[0][lm1];
        if constexpr (edges) {
          sums.torque[0] += R * neighbor * T[1][lm1];
          sums.torque[1] += R * neighbor * T[2][lm1];
        }
        if (this->u_adj.extent(0) > 0) add_to<P>(&this->u_adj(j, at + c), R * T[0][lm1]);
      }
    });
    sums.fade += R * R_adj;
    radial.take_adjoint(0, R_adj, slope, sums.length);
  }
};

/// Calls function(RadialSource, Degree<l_max>), on the host.
template <class Operator, class Function>
void with_matrix_form(Operator const& op, Function const& function) {
  with_degree<max_l_shared>(op.coupling.l_max, [&](auto l_max) {
    if (op.table.n > 0)
      function(RadialSource<TabulatedRadial>{}, l_max);
    else
      function(RadialSource<NetworkRadial>{}, l_max);
  });
}

}  // namespace

template <class Space, class Real>
void message_forward(Space const& space, EdgeOperator<Space, Real, SharedCoupling<Space>> const& op,
                     Features<Real const, Space> u, Features<Real, Space> message) {
  with_matrix_form(op, [&](auto radial, auto l_max) {
    MatrixForward<Space, Real, decltype(radial)::template type, decltype(l_max)::value> const kernel(
        op, u, message, worker_count(space));
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
  TiledAdjoint<Space, Real, MatrixTile<Space, Real>> const base(space, op, rows, u, u_adj, edge_gradient, weight_adj);
  if (base.shape.tiles == 0) return;
  auto const policy = team_policy(space, base.workers, base.shape.bytes);
  with_matrix_form(op, [&](auto radial, auto l_max) {
    auto const launch = [&](auto edges) {
      using Kernel =
          MatrixBackward<Space, Real, decltype(radial)::template type, decltype(l_max)::value, decltype(edges)::value>;
      Kokkos::parallel_for("tesseral::message::backward", policy, Kernel(base, message_adj));
    };
    // without edges there is a gradient of the weights, which tables do not have
    if constexpr (std::is_same_v<decltype(radial), RadialSource<NetworkRadial>>)
      if (edge_gradient.extent(0) == 0) return launch(std::false_type{});
    launch(std::true_type{});
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
