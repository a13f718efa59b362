// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/evaluator.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/attention/attention_layers.hpp"
#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/blocks/embedding.hpp"
#include "tesseral/network/blocks/energies.hpp"
#include "tesseral/network/blocks/readout.hpp"
#include "tesseral/network/blocks/zbl.hpp"
#include "tesseral/network/message/message.hpp"
#include "tesseral/network/message/message_arrays.hpp"
#include "tesseral/network/message/node_product.hpp"

#include <algorithm>
#include <optional>

namespace tesseral {
namespace {

// The rows of some atoms.
template <class Space, class Real>
Features<Real, Space> rows_of(Features<Real, Space> const& features, AtomRange atoms) {
  return Kokkos::subview(features, std::make_pair(atoms.first, atoms.first + atoms.count), Kokkos::ALL);
}
template <class Space, class T>
Array1<T, Space> part_of(Array1<T, Space> const& array, AtomRange atoms) {
  return Kokkos::subview(array, std::make_pair(atoms.first, atoms.first + atoms.count));
}

}  // namespace

/// The operations of all layers on one graph, and the arrays between them.
template <class Space, class Real>
struct Evaluator<Space, Real>::Work {
  using Layer = typename MessageArrays<Space, Real>::Layer;

  Work(Model<Space, Real> const& model, ProductAlgorithms const& products) : model(model) {
    if (model.architecture().layer_kind == LayerKind::attention)
      attention.emplace(model, products.at(0));
    else
      for (int t = 0; t < model.architecture().layers; ++t)
        product_tables.push_back(make_node_product_tables(model, t, products.at(t)));
  }

  void prepare(Space const& space, NeighborGraph<Space> const& new_graph, bool with_gradient);
  void forward(Space const&, HaloExchange<Space, Real>&);
  void backward(Space const&, HaloExchange<Space, Real>&, Array1<double const, Space> energy_adj);
  void forward_attention(Space const&, HaloExchange<Space, Real>&);
  void backward_attention(Space const&, HaloExchange<Space, Real>&, Array1<double const, Space> energy_adj);
  void add_zbl(Space const&, Array1<double const, Space> energy_adj);

  /// Calls visit(atoms) for one block of owned atoms after the other.
  template <class Visit>
  void for_each_block(Visit const& visit) const {
    int const block = arrays.block_atoms;
    for (int first = 0; first < graph.n_owned; first += block)
      visit(AtomRange{first, std::min(block, graph.n_owned - first)});
  }
  EdgeOperator<Space, Real> message(int t, AtomRange receivers) const {
    return message_operator(model, t, graph, receivers);
  }
  NodeProduct<Space, Real> node_product(int t, AtomRange atoms) const {
    return node_product_operator(model, t, product_tables[t], part_of<Space>(graph.species, atoms), atoms.count);
  }
  Readout<Space, Real> readout(int t, AtomRange atoms) const;
  ChannelMixing<Space, Real> mixing(WeightRef const& ref, int l_max, int atoms) const {
    return {model.values(), model.transposed(), ref, l_max, atoms, {}};
  }
  ChannelMixing<Space, Real> residual(int t, AtomRange atoms) const {
    return {model.values(),
            model.transposed(),
            model.layer(t).residual,
            model.architecture().l_residual(t),
            atoms.count,
            part_of<Space>(graph.species, atoms)};
  }
  int input_atoms(int t) const { return t == 0 ? graph.n_total : graph.n_owned; }

