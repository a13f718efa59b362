// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/layers/message.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/layers/tiled_kernel.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
void zero_rows(Space const& space, char const* label, Features<Real, Space> const& features, int rows) {
  using Numbers = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;  // a device's own index has 32 bits
  Kokkos::parallel_for(label, Numbers(space, 0, rows * static_cast<std::int64_t>(features.extent(1))),
                       KOKKOS_LAMBDA(std::int64_t k) { features.data()[k] = 0; });
}

// M_i[l m] += R_q sum_m1 K_q[m][m1] u_j[l1 m1]
template <class Space, class Real>
struct Forward : TiledKernel<Space, Real> {
  using Base = TiledKernel<Space, Real>;
  using typename Base::Member;
  using typename Base::P;
  Features<Real const, Space> u;
  Features<Real, Space> message;

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    this->sum_rows(
        team, tile, team.league_rank(), this->op.graph.edge_begin, [](EdgeIndex k) { return k; },
        [&](int i, int c, EdgeIndex first, int begin, int end) { sum_edges(tile, i, c, first, begin, end); });
  }

  KOKKOS_INLINE_FUNCTION void sum_edges(MessageTile<Space, Real> const& tile, int i, int c, EdgeIndex first, int begin,
                                        int end) const {
    auto const& op = this->op;
    int const channels = op.radial.channels;
    for (int q = 0; q < op.coupling.n_paths; ++q) {
      auto const path = op.coupling.paths(q);
      with_path_degrees(path.l1, path.l, [&](auto degree_1, auto degree) {
        constexpr int orders_1 = 2 * decltype(degree_1)::value + 1;
        constexpr int orders = 2 * decltype(degree)::value + 1;
        constexpr int lm1 = decltype(degree_1)::value * decltype(degree_1)::value;
        constexpr int lm = decltype(degree)::value * decltype(degree)::value;
        Real* const out = &message(i, lm * channels + c);
        P sum[orders];
        for (int m = 0; m < orders; ++m) sum[m] = load<P>(out + m * channels);
        for (int k = begin; k < end; ++k) {
          P const R = load<P>(tile.R(op, k, q) + c);
          Real const* const u_j = &u(op.graph.sender(first + k), lm1 * channels + c);
          Real const* const K = tile.matrix(op.coupling, k, path.first_entry);
          P Ru[orders_1];
          for (int m1 = 0; m1 < orders_1; ++m1) Ru[m1] = R * load<P>(u_j + m1 * channels);
          for (int m = 0; m < orders; ++m)
            for (int m1 = 0; m1 < orders_1; ++m1) sum[m] += P(K[m * orders_1 + m1]) * Ru[m1];
        }
        for (int m = 0; m < orders; ++m) store<P>(out + m * channels, sum[m]);
      });
    }
  }
};

// u_j_adj[l1 m1] += R_q sum_m K_q[m][m1] a_i[l m]
template <class Space, class Real>
struct BackwardSenders : TiledKernel<Space, Real> {
  using Base = TiledKernel<Space, Real>;
  using typename Base::Member;
  using typename Base::P;
  Features<Real const, Space> message_adj;
  Features<Real, Space> u_adj;

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    auto const& graph = this->op.graph;
    this->sum_rows(
        team, tile, team.league_rank(), graph.sender_begin, [&](EdgeIndex k) { return graph.sender_edge(k); },
        [&](int j, int c, EdgeIndex first, int begin, int end) { sum_edges(tile, j, c, first, begin, end); });
  }

  KOKKOS_INLINE_FUNCTION void sum_edges(MessageTile<Space, Real> const& tile, int j, int c, EdgeIndex first, int begin,
                                        int end) const {
    auto const& op = this->op;
    int const channels = op.radial.channels;
    for (int q = 0; q < op.coupling.n_paths; ++q) {
      auto const path = op.coupling.paths(q);
      with_path_degrees(path.l1, path.l, [&](auto degree_1, auto degree) {
        constexpr int orders_1 = 2 * decltype(degree_1)::value + 1;
        constexpr int orders = 2 * decltype(degree)::value + 1;
        constexpr int lm1 = decltype(degree_1)::value * decltype(degree_1)::value;
        constexpr int lm = decltype(degree)::value * decltype(degree)::value;
        Real* const out = &u_adj(j, lm1 * channels + c);
        P sum[orders_1];
        for (int m1 = 0; m1 < orders_1; ++m1) sum[m1] = load<P>(out + m1 * channels);
        for (int k = begin; k < end; ++k) {
          EdgeIndex const e = op.graph.sender_edge(first + k);
          P const R = load<P>(tile.R(op, k, q) + c);
          Real const* const a_i = &message_adj(op.graph.receiver(e), lm * channels + c);
          Real const* const K = tile.matrix(op.coupling, k, path.first_entry);
          P Ka[orders_1];
          for (int m1 = 0; m1 < orders_1; ++m1) Ka[m1] = P(Real(0));
          for (int m = 0; m < orders; ++m) {
            P const a = load<P>(a_i + m * channels);
            for (int m1 = 0; m1 < orders_1; ++m1) Ka[m1] += P(K[m * orders_1 + m1]) * a;
          }
          for (int m1 = 0; m1 < orders_1; ++m1) sum[m1] += R * Ka[m1];
        }
        for (int m1 = 0; m1 < orders_1; ++m1) store<P>(out + m1 * channels, sum[m1]);
      });
    }
  }
};

