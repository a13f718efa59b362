// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/product_message.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/network/edges/layer_radial.hpp"
#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/network/message/product_batch.hpp"
#include "tesseral/sphere/rotation_generators.hpp"

namespace tesseral {
namespace {

// x and y of a batch, and for the adjoint z_adj.
template <class Space, class Real>
struct Operands : BatchKernel<Space, Real> {
  using Base = BatchKernel<Space, Real>;
  using typename Base::P;
  using Tile = typename Base::Tile;
  Features<Real const, Space> u, message_adj;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    auto const tile = this->make_tile(team);
    int n;
    int const begin = this->prepare(team, tile, team.league_rank(), n);
    int const blocks = this->op.radial.channels / Base::lanes;
    team_for(team, n * blocks, [&](int item) {
      int const k = item / blocks, c = item % blocks * Base::lanes;
      multiply(tile, k, begin + k, c);
      if (message_adj.extent(0) > 0) gather_adjoint(begin + k, c);
    });
    if (this->op.by_degree) return;
    int const lms = this->op.coupling.n_entries;
    team_for(team, n * lms, [&](int item) {
      int const k = item / lms, lm = item % lms;
      this->batch.y(begin + k, lm) = tile.harmonics(this->op, k)[lm];
    });
  }

 private:
  KOKKOS_FORCEINLINE_FUNCTION void multiply(Tile const& tile, int k, int number, int c) const {
    auto const& op = this->op;
    int const C = op.radial.channels;
    Real const* const u_j = &u(op.graph.sender(this->edge(number)), c);
    Real* const x = &this->batch.x(number, c);
    if (!op.by_degree) {
      P const rho = tile.rho(op, k, 0, c);
      for (int lm1 = 0; lm1 < num_lm(op.coupling.l_in); ++lm1) store<P>(x + lm1 * C, rho * load<P>(u_j + lm1 * C));
      return;
    }
    for (int l1 = 0; l1 <= op.coupling.l_in; ++l1) {
      P const a = load<P>(op.radial.degree_in + l1 * C + c);
      for (int lm1 = l1 * l1; lm1 < num_lm(l1); ++lm1) store<P>(x + lm1 * C, a * load<P>(u_j + lm1 * C));
    }
    Real const* const Y = tile.harmonics(op, k);
    Real* const y = &this->batch.y(number, c);
    for (int l2 = 0; l2 <= op.coupling.l_max; ++l2) {
      P const rho = tile.rho(op, k, l2, c);
      for (int lm2 = l2 * l2; lm2 < num_lm(l2); ++lm2) store<P>(y + lm2 * C, rho * P(Y[lm2]));
    }
  }

  KOKKOS_FORCEINLINE_FUNCTION void gather_adjoint(int number, int c) const {
    int const C = this->op.radial.channels;
    Real const* const M_adj = &message_adj(this->op.graph.receiver(this->edge(number)), c);
    Real* const z_adj = &this->batch.z_adj(number, c);
    for (int l = 0; l <= this->op.coupling.l_max; ++l) {
      P const scale = this->out_scale(l, c);
      for (int lm = l * l; lm < num_lm(l); ++lm) store<P>(z_adj + lm * C, scale * load<P>(M_adj + lm * C));
    }
  }
};

// From the product's adjoints of a batch to the edges' gradient, the radial network and constants; x_adj becomes u_e.
template <class Space, class Real>
struct OperandsAdjoint : BatchKernel<Space, Real> {
  using Base = BatchKernel<Space, Real>;
  using typename Base::P;
  using Tile = typename Base::Tile;
  Features<Real const, Space> u, message_adj;
  Vectors<double, Space> edge_gradient;
  Array2<Real, Space> weight_adj;  // [worker][weight] or empty
  int workers;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    auto const tile = this->make_tile(team);
    int const worker = team.league_rank(), last = share_begin(this->tiles, worker + 1, workers);
    Real* const gradient = weight_adj.size() > 0 ? &weight_adj(worker, 0) : nullptr;
    for (int t = share_begin(this->tiles, worker, workers); t < last; ++t) visit_tile(team, tile, t, gradient);
  }

