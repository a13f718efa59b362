// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack_transpose.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/factored_message.hpp"
#include "tesseral/network/message/message_form.hpp"
#include "tesseral/network/message/turned_rows.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

/// Scratch of a tile of the adjoint; k is the tile's k-th edge.
template <class Space, class Real>
struct MatrixTile : EdgeTile<Space, Real, SharedCoupling<Space>> {
  using Base = EdgeTile<Space, Real, SharedCoupling<Space>>;
  using Operator = EdgeOperator<Space, Real, SharedCoupling<Space>>;

  // Without a table the radial network's own array is R.
  Real* R = nullptr;             // [k][c]
  Real* length_terms = nullptr;  // [k][c], h R' R_adj, with a table
  Real* K_adj = nullptr;         // [k][lm1][lm, padded]

  KOKKOS_INLINE_FUNCTION static int padded_lms(Operator const& op) { return padded<Space, Real>(op.coupling.lms()); }
  /// Rows lm1 of K.
  KOKKOS_INLINE_FUNCTION static int rows(Operator const& op) { return op.coupling.n_entries / op.coupling.lms(); }

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    std::size_t const columns = edges;
    if (op.table.n > 0) {
      arena.take(R, columns * op.radial.channels);
      arena.take(length_terms, columns * op.radial.channels);
    } else {
      R = this->radial.R;
    }
    arena.take(K_adj, columns * rows(op) * padded_lms(op));
  }
  KOKKOS_FORCEINLINE_FUNCTION Real const* matrix(Operator const& op, int k) const {
    return this->K + static_cast<std::size_t>(k) * op.coupling.n_entries;
  }
  KOKKOS_FORCEINLINE_FUNCTION Real* matrix_adjoint(Operator const& op, int k) const {
    return K_adj + static_cast<std::size_t>(k) * rows(op) * padded_lms(op);
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
  static constexpr int lanes = Base::lanes, d = num_lm(L), padded_d = padded<Space, Real>(d);
  // packs of lm, and of channels, that a loop has in registers
  static constexpr int packs_at_once = is_host_space<Space> && padded_d / lanes > 1 ? 2 : 1;
  static constexpr int channel_packs = is_host_space<Space> ? 2 : 1;
  Features<Real const, Space> message_adj;
  Array1<Real const, Space> turned;  // turned_rows.hpp

  MatrixBackward(Base const& base, Features<Real const, Space> const& message_adj,
                 Array1<Real const, Space> const& turned)
      : Base(base), message_adj(message_adj), turned(turned) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    auto const& op = this->op;
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      int const packs = op.radial.channels / lanes, runs = (packs + channel_packs - 1) / channel_packs;
      team_for(team, n_rows * runs, [&](int item) {
        auto const part = this->part(row_first + item / runs, first, n);
        int const pack = item % runs * channel_packs;
        if (pack + channel_packs <= packs)
          visit_row<channel_packs>(tile, part, first, pack * lanes);
        else
          visit_row<1>(tile, part, first, pack * lanes);
      });
      team.team_barrier();
      auto const edge_of = [&](int k) { return this->rows.edge_at(first + k); };
      if constexpr (edges) add_up(team, tile, n, edge_of);
      if (!Radial<Space, Real>::from_table(op) && n > 0)
        radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, this->worker_gradient(team));
      if constexpr (edges) this->add_gradients(team, tile, n, edge_of);
    });
  }

 private:
  static constexpr int edge_lanes = lanes_of<Space, double>;

  // u_adj and R_adj of the part's edges, for packs of channels
  template <int packs>
  KOKKOS_INLINE_FUNCTION void visit_row(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                        int c) const {
    auto const& op = this->op;
    int const C = op.radial.channels, inputs = num_lm(op.coupling.l_in);
    bool const to_senders = this->u_adj.extent(0) > 0;
    P u_adj[num_lm(max_l_hidden)][packs];
    for (int lm1 = 0; lm1 < inputs; ++lm1)
      for (int p = 0; p < packs; ++p)
        u_adj[lm1][p] =
            part.starts || !to_senders ? P(Real(0)) : load<P>(&this->u_adj(part.row, lm1 * C + c + p * lanes));
    for (int k = part.begin; k < part.end; ++k) visit_edge(tile, k, this->rows.edge_at(first + k), c, u_adj);
    if (to_senders && (part.starts || part.begin < part.end))
      for (int lm1 = 0; lm1 < inputs; ++lm1)
        for (int p = 0; p < packs; ++p) store<P>(&this->u_adj(part.row, lm1 * C + c + p * lanes), u_adj[lm1][p]);
  }

  // Calls function(constant size, first lm1) for groups of four lm1, then for each of the rest.
  template <class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_group(int inputs, Function const& function) {
    constexpr int most = 4;
    int first = 0;
    for (; first + most <= inputs; first += most) function(std::integral_constant<int, most>{}, first);
    for (; first < inputs; ++first) function(std::integral_constant<int, 1>{}, first);
  }

  template <int packs>
  KOKKOS_FORCEINLINE_FUNCTION void visit_edge(Tile const& tile, int k, EdgeIndex e, int c, P (*u_adj)[packs]) const {
    auto const& op = this->op;
    int const C = op.radial.channels;
    Real const* const a_i = &message_adj(op.graph.receiver(e), c);
    Real const* const u_j = &this->u(op.graph.sender(e), c);
    Real const* const K = tile.matrix(op, k);
    P R[packs], slope[packs], R_adj[packs];
    for (int p = 0; p < packs; ++p) {
      Radial<Space, Real>(op, tile, k, c + p * lanes).value_and_slope(0, R[p], slope[p]);
      R_adj[p] = P(Real(0));
    }
    for_each_group(num_lm(op.coupling.l_in), [&](auto group, int first) {
      constexpr int size = decltype(group)::value;
      P T[size][packs];
      for (auto& row : T)
        for (P& sum : row) sum = P(Real(0));
      for (int lm = 0; lm < d; ++lm) {
        P a[packs];
        for (int p = 0; p < packs; ++p) a[p] = load<P>(a_i + lm * C + p * lanes);
        TESSERAL_UNROLL
        for (int n = 0; n < size; ++n) {
          P const K_n(K[(first + n) * d + lm]);
          for (int p = 0; p < packs; ++p) T[n][p] += K_n * a[p];
        }
      }
      for (int n = 0; n < size; ++n)
        for (int p = 0; p < packs; ++p) {
          R_adj[p] += load<P>(u_j + (first + n) * C + p * lanes) * T[n][p];
          u_adj[first + n][p] += R[p] * T[n][p];
        }
    });
    for (int p = 0; p < packs; ++p) {
      P length_term(Real(0));
      Radial<Space, Real>(op, tile, k, c + p * lanes).take_adjoint(0, R_adj[p], slope[p], length_term);
      if constexpr (edges)
        if (Radial<Space, Real>::from_table(op)) {
          std::size_t const at = static_cast<std::size_t>(k) * C + c + p * lanes;
          store<P>(tile.R + at, R[p]);
          store<P>(tile.length_terms + at, length_term);
        }
    }
  }

  // what the gradients of n edges are made of; ends with a barrier
  template <class EdgeOf>
  KOKKOS_INLINE_FUNCTION void add_up(Member const& team, Tile const& tile, int n, EdgeOf const& edge_of) const {
    constexpr int runs = (padded_d / lanes + packs_at_once - 1) / packs_at_once;
    team_for(team, n * runs, [&](int item) {
      int const k = item / runs, lm = item % runs * packs_at_once * lanes;
      if (Radial<Space, Real>::from_table(this->op) && lm == 0) add_up_length(tile, k);
      if (lm + packs_at_once * lanes <= padded_d)
        sum_channels<packs_at_once>(tile, k, edge_of(k), lm);
      else
        sum_channels<1>(tile, k, edge_of(k), lm);
    });
    team.team_barrier();
    team_for(team, (n + edge_lanes - 1) / edge_lanes, [&](int group) { add_up_torque(tile, group * edge_lanes); });
    team.team_barrier();
  }

  KOKKOS_FORCEINLINE_FUNCTION void add_up_length(Tile const& tile, int k) const {
    int const C = this->op.radial.channels;
    Real const* const terms = tile.length_terms + static_cast<std::size_t>(k) * C;
    P sum(Real(0));
    for (int c = 0; c < C; c += lanes) sum += load<P>(terms + c);
    tile.length_adj[k] = sum_lanes(sum);
  }

  // K_adj of one edge, for packs of lm. What a pack has behind the last lm is never read.
  template <int packs>
  KOKKOS_FORCEINLINE_FUNCTION void sum_channels(Tile const& tile, int k, EdgeIndex e, int lm) const {
    auto const& op = this->op;
    int const C = op.radial.channels, inputs = num_lm(op.coupling.l_in);
    Real const* const R = tile.R + static_cast<std::size_t>(k) * C;
    Real const* const u_j = &this->u(op.graph.sender(e), 0);
    Real const* const a_i = turned.data() + static_cast<std::size_t>(op.graph.receiver(e)) * d * C + lm;
    Real* const K_adj = tile.matrix_adjoint(op, k) + lm;
    for_each_group(inputs, [&](auto group, int first) {
      // Several sums of every so many channels, if there are few: an addition takes as long as it takes to do eight.
      // Channels are whole packs, and so whole rounds of strands.
      constexpr int size = decltype(group)::value, most = 4 / packs < lanes ? 4 / packs : lanes;
      constexpr int strands = is_host_space<Space> && size * packs <= 4 ? most : 1;
      P sum[strands][size][packs];
      for (auto& strand : sum)
        for (auto& row : strand)
          for (P& of_pack : row) of_pack = P(Real(0));
      Real const* const u = u_j + first * C;
      for (int c = 0; c < C; c += strands) {
        TESSERAL_UNROLL
        for (int s = 0; s < strands; ++s)
          for (int p = 0; p < packs; ++p) {
            P const Ra = P(R[c + s]) * load<P>(a_i + (c + s) * d + p * lanes);
            TESSERAL_UNROLL
            for (int n = 0; n < size; ++n) sum[s][n][p] += P(u[n * C + c + s]) * Ra;
          }
      }
      for (int n = 0; n < size; ++n)
        for (int p = 0; p < packs; ++p) {
          for (int s = 1; s < strands; ++s) sum[0][n][p] += sum[s][n][p];
          store<P>(K_adj + (first + n) * padded_d + p * lanes, sum[0][n][p]);
        }
    });
    for (int lm1 = inputs; lm1 < Tile::rows(op); ++lm1)
      for (int p = 0; p < packs; ++p) store<P>(K_adj + lm1 * padded_d + p * lanes, P(Real(0)));
  }

  // r x dE/dr and w dE/dw of a pack of edges from K_adj: K is linear in w Y
  KOKKOS_INLINE_FUNCTION void add_up_torque(Tile const& tile, int k) const {
    using D = Pack<double, edge_lanes>;
    using Q = Pack<Real, edge_lanes>;
    auto const& op = this->op;
    D unit[3], Y_double[d];
    for (int axis = 0; axis < 3; ++axis) unit[axis] = load<D>(tile.unit + axis * tile.capacity + k);
    spherical_harmonics<L>(L, unit[0], unit[1], unit[2], Y_double);
    Q Y[d], Y_adj[d], torque[3] = {Q(Real(0)), Q(Real(0)), Q(Real(0))};
    for (int lm = 0; lm < d; ++lm) {
      if (op.inner.exist()) Y_double[lm] *= load<D>(tile.fade + k);
      Y[lm] = converted<Real>(Y_double[lm]);
    }
    contract_adjoint(tile, k, Y_adj);
    subtract_generators_to<Real, L>(L, Y, Y_adj, torque);  // D is antisymmetric
    for (int axis = 0; axis < 3; ++axis) store<Q>(tile.torque + axis * tile.capacity + k, torque[axis]);
    if (op.inner.exist()) {
      Q fade_adj(Real(0));
      for (int lm = 0; lm < d; ++lm) fade_adj += Y[lm] * Y_adj[lm];
      store<Q>(tile.fade_adj + k, fade_adj);
    }
  }

  template <class Q>
  KOKKOS_INLINE_FUNCTION void contract_adjoint(Tile const& tile, int k, Q* Y_adj) const {
    auto const& op = this->op;
    if constexpr (edge_lanes == 1) {
      op.coupling.contract_adjoint(tile.matrix_adjoint(op, k), Y_adj);
    } else {
      Q K_adj[d * d];
      for (int lm1 = 0; lm1 < Tile::rows(op); ++lm1)
        for (int lm = 0; lm < d; lm += edge_lanes) {
          Q block[edge_lanes];
          load_transposed(tile.matrix_adjoint(op, k) + lm1 * padded_d + lm, Tile::rows(op) * padded_d, block);
          for (int n = 0; n < edge_lanes && lm + n < d; ++n) K_adj[lm1 * d + lm + n] = block[n];
        }
      op.coupling.contract_adjoint(K_adj, Y_adj);
    }
  }
};

}  // namespace

