// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The many-body node product of a layer (potentials/FORMAT.md, step 5): a power of tensor_product/ with the layer's
/// weights, B from A. The kind of product is the model's; the algorithm of a Gaunt one is that of its tables.
#pragma once

#include "tesseral/network/message/message_weights.hpp"
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"
#include "tesseral/tensor_product/direct/path_power.hpp"
#include "tesseral/tensor_product/direct/symmetric_power.hpp"

#include <variant>

namespace tesseral {

/// Tables and work memory of the node product of one layer.
template <class Space, class Real>
using NodeProductTables = std::variant<TensorPower<Space, Real>, PathPower<Space, Real>, SymmetricPower<Space, Real>>;

/// What the node product of layer t computes, for channels padded on a space.
PowerSpec node_product_spec(Architecture const&, int t, int channels);
/// The same of a symmetric one.
SymmetricSpec symmetric_product_spec(Architecture const&, int t, int channels);

/// `algorithm` is that of a Gaunt product; the others are `direct`.
template <class Space, class Real>
NodeProductTables<Space, Real> make_node_product_tables(Model<Space, Real> const&, int t, ProductAlgorithm algorithm);

/// Of its work memory.
template <class Space, class Real>
std::size_t bytes_of(NodeProductTables<Space, Real> const&);

template <class Space, class Real>
struct NodeProduct {
  NodeProductTables<Space, Real> const& tables;
  MessageWeights layer;              // where its weights stand in
  Array1<Real const, Space> values;  // Model::values()
  Array1<int const, Space> species;  // [atom]
  int atoms = 0;
};

/// B[i][lm][c], l <= l_out, from A[i][lm][c], l <= l_max. Overwrites.
template <class Space, class Real>
void node_product_forward(Space const&, NodeProduct<Space, Real> const&, Features<Real const, Space> A,
                          Features<Real, Space> B);

/// A_adj from B_adj (overwrites), and with weight_adj [worker][weight] (or empty) the weights' gradient.
template <class Space, class Real>
void node_product_backward(Space const&, NodeProduct<Space, Real> const&, Features<Real const, Space> A,
                           Features<Real const, Space> B_adj, Features<Real, Space> A_adj,
                           Array2<Real, Space> weight_adj);

}  // namespace tesseral
