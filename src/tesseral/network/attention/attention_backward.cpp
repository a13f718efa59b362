// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/attention/attention_average.hpp"
#include "tesseral/network/attention/attention_tile.hpp"

namespace tesseral {
namespace {

// Rows are senders, which sum their u_adj; or receivers, if no u_adj is wanted.
template <class Space, class Real, int L>
struct AttentionBackward : TiledAdjoint<Space, Real, AttentionTile<Space, Real>> {
  using Base = TiledAdjoint<Space, Real, AttentionTile<Space, Real>>;
  using typename Base::Member;
  using typename Base::P;
  using Tile = AttentionTile<Space, Real>;
  static constexpr int lanes = Base::lanes, d = num_lm(L);
  Features<Real const, Space> N;
  Array2<Real const, Space> n_adj;

  AttentionBackward(Base const& base, Features<Real const, Space> const& N, Array2<Real const, Space> const& n_adj)
      : Base(base), N(N), n_adj(n_adj) {}

  KOKKOS_INLINE_FUNCTION void operator()(Member const& team) const {
    auto const tile = this->make_tile(team);
    this->for_each_piece_of_worker(team, tile, [&](int row_first, int n_rows, EdgeIndex first, int n) {
      visit_piece(team, tile, row_first, n_rows, first, n, this->worker_gradient(team));
    });
  }

 private:
  KOKKOS_FORCEINLINE_FUNCTION void visit_piece(Member const& team, Tile const& tile, int row_first, int n_rows,
                                               EdgeIndex first, int n, Real* gradient) const {
    auto const& op = this->op;
    int const C = op.padded_channels(), blocks = C / lanes;
    auto const edge_of = [&](int k) { return this->rows.edge_at(first + k); };
    tile.template visit<L>(team, op, this->u, n, edge_of);
    team_for(team, n * blocks, [&](int item) {
      int const k = item / blocks;
      second_product(tile, k, item % blocks * lanes, op.graph.receiver(edge_of(k)));
    });
    team.team_barrier();
    team_for(team, n, [&](int k) { attend_adjoint(tile, k, op.graph.receiver(edge_of(k))); });
    team.team_barrier();
    if (gradient != nullptr && n > 0) add_weight_gradient(team, tile, n, first, gradient);
    scalars_adjoint(team, tile, n, first);
    team_for(team, n_rows * blocks, [&](int item) {
      first_product_adjoint(tile, this->part(row_first + item / blocks, first, n), first, item % blocks * lanes);
    });
    team.team_barrier();
    team_for(team, n * d, [&](int item) { matrix_adjoint(tile, item / d, item % d, edge_of(item / d)); });
    if (op.table.n == 0 && n > 0)
      radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, gradient);
    team.team_barrier();
    team_for(team, n, [&](int k) {
      EdgeIndex const e = edge_of(k);
      tile.template add_gradient<L>(op, k, static_cast<double>(tile.f_adj[k]) * tile.cutoff_slope[k],
                                    [&](int axis, double value) { this->edge_gradient(e, axis) += value; });
    });
  }

  // W and what follows from it: wRV, RVW, R_adj, p_adj of degrees above 0; x and t become x_adj and t_adj
  KOKKOS_FORCEINLINE_FUNCTION void second_product(Tile const& tile, int k, int c, int i) const {
    if (this->op.l_out == 0)
      second_product<1>(tile, k, c, i);
    else
      second_product<d>(tile, k, c, i);
  }
  template <int Outputs>
  KOKKOS_FORCEINLINE_FUNCTION void second_product(Tile const& tile, int k, int c, int i) const {
    auto const& op = this->op;
    int const C = op.padded_channels();
    std::size_t const at = static_cast<std::size_t>(k) * C + c;
    Real const* const K = tile.matrix(op, k);
    P const R = tile.radial_function(op, k, c);
    P const w = load<P>(tile.w + at), wR = w * R;
    P const x = load<P>(tile.x + at), open = sigmoid(load<P>(tile.t + at));
    P adjoint[Outputs];
    for (int lm = 0; lm < Outputs; ++lm) adjoint[lm] = load<P>(&N(i, lm * C + c));
    P VW(Real(0)), t_adj(Real(0));
    for (int lm1 = 0; lm1 < d; ++lm1) {
      P W = P(K[lm1 * d]) * adjoint[0];
      for (int lm = 1; lm < Outputs; ++lm) W += P(K[lm1 * d + lm]) * adjoint[lm];
      P V;
      if (lm1 == 0) {
        V = silu(x);
        store<P>(tile.x + at, wR * W * silu_derivative(x));
      } else {
        P const p = load<P>(tile.p + tile.row(op, k, lm1) + c), V_adj = wR * W;
        V = open * p;
        t_adj += V_adj * p;
        store<P>(tile.p_adj + tile.row(op, k, lm1) + c, open * V_adj);
      }
      VW += V * W;
      store<P>(tile.wRV + tile.row(op, k, lm1) + c, wR * V);
    }
    store<P>(tile.t + at, t_adj * open * (P(Real(1)) - open));
    store<P>(tile.RVW + at, R * VW);
    store<P>(tile.R_adj + at, w * VW);
  }