// R_q_adj = sum_m1 u[l1 m1] sum_m K_q[m][m1] a[l m];   K_q_adj[m][m1] = sum_c R_q a[l m] u[l1 m1];   then dE/dr_e
template <class Space, class Real>
struct BackwardEdges : TiledKernel<Space, Real> {
  using Base = TiledKernel<Space, Real>;
  using typename Base::Member;
  using typename Base::P;
  Features<Real const, Space> u, message_adj;
  Vectors<double, Space> edge_gradient;
  Array2<Real, Space> weight_adj;  // [worker][weight] or empty
  int workers = 0;

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    auto const& op = this->op;
    int const worker = team.league_rank();
    Real* const gradient = weight_adj.extent(0) > 0 ? &weight_adj(worker, 0) : nullptr;
    for (int t = share_begin(this->shape.tiles, worker, workers); t < share_begin(this->shape.tiles, worker + 1, workers);
         ++t) {
      this->for_each_piece(t, op.graph.edge_begin, [&](int, int, EdgeIndex first, int n) {
        tile.prepare(team, op, n, [=](int k) { return first + k; });
        Kokkos::parallel_for(Kokkos::TeamVectorRange(team, n), [&](int k) { edge_adjoints(tile, k, first + k); });
        team.team_barrier();
        if (op.table.n == 0) radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, gradient);
        Kokkos::parallel_for(Kokkos::TeamVectorRange(team, n), [&](int k) { add_gradient(tile, k, first + k); });
        team.team_barrier();
      });
    }
  }

  KOKKOS_INLINE_FUNCTION void edge_adjoints(MessageTile<Space, Real> const& tile, int k, EdgeIndex e) const {
    auto const& op = this->op;
    int const channels = op.radial.channels;
    int const i = op.graph.receiver(e);
    int const j = op.graph.sender(e);
    for (int q = 0; q < op.coupling.n_paths; ++q) {
      auto const path = op.coupling.paths(q);
      with_path_degrees(path.l1, path.l, [&](auto degree_1, auto degree) {
        constexpr int orders_1 = 2 * decltype(degree_1)::value + 1;
        constexpr int orders = 2 * decltype(degree)::value + 1;
        constexpr int lm1 = decltype(degree_1)::value * decltype(degree_1)::value;
        constexpr int lm = decltype(degree)::value * decltype(degree)::value;
        Real const* const K = tile.matrix(op.coupling, k, path.first_entry);
        Real const* const R = tile.R(op, k, q);
        Real* const R_adj = tile.radial.R_adj + (static_cast<std::size_t>(k) * op.coupling.n_paths + q) * channels;
        P K_adj[orders][orders_1];
        for (int m = 0; m < orders; ++m)
          for (int m1 = 0; m1 < orders_1; ++m1) K_adj[m][m1] = P(Real(0));
        for (int c = 0; c < channels; c += Base::lanes) {
          P u_j[orders_1], Ru[orders_1], Ka[orders_1];
          P const R_c = load<P>(R + c);
          for (int m1 = 0; m1 < orders_1; ++m1) {
            u_j[m1] = load<P>(&u(j, (lm1 + m1) * channels + c));
            Ru[m1] = R_c * u_j[m1];
            Ka[m1] = P(Real(0));
          }
          for (int m = 0; m < orders; ++m) {
            P const a = load<P>(&message_adj(i, (lm + m) * channels + c));
            for (int m1 = 0; m1 < orders_1; ++m1) {
              Ka[m1] += P(K[m * orders_1 + m1]) * a;
              K_adj[m][m1] += a * Ru[m1];
            }
          }
          P sum = Ka[0] * u_j[0];
          for (int m1 = 1; m1 < orders_1; ++m1) sum += Ka[m1] * u_j[m1];
          store<P>(R_adj + c, sum);
        }
        Real* const out = tile.K_adj + static_cast<std::size_t>(k) * op.coupling.n_entries + path.first_entry;
        for (int m = 0; m < orders; ++m)
          for (int m1 = 0; m1 < orders_1; ++m1) out[m * orders_1 + m1] = sum_lanes(K_adj[m][m1]);
      });
    }
  }

  KOKKOS_INLINE_FUNCTION void add_gradient(MessageTile<Space, Real> const& tile, int k, EdgeIndex e) const {
    auto const& op = this->op;
    int const lms = num_lm(op.coupling.l_max);
    Real* const Y_adj = tile.Y_adj + static_cast<std::size_t>(k) * lms;
    for (int lm = 0; lm < lms; ++lm) Y_adj[lm] = 0;
    op.coupling.contract_adjoint(tile.K_adj + static_cast<std::size_t>(k) * op.coupling.n_entries, Y_adj);
    Real const* const unit = tile.unit + 3 * k;
    Real const length_adj =
        op.table.n == 0 ? tile.length_adj[k]
                        : interpolate_adjoint(op.table, tile.length[k], static_cast<Real>(op.radial.r_cut),
                                              tile.radial.R_adj + static_cast<std::size_t>(k) * op.table.width);
    Real r_adj[3];
    for (int d = 0; d < 3; ++d) r_adj[d] = length_adj * unit[d];
    spherical_harmonics_adjoint(op.coupling.l_max, unit[0], unit[1], unit[2], tile.length[k], Y_adj, r_adj);
    for (int d = 0; d < 3; ++d) edge_gradient(e, d) += r_adj[d];
  }
};