 private:
  KOKKOS_INLINE_FUNCTION void visit_tile(TeamMember<Space> const& team, Tile const& tile, int t, Real* gradient) const {
    auto const& op = this->op;
    int n;
    int const begin = this->prepare(team, tile, t, n), blocks = op.radial.channels / Base::lanes;
    if (op.by_degree && gradient != nullptr) {
      // each thread owns a pack of channels for all edges, so that sums over edges need no atomics
      team_for(team, blocks, [&](int block) {
        for (int k = 0; k < n; ++k) add_constants(begin + k, block * Base::lanes, gradient);
      });
      team.team_barrier();
    }
    team_for(team, n * blocks, [&](int item) {
      multiply_adjoint(tile, item / blocks, begin + item / blocks, item % blocks * Base::lanes);
    });
    team.team_barrier();
    int const lms = op.coupling.n_entries;
    team_for(team, n * lms, [&](int item) {
      int const k = item / lms, lm2 = item % lms;
      tile.Y_adj[k * lms + lm2] = op.by_degree ? sum_over_channels(begin + k, lm2) : this->batch.y_adj(begin + k, lm2);
    });
    if (op.table.n == 0) radial_backward(team, op.radial, op.coupling, tile.radial, n, tile.length_adj, gradient);
    team.team_barrier();
    team_for(team, n, [&](int k) { add_gradient(tile, k, this->edge(begin + k)); });
    team.team_barrier();
  }

  // a_adj and b_adj
  KOKKOS_INLINE_FUNCTION void add_constants(int number, int c, Real* gradient) const {
    auto const& op = this->op;
    int const C = op.radial.channels;
    EdgeIndex const e = this->edge(number);
    auto const add = [&](int l_max, std::size_t offset, Real const* p, Real const* q, P const& factor) {
      for (int l = 0; l <= l_max; ++l) {
        P sum(Real(0));
        for (int lm = l * l; lm < num_lm(l); ++lm) sum += load<P>(p + lm * C) * load<P>(q + lm * C);
        add_to<P>(gradient + offset + l * C + c, factor * sum);
      }
    };
    add(op.coupling.l_in, op.radial.degree_in_offset, &u(op.graph.sender(e), c), &this->batch.x_adj(number, c),
        P(Real(1)));
    add(op.coupling.l_max, op.radial.degree_out_offset, &this->batch.z(number, c),
        &message_adj(op.graph.receiver(e), c), P(op.factor));
  }

  // rho_adj; x_adj becomes u_e, and with degree weights y_adj becomes the channel's part of Y_adj
  KOKKOS_FORCEINLINE_FUNCTION void multiply_adjoint(Tile const& tile, int k, int number, int c) const {
    auto const& op = this->op;
    int const C = op.radial.channels;
    Real* const x_adj = &this->batch.x_adj(number, c);
    if (!op.by_degree) {
      Real const* const u_j = &u(op.graph.sender(this->edge(number)), c);
      P const rho = tile.rho(op, k, 0, c);
      P rho_adj(Real(0));
      for (int lm1 = 0; lm1 < num_lm(op.coupling.l_in); ++lm1) {
        P const adjoint = load<P>(x_adj + lm1 * C);
        rho_adj += load<P>(u_j + lm1 * C) * adjoint;
        store<P>(x_adj + lm1 * C, rho * adjoint);
      }
      store<P>(tile.rho_adj + tile.at(op, k, 0, c), rho_adj);
      return;
    }
    for (int l1 = 0; l1 <= op.coupling.l_in; ++l1) {
      P const a = load<P>(op.radial.degree_in + l1 * C + c);
      for (int lm1 = l1 * l1; lm1 < num_lm(l1); ++lm1) store<P>(x_adj + lm1 * C, a * load<P>(x_adj + lm1 * C));
    }
    Real const* const Y = tile.harmonics(op, k);
    Real* const y_adj = &this->batch.y_adj(number, c);
    for (int l2 = 0; l2 <= op.coupling.l_max; ++l2) {
      P const rho = tile.rho(op, k, l2, c);
      P rho_adj(Real(0));
      for (int lm2 = l2 * l2; lm2 < num_lm(l2); ++lm2) {
        P const adjoint = load<P>(y_adj + lm2 * C);
        rho_adj += P(Y[lm2]) * adjoint;
        store<P>(y_adj + lm2 * C, rho * adjoint);
      }
      store<P>(tile.rho_adj + tile.at(op, k, l2, c), rho_adj);
    }
  }

  KOKKOS_INLINE_FUNCTION Real sum_over_channels(int number, int lm2) const {
    int const C = this->op.radial.channels;
    P sum(Real(0));
    for (int c = 0; c < C; c += Base::lanes) sum += load<P>(&this->batch.y_adj(number, lm2 * C + c));
    return sum_lanes(sum);
  }