  // a_adj, times the slope of its bound, and f_adj
  KOKKOS_INLINE_FUNCTION void attend_adjoint(Tile const& tile, int k, int i) const {
    auto const& op = this->op;
    int const of_head = op.channels / op.heads;
    Real f_adj = 0;
    for (int h = 0; h < op.heads; ++h) {
      Real const* const RVW = tile.RVW + static_cast<std::size_t>(k) * op.padded_channels() + h * of_head;
      Real w_adj = n_adj(i, h);
      for (int c = 0; c < of_head; ++c) w_adj += RVW[c];
      int const at = k * op.heads + h;
      f_adj += w_adj * tile.power[at];
      tile.a_adj[at] = w_adj * tile.weight[at] * tile.slope[at];
    }
    tile.f_adj[k] = f_adj;
  }

  // p_adj[00] = s_adj
  KOKKOS_INLINE_FUNCTION void scalars_adjoint(Member const& team, Tile const& tile, int n, EdgeIndex first) const {
    auto const& op = this->op;
    int const C = op.padded_channels(), blocks = C / lanes;
    Real const* const G = op.transposed.data() + op.value.offset;
    tile_gemm<P>(team, n, C, C, tile.x, C, 1, G, C, tile.p_adj, d * C, GemmMode::overwrite);
    team.team_barrier();
    tile_gemm<P>(team, n, C, C, tile.t, C, 1, G + static_cast<std::size_t>(C) * C, C, tile.p_adj, d * C,
                 GemmMode::accumulate);
    team.team_barrier();
    team_for(team, n * blocks, [&](int item) {
      int const k = item / blocks, c = item % blocks * lanes;
      int const species = op.graph.species(op.graph.receiver(this->rows.edge_at(first + k)));
      Real const* const B = attention_row(species, c);
      P const sum = pack_of_lanes<P>([&](int lane) {
        Real value = 0;
        for (int h = 0; h < op.heads; ++h) value += B[lane * op.attention.cols + h] * tile.a_adj[k * op.heads + h];
        return value;
      });
      P const s = load<P>(tile.p + tile.row(op, k, 0) + c);
      add_to<P>(tile.p_adj + tile.row(op, k, 0) + c, (P(Real(0.2)) + P(Real(0.8)) * silu_derivative(s)) * sum);
    });
    team.team_barrier();
  }

  KOKKOS_INLINE_FUNCTION Real const* attention_row(int species, int c) const {
    auto const& ref = this->op.attention;
    return this->op.values.data() + ref.offset + (static_cast<std::size_t>(species) * ref.rows + c) * ref.cols;
  }

  // G_adj and B_adj; each thread owns its numbers, so that sums over edges need no atomics
  KOKKOS_INLINE_FUNCTION void add_weight_gradient(Member const& team, Tile const& tile, int n, EdgeIndex first,
                                                  Real* gradient) const {
    auto const& op = this->op;
    int const C = op.padded_channels();
    Real* const G_adj = gradient + op.value.offset;
    tile_gemm<P>(team, C, C, n, tile.p, 1, d * C, tile.x, C, G_adj, C, GemmMode::accumulate);
    tile_gemm<P>(team, C, C, n, tile.p, 1, d * C, tile.t, C, G_adj + static_cast<std::size_t>(C) * C, C,
                 GemmMode::accumulate);
    team_for(team, op.channels, [&](int c) {
      for (int k = 0; k < n; ++k) {
        int const species = op.graph.species(op.graph.receiver(this->rows.edge_at(first + k)));
        Real* const B_adj = gradient + op.attention.offset +
                            (static_cast<std::size_t>(species) * op.attention.rows + c) * op.attention.cols;
        for (int h = 0; h < op.heads; ++h)
          B_adj[h] += tile.active[static_cast<std::size_t>(k) * C + c] * tile.a_adj[k * op.heads + h];
      }
    });
    team.team_barrier();
  }