template <class Kernel, class Space, class Real>
Kernel make_kernel(MessageOperator<Space, Real> const& op, int rows, bool adjoint) {
  Kernel kernel;
  kernel.op = op;
  kernel.rows = rows;
  kernel.adjoint = adjoint;
  kernel.shape = tile_shape(op, rows, adjoint);
  return kernel;
}

}  // namespace

template <class Space, class Real>
void message_forward(Space const& space, MessageOperator<Space, Real> const& op, Features<Real const, Space> u,
                     Features<Real, Space> message) {
  zero_rows(space, "tesseral::message::zero", message, op.graph.n_owned);
  auto kernel = make_kernel<Forward<Space, Real>>(op, op.graph.n_owned, false);
  kernel.u = u;
  kernel.message = message;
  if (kernel.shape.tiles == 0) return;
  Kokkos::parallel_for("tesseral::message::forward", team_policy(space, kernel.shape.tiles, kernel.shape.bytes), kernel);
}

template <class Space, class Real>
void message_backward_edges(Space const& space, MessageOperator<Space, Real> const& op, Features<Real const, Space> u,
                            Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                            Array2<Real, Space> weight_adj) {
  auto kernel = make_kernel<BackwardEdges<Space, Real>>(op, op.graph.n_owned, true);
  kernel.u = u;
  kernel.message_adj = message_adj;
  kernel.edge_gradient = edge_gradient;
  kernel.weight_adj = weight_adj;
  // with a weight gradient each worker sums into an array of its own; otherwise every tile is a worker
  kernel.workers = weight_adj.extent(0) > 0 ? static_cast<int>(weight_adj.extent(0)) : kernel.shape.tiles;
  if (kernel.shape.tiles == 0) return;
  Kokkos::parallel_for("tesseral::message::backward_edges", team_policy(space, kernel.workers, kernel.shape.bytes), kernel);
}

template <class Space, class Real>
void message_backward_senders(Space const& space, MessageOperator<Space, Real> const& op,
                              Features<Real const, Space> message_adj, Features<Real, Space> u_adj) {
  zero_rows(space, "tesseral::message::zero", u_adj, op.graph.n_total);
  auto kernel = make_kernel<BackwardSenders<Space, Real>>(op, op.graph.n_total, false);
  kernel.message_adj = message_adj;
  kernel.u_adj = u_adj;
  if (kernel.shape.tiles == 0) return;
  Kokkos::parallel_for("tesseral::message::backward_senders", team_policy(space, kernel.shape.tiles, kernel.shape.bytes),
                       kernel);
}

#define TESSERAL_INSTANTIATE(Space)                                                                                     \
  template void message_forward<Space, double>(Space const&, MessageOperator<Space, double> const&,                     \
                                               Features<double const, Space>, Features<double, Space>);                 \
  template void message_backward_edges<Space, double>(Space const&, MessageOperator<Space, double> const&,              \
                                                      Features<double const, Space>, Features<double const, Space>,     \
                                                      Vectors<double, Space>, Array2<double, Space>);                   \
  template void message_backward_senders<Space, double>(Space const&, MessageOperator<Space, double> const&,            \
                                                        Features<double const, Space>, Features<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
