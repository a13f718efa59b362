// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/node_product.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/network/weights/weight_views.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
PowerWeights<Space, Real> gaunt_weights(NodeProduct<Space, Real> const& op) {
  return {weights_of(op.values, op.layer.product_scale), weights_of(op.values, op.layer.product_weight), op.species};
}

template <class Space, class Real>
PathPowerWeights<Space, Real> path_weights(NodeProduct<Space, Real> const& op) {
  return {weights_of(op.values, op.layer.product_nested), weights_of(op.values, op.layer.product_linear),
          weights_of(op.values, op.layer.product_path), op.species};
}

template <class Space, class Real>
SymmetricWeights<Space, Real> symmetric_weights(NodeProduct<Space, Real> const& op) {
  return {weights_of(op.values, op.layer.product_linear), weights_of(op.values, op.layer.product_pair),
          weights_of(op.values, op.layer.product_triple), op.species};
}

}  // namespace

PowerSpec node_product_spec(Architecture const& a, int t, int channels) {
  return {a.l_max, a.l_out(t), a.correlation, channels, a.product_terms, a.species};
}

SymmetricSpec symmetric_product_spec(Architecture const& a, int t, int channels) {
  SymmetricSpec spec{a.l_max, a.l_out(t), channels, a.species, {}, {}};
  for (auto const& pair : a.product_pairs)
    if (pair.back() <= spec.l_z) spec.pairs.push_back(pair);
  for (auto const& triple : a.product_triples)
    if (triple.back() <= spec.l_z) spec.triples.push_back(triple);
  return spec;
}

template <class Space, class Real>
NodeProductTables<Space, Real> make_node_product_tables(Model<Space, Real> const& model, int t,
                                                        ProductAlgorithm algorithm) {
  Architecture const& a = model.architecture();
  if (a.node_product == NodeProductKind::symmetric)
    return make_symmetric_power<Space, Real>(symmetric_product_spec(a, t, model.channels()));
  PowerSpec const spec = node_product_spec(a, t, model.channels());
  if (a.node_product == NodeProductKind::exact) return make_path_power<Space, Real>(spec);
  return make_gaunt_power<Space, Real>(spec, algorithm);
}

template <class Space, class Real>
std::size_t bytes_of(NodeProductTables<Space, Real> const& tables) {
  if (auto const* exact = std::get_if<PathPower<Space, Real>>(&tables)) return work_bytes(*exact);
  if (std::holds_alternative<SymmetricPower<Space, Real>>(tables)) return 0;
  auto const* direct = std::get_if<DirectPower<Space, Real>>(&std::get<TensorPower<Space, Real>>(tables).tables);
  return direct == nullptr ? 0 : work_bytes(*direct);  // the others use the teams' scratch memory
}

template <class Space, class Real>
void node_product_forward(Space const& space, NodeProduct<Space, Real> const& op, Features<Real const, Space> A,
                          Features<Real, Space> B) {
  if (auto const* gaunt = std::get_if<TensorPower<Space, Real>>(&op.tables))
    return power_forward<Space, Real>(space, *gaunt, gaunt_weights(op), op.atoms, A, B);
  if (auto const* symmetric = std::get_if<SymmetricPower<Space, Real>>(&op.tables))
    return symmetric_power_forward<Space, Real>(space, *symmetric, symmetric_weights(op), op.atoms, A, B);
  path_power_forward<Space, Real>(space, std::get<PathPower<Space, Real>>(op.tables), path_weights(op), op.atoms, A, B);
}

template <class Space, class Real>
void node_product_backward(Space const& space, NodeProduct<Space, Real> const& op, Features<Real const, Space> A,
                           Features<Real const, Space> B_adj, Features<Real, Space> A_adj,
                           Array2<Real, Space> weight_adj) {
  auto const columns = [&](WeightRef const& ref) { return columns_of(weight_adj, ref); };
  MessageWeights const& layer = op.layer;
  if (auto const* gaunt = std::get_if<TensorPower<Space, Real>>(&op.tables))
    return power_backward<Space, Real>(space, *gaunt, gaunt_weights(op), op.atoms, A, B_adj, A_adj,
                                       {columns(layer.product_scale), columns(layer.product_weight)});
  if (auto const* symmetric = std::get_if<SymmetricPower<Space, Real>>(&op.tables))
    return symmetric_power_backward<Space, Real>(
        space, *symmetric, symmetric_weights(op), op.atoms, A, B_adj, A_adj,
        {columns(layer.product_linear), columns(layer.product_pair), columns(layer.product_triple)});
  path_power_backward<Space, Real>(
      space, std::get<PathPower<Space, Real>>(op.tables), path_weights(op), op.atoms, A, B_adj, A_adj,
      {columns(layer.product_nested), columns(layer.product_linear), columns(layer.product_path)});
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                             \
  template NodeProductTables<Space, Real> make_node_product_tables(Model<Space, Real> const&, int, ProductAlgorithm); \
  template std::size_t bytes_of(NodeProductTables<Space, Real> const&);                                               \
  template void node_product_forward<Space, Real>(Space const&, NodeProduct<Space, Real> const&,                      \
                                                  Features<Real const, Space>, Features<Real, Space>);                \
  template void node_product_backward<Space, Real>(Space const&, NodeProduct<Space, Real> const&,                     \
                                                   Features<Real const, Space>, Features<Real const, Space>,          \
                                                   Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
