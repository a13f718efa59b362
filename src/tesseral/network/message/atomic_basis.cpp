// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/atomic_basis.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack_transpose.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/network/message/message_form.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

/// Scratch of a tile; e is the tile's edge number e, rows over lm and k are padded to packs.
template <class Space, class Real>
struct BasisTile : EdgeTile<Space, Real, EdgeHarmonics<Space>> {
  using Base = EdgeTile<Space, Real, EdgeHarmonics<Space>>;
  using Operator = BasisEdges<Space, Real>;
  // this and the next only for the adjoint
  Real* x = nullptr;           // [e][k]
  Real* x_slope = nullptr;     // [e][k], h x', with a table
  Real* Y_adj = nullptr;       // [e][lm]
  Real* Y_slope = nullptr;     // [e][lm], sum_k h x_k' S_adj, with a table
  Real* transposed = nullptr;  // [z k][lm], S_adj of one row

  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    if (!adjoint) return;
    std::size_t const columns = edges, lms = op.coupling.n_entries;
    if (op.table.n > 0) {
      arena.take(x, columns * op.radial.channels);
      arena.take(x_slope, columns * op.radial.channels);
      arena.take(Y_slope, columns * lms);
    } else {
      x = this->radial.R;
    }
    arena.take(Y_adj, columns * lms);
    arena.take(transposed, op.columns() * lms);
  }
};

template <class Space, class Real, template <class, class> class Radial, int l_max>
struct Forward : TiledKernel<Space, Real, BasisTile<Space, Real>> {
  using Base = TiledKernel<Space, Real, BasisTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = BasisTile<Space, Real>;
  Features<Real, Space> S;

  Forward(BasisEdges<Space, Real> const& op, Features<Real, Space> const& S, int workers)
      : Base(op, rows_of_receivers(op.graph, op.receivers), false, workers), S(S) {}

  KOKKOS_FORCEINLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    int const packs = this->op.columns() / Base::lanes;
    this->for_each_piece(team, tile, team.league_rank(), [&](int row_first, int n_rows, EdgeIndex first, int n) {
      team_for(team, n_rows * packs, [&](int item) {
        auto const part = this->part(row_first + item / packs, first, n);
        if (part.starts || part.begin < part.end) sum_edges(tile, part, first, item % packs * Base::lanes);
      });
    });
  }

 private:
  // over the part's edges from senders of one species, for one pack of functions, in registers
  KOKKOS_INLINE_FUNCTION void sum_edges(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                        int column) const {
    auto const& op = this->op;
    int const z = column / op.radial.channels, k = column % op.radial.channels, stride = op.columns();
    Real* const S_i = &S(part.row, column);
    P sum[num_lm(l_max)];
    for (int lm = 0; lm < num_lm(l_max); ++lm) sum[lm] = part.starts ? P(Real(0)) : load<P>(S_i + lm * stride);
    for (int e = part.begin; e < part.end; ++e) {
      if (op.species > 1 && op.graph.species(op.graph.sender(first + e)) != z) continue;
      P const x = Radial<Space, Real>(op, tile, e, k).value(0);
      Real const* const Y = tile.K + e * op.coupling.n_entries;
      for (int lm = 0; lm < num_lm(l_max); ++lm) sum[lm] += P(Y[lm]) * x;
    }
    for (int lm = 0; lm < num_lm(l_max); ++lm) store<P>(S_i + lm * stride, sum[lm]);
  }
};

// Rows are receivers, whose S_adj is transposed once for all their edges. Without edges only the radial weights get an
// adjoint.
template <class Space, class Real, template <class, class> class Radial, bool edges>
struct Backward : TiledAdjoint<Space, Real, BasisTile<Space, Real>> {
  using Base = TiledAdjoint<Space, Real, BasisTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = BasisTile<Space, Real>;
  // Edges and packs of lm whose sums over functions stand in registers at a time: enough to hide what an addition
  // takes.
  static constexpr int edges_at_once = is_host_space<Space> ? 4 : 1, packs_at_once = is_host_space<Space> ? 2 : 1;
  static constexpr int most_lms = padded<Space, Real>(num_lm(max_l));
  static_assert(Tile::step % Base::lanes == 0, "packs of edges end where the tile ends");
  Features<Real const, Space> S_adj;
  int lms, lane_lms;

