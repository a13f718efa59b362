// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_layers.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/blocks/atom_rows.hpp"
#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/network/message/message_count.hpp"
#include "tesseral/sphere/coupling_entries.hpp"
#include "tesseral/tensor_product/choice/symmetric_operations.hpp"

#include <algorithm>

namespace tesseral {
namespace {

template <class Space>
Array1<int const, Space> species_of(NeighborGraph<Space> const& graph, AtomRange atoms) {
  return Kokkos::subview(graph.species, std::make_pair(atoms.first, atoms.first + atoms.count));
}

/// choice_of(spec) of every layer's node product; exact and symmetric products have one algorithm.
template <class Space, class Real, class ChoiceOf>
std::vector<AlgorithmChoice> choose_for_layers(Architecture const& a, ChoiceOf const& choice_of) {
  std::vector<AlgorithmChoice> choices;
  for (int t = 0; t < a.layers; ++t) {
    int const channels = padded<Space, Real>(a.channels);
    if (a.node_product == NodeProductKind::gaunt) {
      choices.push_back(choice_of(node_product_spec(a, t, channels)));
    } else {
      auto const count = a.node_product == NodeProductKind::exact
                             ? count_path_power(node_product_spec(a, t, channels))
                             : count_symmetric_power(symmetric_product_spec(a, t, channels));
      choices.push_back({ProductAlgorithm::direct,
                         ChoiceReason::only_one,
                         {{ProductAlgorithm::direct, count.forward + count.backward}}});
    }
  }
  return choices;
}

/// That of layer t, with its odd paths if it is a Clebsch-Gordan product: these have no algorithm but direct.
template <class Space, class Real>
SelfProduct<Space, Real> make_self_product(Model<Space, Real> const& model, int t, ProductAlgorithm algorithm) {
  Architecture const& a = model.architecture();
  int const l = a.l_out(t);
  ProductSpec const spec = {l, l, l, model.channels()};
  auto const product = *a.self_product == Coupling::gaunt
                           ? make_gaunt_product<Space, Real>(spec, algorithm)
                           : make_sparse_product<Space, Real>(spec, coupling_entries(*a.self_product, l, l, l));
  return {product, message_weights(model, t).self, model.values(), model.transposed()};
}

}  // namespace

template <class Space, class Real>
MessageLayers<Space, Real>::MessageLayers(Model<Space, Real> const& model, ProductAlgorithms const& algorithms)
    : model_(model) {
  Architecture const& a = model.architecture();
  for (int t = 0; t < a.layers; ++t) {
    weights_.push_back(message_weights(model, t));
    ProductAlgorithm const convolution = convolution_of(a, algorithms.at(t));
    if (has_one_matrix(a, t))
      couplings_.push_back(make_factored_coupling<Space>(a, t, convolution));
    else
      couplings_.push_back(message_coupling<Space>(a, t));
    mixing_blocks_.push_back(message_blocks<Space>(a, t));
    tables_.push_back(make_node_product_tables(model, t, algorithms.at(t).product));
    convolutions_.emplace_back();
    if (convolution_is_product(a) && convolution != ProductAlgorithm::direct)
      convolutions_.back() = make_gaunt_product<Space, Real>(message_product_spec(a, t, model.channels()), convolution);
    if (a.has_self_product(t)) self_products_.push_back(make_self_product(model, t, algorithms.at(t).product));
  }
  if (first_layer_is_summed(a, algorithms.at(0))) folded_.emplace(model);
  if (a.normalisation == Normalisation::density) {
    std::vector<WeightRef> densities;
    for (MessageWeights const& layer : weights_) densities.push_back(layer.density);
    density_.emplace(model, densities);
  }
}

template <class Space, class Real>
void MessageLayers<Space, Real>::prepare(Space const& space, NeighborGraph<Space> const& graph, WayBack way_back) {
  graph_ = graph;
  wants_edges_ = way_back != WayBack::only_weights;
  int basis = 0;
  if (folded_) {
    folded_->prepare(space, has_weights(way_back));
    basis = num_lm(model_.architecture().l_max) * folded_->rows();
  }
  arrays_.prepare(space, model_.architecture(), model_.channels(), basis, graph, way_back);
  Architecture const& a = model_.architecture();
  for (int t = 0; t < a.layers; ++t)
    if (wants_edges_ && has_one_matrix(a, t) && !has_basis(t) && !convolutions_[t])
      grow(turned_, "tesseral::M_adj_turned",
           turned_size<Space, Real>(graph.n_owned, num_lm(a.l_max), model_.channels()));
  if (density_) density_->prepare(space, graph);
  for (auto& product : self_products_) product.prepare(graph.n_owned, arrays_.block_atoms, has_weights(way_back));
  for (auto const& convolution : convolutions_)
    if (convolution)
      grow(convolution_work_, "tesseral::convolution_work",
           product_message_work<Space, Real>(space, convolution->spec));
}

template <class Space, class Real>
template <class Visit>
void MessageLayers<Space, Real>::for_each_block(Visit const& visit) const {
  int const block = arrays_.block_atoms;
  for (int first = 0; first < graph_.n_owned; first += block)
    visit(AtomRange{first, std::min(block, graph_.n_owned - first)});
}

template <class Space, class Real>
NodeProduct<Space, Real> MessageLayers<Space, Real>::node_product(int t, AtomRange atoms) const {
  return {tables_[t], weights_[t], model_.values(), species_of(graph_, atoms), atoms.count};
}

template <class Space, class Real>
ChannelMixing<Space, Real> MessageLayers<Space, Real>::message_mixing(int t, AtomRange atoms) const {
  if (has_basis(t)) return folded_->mixing(species_of(graph_, atoms), atoms.count);
  return tesseral::message_mixing(model_, t, mixing_blocks_[t], species_of(graph_, atoms), atoms.count);
}

template <class Space, class Real>
ChannelMixing<Space, Real> MessageLayers<Space, Real>::residual(int t, AtomRange atoms) const {
  return {model_.values(),
          model_.transposed(),
          weights_[t].residual,
          model_.architecture().l_residual(t),
          atoms.count,
          species_of(graph_, atoms),
          {}};
}

template <class Space, class Real>
void MessageLayers<Space, Real>::send(Space const& space, int t) {
  if (has_basis(t)) return;
  auto const& layer = arrays_.layers[t];
  channel_mixing_forward<Space, Real>(space, mixing(weights_[t].mixing_in, model_.architecture().l_in(t), inputs(t)),
                                      layer.h, layer.u, GemmMode::overwrite);
}

template <class Space, class Real>
void MessageLayers<Space, Real>::receive(Space const& space, int t) {
  Architecture const& a = model_.architecture();
  MessageWeights const& weights = weights_[t];
  auto const& layer = arrays_.layers[t];
  for_each_block([&](AtomRange atoms) {
    auto const A = rows_of<Space, Real>(layer.A, atoms), h = rows_of<Space, Real>(layer.h, atoms);
    auto const next_h = rows_of<Space, Real>(arrays_.layers[t + 1].h, atoms);
    if (has_basis(t))
      atomic_basis_forward<Space, Real>(space, basis_edges(model_, graph_, atoms), layer.M);
    else if (convolutions_[t])
      product_message_forward<Space, Real>(space, convolution(t, atoms), layer.u, layer.M);
    else
      with_message(t, atoms, [&](auto const& op) { message_forward<Space, Real>(space, op, layer.u, layer.M); });
    if (density_ && !has_basis(t)) density_->divide(space, t, atoms, message_rows(a, t), layer.M);
    channel_mixing_forward<Space, Real>(space, message_mixing(t, atoms), layer.M, A, GemmMode::overwrite);
    if (density_ && has_basis(t)) density_->divide(space, t, atoms, num_lm(a.l_max), A);
    node_product_forward<Space, Real>(space, node_product(t, atoms), A, layer.B);
    channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), atoms.count), layer.B, next_h,
                                        GemmMode::overwrite);
    channel_mixing_forward<Space, Real>(space, residual(t, atoms), h, next_h, GemmMode::accumulate);
    if (a.has_self_product(t)) self_products_[t].forward(space, atoms, next_h);
  });
}

