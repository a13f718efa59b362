// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The layers of kind message (potentials/FORMAT.md, steps 1 to 6):
///
///     send      u = h U
///     receive   M = message(u), fused or as products, perhaps divided by a density,  A = M V,  B = node product of A,
///     h' = B W + h D,
///               or in the first layer A = S V, sums without channels and one map (atomic_basis.hpp), without a send;
///               and before the last layer, if the model has self products, h' + (h' U) (x) (h' V) in its place
///
/// Owned atoms are worked through in blocks whose messages stay in cache; see message_arrays.hpp for what shares
/// memory.
#pragma once

#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/blocks/self_product.hpp"
#include "tesseral/network/layers/layers.hpp"
#include "tesseral/network/layers/operation_count.hpp"
#include "tesseral/network/layers/product_choice.hpp"
#include "tesseral/network/message/atomic_basis.hpp"
#include "tesseral/network/message/factored_message.hpp"
#include "tesseral/network/message/message.hpp"
#include "tesseral/network/message/message_arrays.hpp"
#include "tesseral/network/message/message_mixing.hpp"
#include "tesseral/network/message/message_weights.hpp"
#include "tesseral/network/message/neighbor_density.hpp"
#include "tesseral/network/message/node_product.hpp"
#include "tesseral/network/message/product_message.hpp"
#include "tesseral/network/message/turned_rows.hpp"

#include <optional>
#include <variant>
#include <vector>

namespace tesseral {

template <class Space, class Real>
class MessageLayers final : public Layers<Space, Real> {
 public:
  using typename Layers<Space, Real>::Rows;

  /// Node products and convolutions by these algorithms, [layer], and Gaunt self products as node products.
  MessageLayers(Model<Space, Real> const&, ProductAlgorithms const&);

  void prepare(Space const&, NeighborGraph<Space> const&, WayBack) override;
  Rows const& h(int t) const override { return arrays_.layers[t].h; }
  Rows const& h_adj(int t) const override { return arrays_.layers[t].h_adj; }
  Rows const& u(int t) const override { return arrays_.layers[t].u; }
  Rows const& u_adj() const override { return arrays_.u_adj; }
  void send(Space const&, int t) override;
  void receive(Space const&, int t) override;
  void receive_adjoint(Space const&, int t, Vectors<double, Space> edge_gradient, bool wants_u_adj,
                       Array2<Real, Space> weight_adj) override;
  void send_adjoint(Space const&, int t, Array2<Real, Space> weight_adj) override;
  std::size_t bytes() const override;

  // What LayersMaker asks for.
  static std::vector<AlgorithmChoice> choose_by_count(Architecture const&);
  static std::vector<AlgorithmChoice> choose_by_time(Space const&, Architecture const&);
  static void require_algorithm(Architecture const&, ProductAlgorithm);
  static std::string describe_algorithms(Architecture const&, ProductAlgorithms const&);
  static std::vector<OperationCount> count_operations(Architecture const&, ProductAlgorithms const&, int real_size,
                                                      double edges_per_atom);

 private:
  /// Calls visit(atoms) for one block of owned atoms after the other.
  template <class Visit>
  void for_each_block(Visit const& visit) const;
  /// Calls function(op) with the message of layer t, whose kernels are those of its coupling.
  template <class Function>
  void with_message(int t, AtomRange receivers, Function const& function) const {
    std::visit([&](auto const& coupling) { function(message_operator(model_, t, coupling, graph_, receivers)); },
               couplings_[t]);
  }
  ProductMessage<Space, Real> convolution(int t, AtomRange receivers) const {
    return product_message(model_, t, *convolutions_[t], graph_, receivers, convolution_work_);
  }
  NodeProduct<Space, Real> node_product(int t, AtomRange atoms) const;
  ChannelMixing<Space, Real> mixing(WeightRef const& ref, int l_max, int atoms) const {
    return {model_.values(), model_.transposed(), ref, l_max, atoms, {}, {}};
  }
  ChannelMixing<Space, Real> message_mixing(int t, AtomRange atoms) const;
  bool has_basis(int t) const { return t == 0 && folded_; }
  ChannelMixing<Space, Real> residual(int t, AtomRange atoms) const;
  int inputs(int t) const { return t == 0 ? graph_.n_total : graph_.n_owned; }

  Model<Space, Real> const& model_;
  std::vector<MessageWeights> weights_;               // [layer]
  std::optional<FoldedWeights<Space, Real>> folded_;  // of the first layer, if it sums before channels appear
  std::vector<std::variant<EdgeCoupling<Space>, SharedCoupling<Space>>> couplings_;  // [layer]
  std::vector<std::optional<TensorProduct<Space, Real>>> convolutions_;              // [layer], empty: fused
  std::vector<Array1<MixingBlock const, Space>> mixing_blocks_;                      // [layer], empty: degrees
  std::optional<NeighborDensity<Space, Real>> density_;                              // only with Normalisation::density
  std::vector<NodeProductTables<Space, Real>> tables_;                               // [layer]
  std::vector<SelfProduct<Space, Real>> self_products_;                              // [layer] but the last, if any
  NeighborGraph<Space> graph_;
  bool wants_edges_ = true;
  MessageArrays<Space, Real> arrays_;
  Array1<Real, Space> convolution_work_;  // shared by the layers
  Array1<Real, Space> turned_;  // the same, only where an edge has one matrix: M_adj of owned atoms (turned_rows.hpp)
};

}  // namespace tesseral