  // dE/dr = length_adj r/|r| + (r x dE/dr) x r/|r|^2
  KOKKOS_INLINE_FUNCTION void add_gradient(Tile const& tile, int k, EdgeIndex e) const {
    auto const& op = this->op;
    double const unit[3] = {tile.unit[k], tile.unit[tile.capacity + k], tile.unit[2 * tile.capacity + k]};
    double length_adj = op.table.n > 0 ? table_adjoint(tile, k) : static_cast<double>(tile.length_adj[k]);
    if (op.inner.exist() && tile.fade_log_slope[k] > 0.0) length_adj += tile.fade_log_slope[k] * fade_adjoint(tile, k);
    Real const* const Y = tile.harmonics(op, k);
    Real const* const Y_adj = tile.Y_adj + k * op.coupling.n_entries;
    Real torque[3] = {0, 0, 0};
    subtract_generators_to<Real>(op.coupling.l_max, Y, Y_adj, torque);  // D is antisymmetric
    for (int d = 0; d < 3; ++d) {
      int const a = (d + 1) % 3, b = (d + 2) % 3;
      edge_gradient(e, d) += length_adj * unit[d] + (torque[a] * unit[b] - torque[b] * unit[a]) / tile.length[k];
    }
  }

  // w dE/dw, the sum of rho rho_adj: all is linear in w rho
  KOKKOS_INLINE_FUNCTION double fade_adjoint(Tile const& tile, int k) const {
    auto const& op = this->op;
    P sum(Real(0));
    for (int f = 0; f < op.functions(); ++f)
      for (int c = 0; c < op.radial.channels; c += Base::lanes)
        sum += tile.rho(op, k, f, c) * load<P>(tile.rho_adj + tile.at(op, k, f, c));
    return sum_lanes(sum);
  }

  // sum of rho'(r) rho_adj
  KOKKOS_INLINE_FUNCTION double table_adjoint(Tile const& tile, int k) const {
    auto const& op = this->op;
    P sum(Real(0));
    for (int f = 0; f < op.functions(); ++f)
      for (int c = 0; c < op.radial.channels; c += Base::lanes) {
        P slope;
        tile.rho(op, k, f, c, slope);
        sum += slope * load<P>(tile.rho_adj + tile.at(op, k, f, c));
      }
    return sum_lanes(sum) * TablePosition(op.table, tile.length[k], op.radial.r_cut).per_length;
  }
};

// Calls visit(batch, first position, number of edges) for positions begin … end.
template <class Space, class Real, class Visit>
void for_each_batch(Space const& space, ProductMessage<Space, Real> const& op, EdgeIndex begin, EdgeIndex end,
                    Visit const& visit) {
  ProductSpec const& spec = op.product.spec;
  int const most = edges_per_batch<Space, Real>(space, spec);
  EdgeBatch<Space, Real> const batch(spec, most, op.work);
  for (EdgeIndex first = begin; first < end; first += most)
    visit(batch, first, static_cast<int>(std::min<EdgeIndex>(end - first, most)));
}

template <class Space, class Real>
void set_to_zero(Space const& space, Features<Real, Space> const& features, int atoms, int columns) {
  Kokkos::deep_copy(space, Kokkos::subview(features, std::make_pair(0, atoms), std::make_pair(0, columns)), Real(0));
}

// edge_begin of an atom, wherever it is kept.
template <class Space>
EdgeIndex edge_begin_of(NeighborGraph<Space> const& graph, int atom) {
  if constexpr (is_host_space<Space>) {
    return graph.edge_begin(atom);
  } else {
    EdgeIndex begin = 0;
    Kokkos::deep_copy(begin, Kokkos::subview(graph.edge_begin, atom));
    return begin;
  }
}

}  // namespace

ProductSpec message_product_spec(Architecture const& a, int t, int channels) {
  bool const shared = a.radial_weights == RadialWeights::shared;
  return {a.l_in(t), a.l_max, a.l_max, channels, shared ? SecondOperand::broadcast : SecondOperand::per_channel};
}

template <class Space, class Real>
std::size_t product_message_work(Space const& space, ProductSpec const& spec) {
  return edges_per_batch<Space, Real>(space, spec) * numbers_per_edge(spec);
}

template <class Space, class Real>
ProductMessage<Space, Real> product_message(Model<Space, Real> const& model, int t,
                                            TensorProduct<Space, Real> const& product,
                                            NeighborGraph<Space> const& graph, AtomRange receivers,
                                            Array1<Real, Space> const& work) {
  Architecture const& a = model.architecture();
  require(convolution_is_product(a),
          "a message of a weight for each path as one product (such weights do not factor) use message_forward()");
  ProductEdges<Space, Real> edges;
  edges.by_degree = a.radial_weights == RadialWeights::degree;
  int const functions = edges.by_degree ? a.l_max + 1 : 1;
  edges.graph = graph;
  edges.receivers = receivers;
  edges.coupling = make_edge_harmonics<Space>(a.l_in(t), a.l_max, functions);
  edges.radial = radial_network(model, t);
  edges.radial.by_path = true;  // R is rho here: constants a and b are factors of x and z
  edges.table = model.radial_table(t);
  edges.inner = inner_radii(model);
  edges.first_function = edges.table.paths - functions;
  edges.distance = pair_distance(model);
  edges.factor = static_cast<Real>(a.message_factor());
  return {edges, product, work};
}