template <class Space, class Real>
void message_backward(Space const& space, EdgeOperator<Space, Real, SharedCoupling<Space>> const& op,
                      Features<Real const, Space> u, Features<Real const, Space> message_adj,
                      Vectors<double, Space> edge_gradient, Features<Real, Space> u_adj, Array2<Real, Space> weight_adj,
                      Array1<Real, Space> turned) {
  auto const rows =
      u_adj.extent(0) > 0 ? rows_of_senders(op.graph) : rows_of_receivers(op.graph, all_receivers(op.graph));
  TiledAdjoint<Space, Real, MatrixTile<Space, Real>> const base(space, op, rows, u, u_adj, edge_gradient, weight_adj);
  if (base.shape.tiles == 0) return;
  bool const with_edges = edge_gradient.extent(0) > 0;
  if (with_edges)
    turn_rows<Space, Real>(space, message_adj, op.graph.n_owned, op.coupling.lms(), op.radial.channels, turned);
  auto const policy = team_policy(space, base.workers, base.shape.bytes);
  with_radial_and_degree<max_l_shared>(op, [&](auto radial, auto l_max) {
    auto const launch = [&](auto edges) {
      using Kernel =
          MatrixBackward<Space, Real, decltype(radial)::template type, decltype(l_max)::value, decltype(edges)::value>;
      Kokkos::parallel_for("tesseral::message::backward", policy, Kernel(base, message_adj, turned));
    };
    // without edges there is a gradient of the weights, which tables do not have
    if constexpr (std::is_same_v<decltype(radial), RadialSource<NetworkRadial>>)
      if (!with_edges) return launch(std::false_type{});
    launch(std::true_type{});
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                            \
  template void message_backward<Space, Real>(Space const&, EdgeOperator<Space, Real, SharedCoupling<Space>> const&, \
                                              Features<Real const, Space>, Features<Real const, Space>,              \
                                              Vectors<double, Space>, Features<Real, Space>, Array2<Real, Space>,    \
                                              Array1<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