// Without a weight gradient the operations do not read h, M and B, where adjoints stand by then (MessageArrays).
template <class Space, class Real>
void MessageLayers<Space, Real>::receive_adjoint(Space const& space, int t, Vectors<double, Space> edge_gradient,
                                                 bool wants_u_adj, Array2<Real, Space> weight_adj) {
  Architecture const& a = model_.architecture();
  MessageWeights const& weights = weights_[t];
  auto const& layer = arrays_.layers[t];
  auto const &A_adj = arrays_.A_adj, &B_adj = arrays_.B_adj;
  bool const with_gradient = weight_adj.extent(0) > 0;
  auto const folded_adj = has_basis(t) && with_gradient ? folded_->gradient() : Array2<Real, Space>{};
  for_each_block([&](AtomRange atoms) {
    auto const A = rows_of<Space, Real>(layer.A, atoms), M_adj = rows_of<Space, Real>(layer.M_adj, atoms);
    auto const next_h_adj = rows_of<Space, Real>(arrays_.layers[t + 1].h_adj, atoms);
    if (a.has_self_product(t)) self_products_[t].backward(space, atoms, next_h_adj, weight_adj);
    channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), atoms.count), layer.B,
                                         next_h_adj, B_adj, GemmMode::overwrite, weight_adj);
    node_product_backward<Space, Real>(space, node_product(t, atoms), A, B_adj, A_adj, weight_adj);
    if (density_) density_->backward(space, t, atoms, A, A_adj);
    if (density_ && has_basis(t)) density_->divide(space, t, atoms, num_lm(a.l_max), A_adj);
    channel_mixing_backward<Space, Real>(space, message_mixing(t, atoms), layer.M, A_adj, M_adj, GemmMode::overwrite,
                                         has_basis(t) ? folded_adj : weight_adj);
    if (density_ && !has_basis(t)) density_->divide(space, t, atoms, message_rows(a, t), M_adj);
  });
  if (density_) density_->to_edges(space, t, edge_gradient, weight_adj);
  if (has_basis(t)) {
    atomic_basis_backward<Space, Real>(space, basis_edges(model_, graph_, all_receivers(graph_)), layer.M_adj,
                                       wants_edges_ ? edge_gradient : Vectors<double, Space>{}, weight_adj);
    if (with_gradient) folded_->add_gradient(space, weight_adj);
    return;
  }
  Rows const u_adj = wants_u_adj ? arrays_.u_adj : Rows{};
  if (convolutions_[t])
    product_message_backward<Space, Real>(space, convolution(t, all_receivers(graph_)), layer.u, layer.M_adj,
                                          edge_gradient, u_adj, weight_adj);
  else
    with_message(t, all_receivers(graph_), [&](auto const& op) {
      if constexpr (std::is_same_v<std::decay_t<decltype(op.coupling)>, SharedCoupling<Space>>)
        message_backward<Space, Real>(space, op, layer.u, layer.M_adj,
                                      wants_edges_ ? edge_gradient : Vectors<double, Space>{}, u_adj, weight_adj,
                                      turned_);
      else
        message_backward<Space, Real>(space, op, layer.u, layer.M_adj, edge_gradient, u_adj, weight_adj);
    });
}