template <class Space, class Real>
void product_message_forward(Space const& space, ProductMessage<Space, Real> const& op, Features<Real const, Space> u,
                             Features<Real, Space> message) {
  auto const& edges = op.edges;
  int const l_max = edges.coupling.l_max, per_worker = edges_per_worker<Space, Real>(op.product.spec);
  AtomRange const atoms = edges.receivers;
  set_to_zero(space, message, atoms.count, num_lm(l_max) * edges.radial.channels);
  EdgeIndex const begin = edge_begin_of(edges.graph, atoms.first);
  EdgeIndex const end = edge_begin_of(edges.graph, atoms.first + atoms.count);
  auto const rows = rows_of_receivers(edges.graph, all_receivers(edges.graph));
  for_each_batch(space, op, begin, end, [&](auto const& batch, EdgeIndex first, int n) {
    BatchKernel<Space, Real> const base(edges, rows, batch, false, first, n, per_worker);
    Kokkos::parallel_for("tesseral::product_message::operands", team_policy(space, base.tiles, base.bytes),
                         Operands<Space, Real>{base, u, {}});
    product_forward<Space, Real>(space, op.product, {}, n, batch.x, batch.y, batch.z);
    Kokkos::parallel_for("tesseral::product_message::sum", team_policy(space, n),
                         SumOfRuns<Space, Real>{base, false, atoms.first, l_max, batch.z, message});
  });
}

template <class Space, class Real>
void product_message_backward(Space const& space, ProductMessage<Space, Real> const& op, Features<Real const, Space> u,
                              Features<Real const, Space> message_adj, Vectors<double, Space> edge_gradient,
                              Features<Real, Space> u_adj, Array2<Real, Space> weight_adj) {
  auto const& edges = op.edges;
  int const l_in = edges.coupling.l_in, per_worker = edges_per_worker<Space, Real>(op.product.spec);
  bool const to_senders = u_adj.extent(0) > 0, with_gradient = weight_adj.extent(0) > 0;
  if (to_senders) set_to_zero(space, u_adj, edges.graph.n_total, num_lm(l_in) * edges.radial.channels);
  auto const rows =
      to_senders ? rows_of_senders(edges.graph) : rows_of_receivers(edges.graph, all_receivers(edges.graph));
  for_each_batch(space, op, 0, edges.graph.n_edges(), [&](auto const& batch, EdgeIndex first, int n) {
    BatchKernel<Space, Real> const operands(edges, rows, batch, false, first, n, per_worker);
    Kokkos::parallel_for("tesseral::product_message::operands", team_policy(space, operands.tiles, operands.bytes),
                         Operands<Space, Real>{operands, u, message_adj});
    if (edges.by_degree && with_gradient)
      product_forward<Space, Real>(space, op.product, {}, n, batch.x, batch.y, batch.z);
    product_backward<Space, Real>(space, op.product, {}, n, batch.x, batch.y, batch.z_adj, batch.x_adj, batch.y_adj);
    BatchKernel<Space, Real> const adjoint(edges, rows, batch, true, first, n, per_worker);
    int const workers = with_gradient ? static_cast<int>(weight_adj.extent(0)) : adjoint.tiles;
    Kokkos::parallel_for("tesseral::product_message::backward", team_policy(space, workers, adjoint.bytes),
                         OperandsAdjoint<Space, Real>{adjoint, u, message_adj, edge_gradient, weight_adj, workers});
    if (to_senders)
      Kokkos::parallel_for("tesseral::product_message::sum", team_policy(space, n),
                           SumOfRuns<Space, Real>{operands, true, 0, l_in, batch.x_adj, u_adj});
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template std::size_t product_message_work<Space, Real>(Space const&, ProductSpec const&);                            \
  template ProductMessage<Space, Real> product_message(Model<Space, Real> const&, int,                                 \
                                                       TensorProduct<Space, Real> const&, NeighborGraph<Space> const&, \
                                                       AtomRange, Array1<Real, Space> const&);                         \
  template void product_message_forward<Space, Real>(Space const&, ProductMessage<Space, Real> const&,                 \
                                                     Features<Real const, Space>, Features<Real, Space>);              \
  template void product_message_backward<Space, Real>(                                                                 \
      Space const&, ProductMessage<Space, Real> const&, Features<Real const, Space>, Features<Real const, Space>,      \
      Vectors<double, Space>, Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