  Backward(Base const& base, Features<Real const, Space> const& S_adj)
      : Base(base), S_adj(S_adj), lms(num_lm(this->op.coupling.l_max)), lane_lms(this->op.coupling.n_entries) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      if constexpr (from_table()) interpolate(team, tile, n);
      for (int row = row_first; row < row_first + n_rows; ++row) {
        auto const part = this->part(row, first, n);
        if (part.begin < part.end) visit_row(team, tile, part, first);
      }
      if (!from_table() && n > 0)
        radial_backward(team, this->op.radial, this->op.coupling, tile.radial, n, tile.length_adj,
                        this->worker_gradient(team));
      if constexpr (!edges) return;
      team_for(team, (n + Base::lanes - 1) / Base::lanes, [&](int group) { add_up(tile, group * Base::lanes); });
      team.team_barrier();
      this->add_gradients(team, tile, n, [&](int e) { return first + e; });
    });
  }

 private:
  KOKKOS_FORCEINLINE_FUNCTION static constexpr bool from_table() {
    return std::is_same_v<Radial<Space, Real>, TabulatedRadial<Space, Real>>;
  }

  KOKKOS_INLINE_FUNCTION void interpolate(Member const& team, Tile const& tile, int n) const {
    int const K = this->op.radial.channels, packs = K / Base::lanes;
    team_for(team, n * packs, [&](int item) {
      int const e = item / packs, k = item % packs * Base::lanes;
      P value, slope;
      Radial<Space, Real>(this->op, tile, e, k).value_and_slope(0, value, slope);
      store<P>(tile.x + e * K + k, value);
      store<P>(tile.x_slope + e * K + k, slope);
    });
    team.team_barrier();
  }

  KOKKOS_INLINE_FUNCTION void visit_row(Member const& team, Tile const& tile, typename Base::Part const& part,
                                        EdgeIndex first) const {
    auto const& op = this->op;
    int const columns = op.columns(), K = op.radial.channels, count = part.end - part.begin;
    Real const* const row = &S_adj(part.row, 0);
    if constexpr (edges) {
      constexpr int lanes = Base::lanes;
      int const packs = lane_lms / lanes;
      team_for(team, columns / lanes * packs, [&](int item) {
        int const column = item / packs * lanes, lm = item % packs * lanes;
        P block[lanes];
        for (int n = 0; n < lanes; ++n)
          block[n] = lm + n < lms ? load<P>(row + (lm + n) * columns + column) : P(Real(0));
        transpose(block);
        for (int n = 0; n < lanes; ++n) store<P>(tile.transposed + (column + n) * lane_lms + lm, block[n]);
      });
      team.team_barrier();
      int const runs = (packs + packs_at_once - 1) / packs_at_once;
      team_for(team, (count + edges_at_once - 1) / edges_at_once * runs, [&](int item) {
        int const e = part.begin + item / runs * edges_at_once, pack = item % runs * packs_at_once;
        if (pack + packs_at_once <= packs)
          sum_functions<packs_at_once>(tile, first, e, part.end, pack * Base::lanes);
        else
          sum_functions<1>(tile, first, e, part.end, pack * Base::lanes);
      });
    }
    if constexpr (!from_table()) {
      int const packs = K / Base::lanes;
      team_for(team, count * packs, [&](int item) {
        int const e = part.begin + item / packs, k = item % packs * Base::lanes;
        Real const* const S_adj_k = row + species_of(first + e) * K + k;
        Real const* const Y = tile.K + e * lane_lms;
        P x_adj(Real(0));
        for (int lm = 0; lm < lms; ++lm) x_adj += P(Y[lm]) * load<P>(S_adj_k + lm * columns);
        store<P>(tile.radial.R_adj + e * K + k, x_adj);
      });
    }
    team.team_barrier();
  }

  KOKKOS_FORCEINLINE_FUNCTION int species_of(EdgeIndex e) const {
    return this->op.species > 1 ? this->op.graph.species(this->op.graph.sender(e)) : 0;
  }

  // Y_adj, and with a table Y_slope, of edges from e_first on and of packs of lm; behind e_last the last one again
  template <int packs>
  KOKKOS_FORCEINLINE_FUNCTION void sum_functions(Tile const& tile, EdgeIndex first, int e_first, int e_last,
                                                 int lm) const {
    constexpr int lanes = Base::lanes;
    int const K = this->op.radial.channels;
    int e[edges_at_once];
    Real const* S_adj_z[edges_at_once];
    P Y_adj[edges_at_once][packs], Y_slope[edges_at_once][packs];
    for (int n = 0; n < edges_at_once; ++n) {
      e[n] = e_first + n < e_last ? e_first + n : e_last - 1;
      S_adj_z[n] = tile.transposed + species_of(first + e[n]) * K * lane_lms + lm;
      for (int p = 0; p < packs; ++p) Y_adj[n][p] = Y_slope[n][p] = P(Real(0));
    }
    for (int k = 0; k < K; ++k) TESSERAL_UNROLL
    for (int n = 0; n < edges_at_once; ++n)
      for (int p = 0; p < packs; ++p) {
        P const a = load<P>(S_adj_z[n] + k * lane_lms + p * lanes);
        Y_adj[n][p] += P(tile.x[e[n] * K + k]) * a;
        if constexpr (from_table()) Y_slope[n][p] += P(tile.x_slope[e[n] * K + k]) * a;
      }
    for (int n = 0; n < edges_at_once; ++n)
      for (int p = 0; p < packs; ++p) {
        int const at = e[n] * lane_lms + lm + p * lanes;
        store<P>(tile.Y_adj + at, Y_adj[n][p]);
        if constexpr (from_table()) store<P>(tile.Y_slope + at, Y_slope[n][p]);
      }
  }

  // what the gradients of a pack of edges are made of
  KOKKOS_FORCEINLINE_FUNCTION void add_up(Tile const& tile, int e) const {
    P Y[most_lms], other[most_lms];
    auto const scalar_product = [&] {
      P sum(Real(0));
      for (int lm = 0; lm < lms; ++lm) sum += Y[lm] * other[lm];
      return sum;
    };
    turn_rows(tile.K, e, Y);
    turn_rows(tile.Y_adj, e, other);
    P torque[3] = {P(Real(0)), P(Real(0)), P(Real(0))};
    subtract_generators_to<Real>(this->op.coupling.l_max, Y, other, torque);
    for (int d = 0; d < 3; ++d) store<P>(tile.torque + d * tile.capacity + e, torque[d]);
    if (this->op.inner.exist()) store<P>(tile.fade_adj + e, scalar_product());
    if constexpr (from_table()) {
      turn_rows(tile.Y_slope, e, other);
      store<P>(tile.length_adj + e, scalar_product());
    }
  }

  // numbers of lm of a pack of edges, from rows over lm
  KOKKOS_FORCEINLINE_FUNCTION void turn_rows(Real const* rows, int e, P* numbers) const {
    for (int lm = 0; lm < lane_lms; lm += Base::lanes)
      load_transposed(rows + e * lane_lms + lm, lane_lms, numbers + lm);
  }
};

}  // namespace