template <class Space, class Real>
void MessageLayers<Space, Real>::send_adjoint(Space const& space, int t, Array2<Real, Space> weight_adj) {
  auto const& layer = arrays_.layers[t];
  if (has_basis(t))  // what the senders told has its gradient already
    Kokkos::deep_copy(space, layer.h_adj, Real(0));
  else
    channel_mixing_backward<Space, Real>(space, mixing(weights_[t].mixing_in, model_.architecture().l_in(t), inputs(t)),
                                         layer.h, arrays_.u_adj, layer.h_adj, GemmMode::overwrite, weight_adj);
  channel_mixing_backward<Space, Real>(space, residual(t, all_receivers(graph_)), layer.h, arrays_.layers[t + 1].h_adj,
                                       layer.h_adj, GemmMode::accumulate, weight_adj);
}

template <class Space, class Real>
std::size_t MessageLayers<Space, Real>::bytes() const {
  std::size_t products = 0;
  for (auto const& tables : tables_) products += bytes_of<Space, Real>(tables);
  for (auto const& product : self_products_) products += product.bytes();
  return arrays_.bytes() + (folded_ ? folded_->bytes() : 0) + (density_ ? density_->bytes() : 0) +
         (convolution_work_.size() + turned_.size()) * sizeof(Real) + products;
}

template <class Space, class Real>
std::vector<AlgorithmChoice> MessageLayers<Space, Real>::choose_by_count(Architecture const& a) {
  return choose_for_layers<Space, Real>(a, [](PowerSpec const& spec) { return power_choice_by_count<Space>(spec); });
}

template <class Space, class Real>
std::vector<AlgorithmChoice> MessageLayers<Space, Real>::choose_by_time(Space const& space, Architecture const& a) {
  return choose_for_layers<Space, Real>(
      a, [&](PowerSpec const& spec) { return power_choice_by_time<Space, Real>(space, spec); });
}

template <class Space, class Real>
void MessageLayers<Space, Real>::require_algorithm(Architecture const& a, ProductAlgorithm algorithm) {
  require(a.node_product == NodeProductKind::gaunt || algorithm == ProductAlgorithm::direct,
          std::string("product ") + name(algorithm) +
              " is not available (free weights of paths do not factor, so that an exact or symmetric node product is "
              "direct) choose auto or direct");
  if (algorithm == ProductAlgorithm::fft) require_fast_fourier<Space>();
  if (a.coupling == Coupling::clebsch_gordan) check_shared_algorithm(a.factors, algorithm);
}

template <class Space, class Real>
std::string MessageLayers<Space, Real>::describe_algorithms(Architecture const& a,
                                                            ProductAlgorithms const& algorithms) {
  return describe_with_convolutions(a, algorithms);
}

template <class Space, class Real>
std::vector<OperationCount> MessageLayers<Space, Real>::count_operations(Architecture const& a,
                                                                         ProductAlgorithms const& algorithms,
                                                                         int real_size, double edges_per_atom) {
  return count_message(a, algorithms, real_size, edges_per_atom);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class MessageLayers<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
