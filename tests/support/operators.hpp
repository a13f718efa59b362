// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The operators of a model's layer t, as its layers put them together.
#pragma once

#include "tesseral/network/attention/attention.hpp"
#include "tesseral/network/message/factored_message.hpp"
#include "tesseral/network/message/message.hpp"
#include "tesseral/network/message/node_product.hpp"
#include "tesseral/network/message/turned_rows.hpp"

#include <type_traits>

namespace tesseral::test {

template <class Space, class Real>
EdgeOperator<Space, Real> message_of(Model<Space, Real> const& model, int t, NeighborGraph<Space> const& graph) {
  return message_operator(model, t, message_coupling<Space>(model.architecture(), t), graph, all_receivers(graph));
}

/// function(op) with the message of the model's coupling; matrices of exact factors are computed directly.
template <class Space, class Real, class Function>
void with_message_of(Model<Space, Real> const& model, int t, NeighborGraph<Space> const& graph,
                     Function const& function) {
  Architecture const& a = model.architecture();
  if (!has_one_matrix(a, t)) return function(message_of(model, t, graph));
  auto const algorithm =
      a.coupling == Coupling::gaunt || is_exact(a.factors) ? ProductAlgorithm::direct : ProductAlgorithm::cp;
  auto const coupling = make_factored_coupling<Space>(a, t, algorithm);
  function(message_operator(model, t, coupling, graph, all_receivers(graph)));
}

/// message_backward() of either kind.
template <class Space, class Coupling>
void backward_of(EdgeOperator<Space, double, Coupling> const& op, Features<double, Space> u,
                 Features<double, Space> M_adj, Vectors<double, Space> edge_gradient, Features<double, Space> u_adj,
                 Array2<double, Space> weight_adj) {
  if constexpr (std::is_same_v<Coupling, SharedCoupling<Space>>) {
    Array1<double, Space> const turned(
        "turned", turned_size<Space, double>(op.graph.n_owned, op.coupling.lms(), op.radial.channels));
    message_backward<Space, double>(Space{}, op, u, M_adj, edge_gradient, u_adj, weight_adj, turned);
  } else {
    message_backward<Space, double>(Space{}, op, u, M_adj, edge_gradient, u_adj, weight_adj);
  }
}

template <class Space, class Real>
AttentionOperator<Space, Real> attention_of(Model<Space, Real> const& model, int t,
                                            SharedCoupling<Space> const& coupling, NeighborGraph<Space> const& graph) {
  return attention_operator(model, t, attention_weights(model, t), coupling, graph);
}

template <class Space, class Real>
NodeProduct<Space, Real> node_product_of(Model<Space, Real> const& model, int t,
                                         NodeProductTables<Space, Real> const& tables, Array1<int const, Space> species,
                                         int atoms) {
  return {tables, message_weights(model, t), model.values(), species, atoms};
}

}  // namespace tesseral::test