template <class Space, class Real>
BasisEdges<Space, Real> basis_edges(Model<Space, Real> const& model, NeighborGraph<Space> const& graph,
                                    AtomRange receivers) {
  Architecture const& a = model.architecture();
  auto radial = radial_network(model, 0);
  radial.has_last_map = false;
  radial.by_path = true;
  radial.channels = radial.width[radial.hidden];
  auto harmonics = make_edge_harmonics<Space>(0, a.l_max, 1);
  harmonics.n_entries = padded<Space, Real>(harmonics.n_entries);
  return {{graph, receivers, harmonics, radial, model.hidden_table(), false, inner_radii(model), pair_distance(model)},
          a.species};
}

template <class Space, class Real>
void atomic_basis_forward(Space const& space, BasisEdges<Space, Real> const& op, Features<Real, Space> S) {
  with_radial_and_degree<max_l>(op, [&](auto radial, auto l_max) {
    using Kernel = Forward<Space, Real, decltype(radial)::template type, decltype(l_max)::value>;
    Kernel const kernel(op, S, worker_count(space));
    if (kernel.shape.tiles == 0) return;
    Kokkos::parallel_for("tesseral::atomic_basis::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                         kernel);
  });
}

template <class Space, class Real>
void atomic_basis_backward(Space const& space, BasisEdges<Space, Real> const& op, Features<Real const, Space> S_adj,
                           Vectors<double, Space> edge_gradient, Array2<Real, Space> weight_adj) {
  TiledAdjoint<Space, Real, BasisTile<Space, Real>> const base(
      space, op, rows_of_receivers(op.graph, all_receivers(op.graph)), {}, {}, edge_gradient, weight_adj);
  if (base.shape.tiles == 0) return;
  auto const policy = team_policy(space, base.workers, base.shape.bytes);
  with_radial(op, [&](auto radial) {
    auto const launch = [&](auto edges) {
      using Kernel = Backward<Space, Real, decltype(radial)::template type, decltype(edges)::value>;
      Kokkos::parallel_for("tesseral::atomic_basis::backward", policy, Kernel(base, S_adj));
    };
    // without edges there is a gradient of the weights, which tables do not have
    if constexpr (std::is_same_v<decltype(radial), RadialSource<NetworkRadial>>)
      if (edge_gradient.extent(0) == 0) return launch(std::false_type{});
    launch(std::true_type{});
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                           \
  template BasisEdges<Space, Real> basis_edges<Space, Real>(Model<Space, Real> const&, NeighborGraph<Space> const&, \
                                                            AtomRange);                                             \
  template void atomic_basis_forward<Space, Real>(Space const&, BasisEdges<Space, Real> const&,                     \
                                                  Features<Real, Space>);                                           \
  template void atomic_basis_backward<Space, Real>(Space const&, BasisEdges<Space, Real> const&,                    \
                                                   Features<Real const, Space>, Vectors<double, Space>,             \
                                                   Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
