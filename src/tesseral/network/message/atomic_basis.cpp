// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/atomic_basis.hpp"

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/edge_radial.hpp"
#include "tesseral/network/edges/tiled_kernel.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

/// Scratch of a tile; e is the tile's edge number e, rows over lm and k are padded.
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

  KOKKOS_INLINE_FUNCTION static int padded_lms(Operator const& op) {
    return padded<Space, Real>(num_lm(op.coupling.l_max));
  }
  KOKKOS_INLINE_FUNCTION void take(ScratchArena& arena, Operator const& op, int edges, bool adjoint) {
    Base::take(arena, op, edges, adjoint);
    if (!adjoint) return;
    std::size_t const columns = edges, lms = padded_lms(op);
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
      Real const* const Y = tile.K + e * num_lm(l_max);
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
  Features<Real const, Space> S_adj;
  int lms, lane_lms, lm_packs;

  Backward(Base const& base, Features<Real const, Space> const& S_adj)
      : Base(base),
        S_adj(S_adj),
        lms(num_lm(this->op.coupling.l_max)),
        lane_lms(Tile::padded_lms(this->op)),
        lm_packs(lane_lms / Base::lanes) {}

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
      team_for(team, n, [&](int e) {
        add_up(tile, e);
        this->add_gradient(tile, e, first + e);
      });
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
      team_for(team, lane_lms, [&](int lm) {
        for (int column = 0; column < columns; ++column)
          tile.transposed[column * lane_lms + lm] = lm < lms ? row[lm * columns + column] : Real(0);
      });
      team.team_barrier();
      team_for(team, count * lm_packs, [&](int item) {
        sum_functions(tile, first, part.begin + item / lm_packs, item % lm_packs * Base::lanes);
      });
    }
    if constexpr (!from_table()) {
      int const packs = K / Base::lanes;
      team_for(team, count * packs, [&](int item) {
        int const e = part.begin + item / packs, k = item % packs * Base::lanes;
        Real const* const S_adj_k = row + species_of(first + e) * K + k;
        Real const* const Y = tile.K + e * lms;
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

  // Y_adj, and with a table Y_slope, of one edge and a pack of lm
  KOKKOS_FORCEINLINE_FUNCTION void sum_functions(Tile const& tile, EdgeIndex first, int e, int lm) const {
    int const K = this->op.radial.channels;
    Real const* const S_adj_z = tile.transposed + species_of(first + e) * K * lane_lms + lm;
    P Y_adj(Real(0)), Y_slope(Real(0));
    for (int k = 0; k < K; ++k) {
      P const a = load<P>(S_adj_z + k * lane_lms);
      Y_adj += P(tile.x[e * K + k]) * a;
      if constexpr (from_table()) Y_slope += P(tile.x_slope[e * K + k]) * a;
    }
    store<P>(tile.Y_adj + e * lane_lms + lm, Y_adj);
    if constexpr (from_table()) store<P>(tile.Y_slope + e * lane_lms + lm, Y_slope);
  }

  // what the edge's gradient is made of
  KOKKOS_FORCEINLINE_FUNCTION void add_up(Tile const& tile, int e) const {
    Real const* const Y = tile.K + e * lms;
    Real const* const Y_adj = tile.Y_adj + e * lane_lms;
    Real torque[3] = {0, 0, 0};
    subtract_generators_to<Real>(this->op.coupling.l_max, Y, Y_adj, torque);
    for (int d = 0; d < 3; ++d) tile.torque[d * tile.capacity + e] = torque[d];
    if constexpr (from_table()) {
      Real length_adj = 0;
      for (int lm = 0; lm < lms; ++lm) length_adj += Y[lm] * tile.Y_slope[e * lane_lms + lm];
      tile.length_adj[e] = length_adj;
    }
    if (this->op.inner.exist() && tile.fade_log_slope[e] > 0.0) {
      Real fade_adj = 0;
      for (int lm = 0; lm < lms; ++lm) fade_adj += Y[lm] * Y_adj[lm];
      tile.fade_adj[e] = fade_adj;
    }
  }
};

/// Calls function(RadialSource) for where an operator's radial functions come from.
template <class Operator, class Function>
void with_radial(Operator const& op, Function const& function) {
  if (op.table.n > 0)
    function(RadialSource<TabulatedRadial>{});
  else
    function(RadialSource<NetworkRadial>{});
}

}  // namespace

template <class Space, class Real>
BasisEdges<Space, Real> basis_edges(Model<Space, Real> const& model, NeighborGraph<Space> const& graph,
                                    AtomRange receivers) {
  Architecture const& a = model.architecture();
  auto radial = radial_network(model, 0);
  radial.has_last_map = false;
  radial.by_path = true;
  radial.channels = radial.width[radial.hidden];
  return {{graph, receivers, make_edge_harmonics<Space>(0, a.l_max, 1), radial, model.hidden_table(), false,
           inner_radii(model), pair_distance(model)},
          a.species};
}

template <class Space, class Real>
void atomic_basis_forward(Space const& space, BasisEdges<Space, Real> const& op, Features<Real, Space> S) {
  with_radial(op, [&](auto radial) {
    with_degree<max_l>(op.coupling.l_max, [&](auto l_max) {
      using Kernel = Forward<Space, Real, decltype(radial)::template type, decltype(l_max)::value>;
      Kernel const kernel(op, S, worker_count(space));
      if (kernel.shape.tiles == 0) return;
      Kokkos::parallel_for("tesseral::atomic_basis::forward",
                           team_policy(space, kernel.shape.tiles, kernel.shape.bytes), kernel);
    });
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
