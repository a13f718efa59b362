// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The operators of a model's layer t, put together from its weights and tables.
#pragma once

#include "tesseral/layers/attention.hpp"
#include "tesseral/layers/message.hpp"
#include "tesseral/layers/node_product.hpp"
#include "tesseral/model/model.hpp"

namespace tesseral {

/// The radial network of a layer: shapes, and where its weights stand.
template <class Space, class Real>
RadialNetwork<Space, Real> radial_network(Model<Space, Real> const& model, int t) {
  Architecture const& a = model.architecture();
  LayerWeights const& layer = model.layer(t);
  Real const* const values = model.values().data();
  RadialNetwork<Space, Real> net;
  net.r_cut = a.r_cut;
  net.cutoff_power = a.cutoff_power;
  net.bessel = a.bessel;
  net.hidden = static_cast<int>(a.radial_hidden.size());
  net.width[0] = layer.radial[0].rows;
  for (int k = 0; k <= net.hidden; ++k) {
    net.width[k + 1] = layer.radial[k].cols;
    net.weight[k] = values + layer.radial[k].offset;
    net.transposed[k] = model.transposed().data() + layer.radial[k].offset;
    net.offset[k] = layer.radial[k].offset;
  }
  net.channels = model.channels();
  net.by_path = a.radial_weights != RadialWeights::degree;
  net.degree_in = values + layer.degree_in.offset;
  net.degree_out = values + layer.degree_out.offset;
  net.degree_in_offset = layer.degree_in.offset;
  net.degree_out_offset = layer.degree_out.offset;
  return net;
}

/// The whole backward pass, and the forward pass for these receivers.
template <class Space, class Real>
MessageOperator<Space, Real> message_operator(Model<Space, Real> const& model, int t, NeighborGraph<Space> const& graph,
                                              AtomRange receivers) {
  return {graph, receivers, model.coupling(t), radial_network(model, t), model.radial_table(t)};
}

/// Only with LayerKind::attention. `coupling` is that of the model's factors.
template <class Space, class Real>
AttentionOperator<Space, Real> attention_operator(Model<Space, Real> const& model, int t,
                                                  SharedCoupling<Space> const& coupling,
                                                  NeighborGraph<Space> const& graph) {
  Architecture const& a = model.architecture();
  AttentionOperator<Space, Real> op;
  op.graph = graph;
  op.receivers = all_receivers(graph);
  op.coupling = coupling;
  op.radial = radial_network(model, t);
  op.table = model.radial_table(t);
  op.values = model.values();
  op.transposed = model.transposed();
  op.value = model.layer(t).value;
  op.attention = model.layer(t).attention;
  op.l_in = a.l_in(t);
  op.l_out = a.l_out(t);
  op.heads = a.heads;
  op.channels = a.channels;
  return op;
}

/// For atoms 0 … atoms-1 of these species.
template <class Space, class Real>
NodeProduct<Space, Real> node_product_operator(Model<Space, Real> const& model, int t,
                                               NodeProductPlan<Space, Real> const& plan,
                                               Array1<int const, Space> species, int atoms) {
  return {plan, model.layer(t), model.values(), species, atoms};
}

}  // namespace tesseral