  Model<Space, Real> const& model;
  std::optional<AttentionLayers<Space, Real>> attention;       // only with LayerKind::attention
  std::vector<NodeProductTables<Space, Real>> product_tables;  // [layer], only with LayerKind::message, as `arrays`
  NeighborGraph<Space> graph;
  MessageArrays<Space, Real> arrays;
  Array1<double, Space> network_energy;  // e_i [owned]
  Array1<double, Space> energy;          // [owned]
  Array1<double, Space> seed;            // dE/de_i [owned]
  Vectors<double, Space> edge_gradient;  // [edge]
  Array2<Real, Space> weight_adj;        // [worker][weight], empty without weight gradient
  Array2<Real, Space> worker_sums;       // its memory, kept
};

template <class Space, class Real>
void Evaluator<Space, Real>::Work::prepare(Space const& space, NeighborGraph<Space> const& new_graph,
                                           bool with_gradient) {
  graph = new_graph;
  std::size_t const owned = graph.n_owned;
  if (attention)
    attention->prepare(graph);
  else
    arrays.prepare(space, model.architecture(), model.channels(), graph, with_gradient);
  grow(network_energy, "tesseral::network_energy", owned);
  grow(energy, "tesseral::energy", owned);
  grow(seed, "tesseral::seed", owned);
  grow(edge_gradient, "tesseral::edge_gradient", graph.n_edges());
  weight_adj = {};
  if (with_gradient) {
    grow(worker_sums, "tesseral::worker_sums", worker_count(space), model.values().extent(0));
    weight_adj = Kokkos::subview(worker_sums, std::make_pair(0, worker_count(space)), Kokkos::ALL);
    Kokkos::deep_copy(space, weight_adj, Real(0));
  }
  Kokkos::deep_copy(space, edge_gradient, 0.0);
  Kokkos::deep_copy(space, network_energy, 0.0);
}

template <class Space, class Real>
Readout<Space, Real> Evaluator<Space, Real>::Work::readout(int t, AtomRange atoms) const {
  LayerWeights const& layer = model.layer(t);
  bool const last = t == model.architecture().layers - 1;
  return {model.values(), last, layer.readout, layer.readout_0, layer.readout_1, model.channels(), atoms.count};
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::forward(Space const& space, HaloExchange<Space, Real>& halo) {
  Architecture const& a = model.architecture();
  embedding_forward<Space, Real>(space, model.values(), model.embedding(), graph.species, graph.n_total,
                                 arrays.layers[0].h);
  for (int t = 0; t < a.layers; ++t) {
    Layer const& layer = arrays.layers[t];
    LayerWeights const& weights = model.layer(t);
    Layer const& next = arrays.layers[t + 1];
    channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_in, a.l_in(t), input_atoms(t)), layer.h, layer.u,
                                        GemmMode::overwrite);
    if (t > 0) halo.copy_owned_to_ghosts(layer.u);
    for_each_block([&](AtomRange atoms) {
      auto const A = rows_of<Space, Real>(layer.A, atoms), h = rows_of<Space, Real>(layer.h, atoms);
      auto const next_h = rows_of<Space, Real>(next.h, atoms);
      message_forward<Space, Real>(space, message(t, atoms), layer.u, layer.M);
      channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_message, a.l_max, atoms.count), layer.M, A,
                                          GemmMode::overwrite);
      node_product_forward<Space, Real>(space, node_product(t, atoms), A, layer.B);
      channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), atoms.count), layer.B, next_h,
                                          GemmMode::overwrite);
      channel_mixing_forward<Space, Real>(space, residual(t, atoms), h, next_h, GemmMode::accumulate);
      readout_forward<Space, Real>(space, readout(t, atoms), next_h, part_of<Space>(network_energy, atoms));
    });
  }
}