  // y, and from it R_adj and the sender's u_adj: a thread owns a pack of channels for all edges of its row
  KOKKOS_INLINE_FUNCTION void first_product_adjoint(Tile const& tile, typename Base::Part const& part, EdgeIndex first,
                                                    int c) const {
    auto const& op = this->op;
    int const C = op.padded_channels(), inputs = num_lm(op.l_in);
    bool const to_senders = this->u_adj.extent(0) > 0;
    if (part.starts && to_senders)
      for (int lm1 = 0; lm1 < inputs; ++lm1) store<P>(&this->u_adj(part.row, lm1 * C + c), P(Real(0)));
    for (int k = part.begin; k < part.end; ++k) {
      Real const* const u_j = &this->u(op.graph.sender(this->rows.edge_at(first + k)), c);
      Real const* const K = tile.matrix(op, k);
      P const R = tile.radial_function(op, k, c);
      P adjoint[d], R_adj(Real(0));
      for (int lm = 0; lm < d; ++lm) adjoint[lm] = load<P>(tile.p_adj + tile.row(op, k, lm) + c);
      for (int lm1 = 0; lm1 < inputs; ++lm1) {
        P y = P(K[lm1 * d]) * adjoint[0];
        for (int lm = 1; lm < d; ++lm) y += P(K[lm1 * d + lm]) * adjoint[lm];
        R_adj += load<P>(u_j + lm1 * C) * y;
        if (to_senders) add_to<P>(&this->u_adj(part.row, lm1 * C + c), R * y);
      }
      add_to<P>(tile.R_adj + static_cast<std::size_t>(k) * C + c, R_adj);
    }
  }

  // row lm1 of K_adj takes the place of that of K
  KOKKOS_INLINE_FUNCTION void matrix_adjoint(Tile const& tile, int k, int lm1, EdgeIndex e) const {
    auto const& op = this->op;
    int const C = op.padded_channels(), outputs = num_lm(op.l_out);
    Real const* const N_i = &N(op.graph.receiver(e), 0);
    Real const* const u_j = &this->u(op.graph.sender(e), 0);
    P sum[d];
    for (int lm = 0; lm < d; ++lm) sum[lm] = P(Real(0));
    for (int c = 0; c < C; c += lanes) {
      P const wRV = load<P>(tile.wRV + tile.row(op, k, lm1) + c);
      if (outputs == 1)
        sum[0] += wRV * load<P>(N_i + c);
      else
        for (int lm = 0; lm < d; ++lm) sum[lm] += wRV * load<P>(N_i + lm * C + c);
      if (lm1 >= num_lm(op.l_in)) continue;
      P const Ru = tile.radial_function(op, k, c) * load<P>(u_j + lm1 * C + c);
      for (int lm = 0; lm < d; ++lm) sum[lm] += Ru * load<P>(tile.p_adj + tile.row(op, k, lm) + c);
    }
    Real* const K_adj = tile.matrix(op, k) + lm1 * d;
    for (int lm = 0; lm < d; ++lm) K_adj[lm] = sum_lanes(sum[lm]);
  }
};

}  // namespace

template <class Space, class Real>
void attention_backward(Space const& space, AttentionOperator<Space, Real> const& op, Features<Real const, Space> u,
                        Features<Real const, Space> M, Array2<Real const, Space> n, Features<Real, Space> M_adj,
                        Array2<Real, Space> n_adj, Vectors<double, Space> edge_gradient, Features<Real, Space> u_adj,
                        Array2<Real, Space> weight_adj) {
  attention_average_adjoint<Space, Real>(space, op, M, n, M_adj, n_adj);
  auto const rows = u_adj.extent(0) > 0 ? rows_of_senders(op.graph) : rows_of_receivers(op.graph, op.receivers);
  TiledAdjoint<Space, Real, AttentionTile<Space, Real>> const base(space, op, rows, u, u_adj, edge_gradient,
                                                                   weight_adj);
  if (base.shape.tiles == 0) return;
  with_l_max(op.coupling.l_max, [&](auto degree) {
    Kokkos::parallel_for("tesseral::attention::backward", team_policy(space, base.workers, base.shape.bytes),
                         AttentionBackward<Space, Real, decltype(degree)::value>(base, M_adj, n_adj));
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template void attention_backward<Space, Real>(Space const&, AttentionOperator<Space, Real> const&,                   \
                                                Features<Real const, Space>, Features<Real const, Space>,              \
                                                Array2<Real const, Space>, Features<Real, Space>, Array2<Real, Space>, \
                                                Vectors<double, Space>, Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