// Without a weight gradient the operations do not read h, M and B, where adjoints stand by then (MessageArrays).
template <class Space, class Real>
void Evaluator<Space, Real>::Work::backward(Space const& space, HaloExchange<Space, Real>& halo,
                                            Array1<double const, Space> energy_adj) {
  Architecture const& a = model.architecture();
  bool const with_gradient = weight_adj.extent(0) > 0;
  auto const& layers = arrays.layers;
  auto const& u_adj = arrays.u_adj;
  auto const& A_adj = arrays.A_adj;
  auto const& B_adj = arrays.B_adj;
  Kokkos::deep_copy(space, layers.back().h_adj, Real(0));
  for (int t = a.layers - 1; t >= 0; --t) {
    Layer const& layer = layers[t];
    LayerWeights const& weights = model.layer(t);
    Layer const& next = layers[t + 1];
    for_each_block([&](AtomRange atoms) {
      auto const A = rows_of<Space, Real>(layer.A, atoms), M_adj = rows_of<Space, Real>(layer.M_adj, atoms);
      auto const next_h = rows_of<Space, Real>(next.h, atoms), next_h_adj = rows_of<Space, Real>(next.h_adj, atoms);
      readout_backward<Space, Real>(space, readout(t, atoms), next_h, part_of<Space>(energy_adj, atoms), next_h_adj,
                                    weight_adj);
      channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), atoms.count), layer.B,
                                           next_h_adj, B_adj, GemmMode::overwrite, weight_adj);
      node_product_backward<Space, Real>(space, node_product(t, atoms), A, B_adj, A_adj, weight_adj);
      channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_message, a.l_max, atoms.count), layer.M, A_adj,
                                           M_adj, GemmMode::overwrite, weight_adj);
    });
    // what is in front of the first layer depends on no position
    bool const last = t == 0 && !with_gradient;
    message_backward<Space, Real>(space, message(t, all_receivers(graph)), layer.u, layer.M_adj, edge_gradient,
                                  last ? Features<Real, Space>{} : u_adj, weight_adj);
    if (last) break;
    if (t > 0) halo.add_ghosts_to_owned(u_adj);
    channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_in, a.l_in(t), input_atoms(t)), layer.h, u_adj,
                                         layer.h_adj, GemmMode::overwrite, weight_adj);
    channel_mixing_backward<Space, Real>(space, residual(t, all_receivers(graph)), layer.h, next.h_adj, layer.h_adj,
                                         GemmMode::accumulate, weight_adj);
  }
  if (with_gradient)
    embedding_backward<Space, Real>(space, model.embedding(), graph.species, graph.n_total, layers[0].h_adj,
                                    weight_adj);
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::forward_attention(Space const& space, HaloExchange<Space, Real>& halo) {
  embedding_forward<Space, Real>(space, model.values(), model.embedding(), graph.species, graph.n_total,
                                 attention->h(0));
  for (int t = 0; t < model.architecture().layers; ++t) {
    attention->send(space, t);
    if (t > 0) halo.copy_owned_to_ghosts(attention->u(t));
    attention->receive(space, t);
    readout_forward<Space, Real>(space, readout(t, all_receivers(graph)), attention->h(t + 1), network_energy);
  }
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::backward_attention(Space const& space, HaloExchange<Space, Real>& halo,
                                                      Array1<double const, Space> energy_adj) {
  int const layers = model.architecture().layers;
  bool const with_gradient = weight_adj.extent(0) > 0;
  Kokkos::deep_copy(space, attention->h_adj(layers), Real(0));
  for (int t = layers - 1; t >= 0; --t) {
    readout_backward<Space, Real>(space, readout(t, all_receivers(graph)), attention->h(t + 1), energy_adj,
                                  attention->h_adj(t + 1), weight_adj);
    bool const last = t == 0 && !with_gradient;
    attention->receive_adjoint(space, t, edge_gradient, !last, weight_adj);
    if (last) return;
    if (t > 0) halo.add_ghosts_to_owned(attention->u_adj());
    attention->send_adjoint(space, t, weight_adj);
  }
  embedding_backward<Space, Real>(space, model.embedding(), graph.species, graph.n_total, attention->h_adj(0),
                                  weight_adj);
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::add_zbl(Space const& space, Array1<double const, Space> energy_adj) {
  if (model.zbl_cutoff().extent(0) == 0) return;
  zbl<Space>(space, graph, model.atomic_number(), model.zbl_cutoff(), energy_adj, energy, edge_gradient);
}

template <class Space, class Real>
Evaluator<Space, Real>::Evaluator(std::shared_ptr<Model<Space, Real> const> model, ProductAlgorithms const& products)
    : model_(std::move(model)),
      work_(std::make_unique<Work>(
          *model_, products.empty() ? algorithms_of(choose_products_by_count<Space, Real>(model_->architecture()))
                                    : products)) {}

template <class Space, class Real>
Evaluator<Space, Real>::~Evaluator() = default;

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate(Space const& space, NeighborGraph<Space> const& graph,
                                                   HaloExchange<Space, Real>& halo) {
  return run(space, graph, halo, {}, {});
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate_with_weight_gradient(Space const& space,
                                                                        NeighborGraph<Space> const& graph,
                                                                        HaloExchange<Space, Real>& halo,
                                                                        Array1<double const, Space> energy_adj,
                                                                        Array1<Real, Space> weight_adj) {
  return run(space, graph, halo, energy_adj, weight_adj);
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::run(Space const& space, NeighborGraph<Space> const& graph,
                                              HaloExchange<Space, Real>& halo, Array1<double const, Space> energy_adj,
                                              Array1<Real, Space> weight_adj) {
  bool const with_gradient = weight_adj.extent(0) > 0;
  require(!with_gradient || model_->radial_table(0).n == 0,
          "no weight gradient from radial tables (they do not depend on the weights) use RadialEvaluation::network");
  work_->prepare(space, graph, with_gradient);
  work_->attention ? work_->forward_attention(space, halo) : work_->forward(space, halo);
  reference_energies<Space>(space, graph, model_->E0(), model_->shift(), model_->scale(), work_->network_energy,
                            work_->energy);
  scale_seeds<Space>(space, graph.n_owned, model_->scale(), energy_adj, work_->seed);
  work_->add_zbl(space, energy_adj);
  work_->attention ? work_->backward_attention(space, halo, work_->seed) : work_->backward(space, halo, work_->seed);
  if (with_gradient) sum_workers<Space, Real>(space, work_->weight_adj, weight_adj);
  return {work_->energy, work_->edge_gradient};
}

template <class Space, class Real>
int Evaluator<Space, Real>::halo_width() const {
  Architecture const& a = model_->architecture();
  return a.layers > 1 ? num_lm(a.l_hidden) * model_->channels() : 0;
}

template <class Space, class Real>
std::size_t Evaluator<Space, Real>::work_bytes() const {
  Work const& w = *work_;
  std::size_t const doubles = w.network_energy.size() + w.energy.size() + w.seed.size() + w.edge_gradient.size();
  std::size_t products = 0;
  for (auto const& tables : w.product_tables) products += bytes_of<Space, Real>(tables);
  std::size_t const layers = w.attention ? w.attention->bytes() : w.arrays.bytes();
  return layers + products + w.worker_sums.size() * sizeof(Real) + doubles * sizeof(double);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class Evaluator<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
