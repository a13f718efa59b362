// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The layers of a network with attention (potentials/FORMAT.md, attention), in two parts each, between which the
/// caller exchanges u with other ranks:
///
///     send      u = norm(h) U
///     receive   m = h + attention(u) W,     h' = m + feed_forward(norm(m))
///
/// adjoint:  receive_adjoint: m_adj = h'_adj + …, then u_adj;   send_adjoint: h_adj = m_adj + … .
/// Kept for the way back are h, u, the average M with its denominators n, and m; the rest is computed again.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/attention/attention.hpp"
#include "tesseral/network/blocks/degree_norm.hpp"
#include "tesseral/network/blocks/feed_forward.hpp"
#include "tesseral/network/layers/layers.hpp"
#include "tesseral/network/layers/operation_count.hpp"
#include "tesseral/network/layers/product_choice.hpp"

#include <vector>

namespace tesseral {

template <class Space, class Real>
class AttentionLayers final : public Layers<Space, Real> {
 public:
  using typename Layers<Space, Real>::Rows;

  /// The coupling by the first of these algorithms, `direct` or `cp`: all layers have the same.
  AttentionLayers(Model<Space, Real> const&, ProductAlgorithms const&);

  void prepare(Space const&, NeighborGraph<Space> const&, WayBack) override;
  Rows const& h(int t) const override { return layers_[t].h; }
  Rows const& h_adj(int t) const override { return layers_[t].h_adj; }
  Rows const& u(int t) const override { return layers_[t].u; }
  Rows const& u_adj() const override { return u_adj_; }
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
  static std::string describe_algorithms(Architecture const&, ProductAlgorithms const& algorithms) {
    return "product " + names_of(algorithms);
  }
  static std::vector<OperationCount> count_operations(Architecture const&, ProductAlgorithms const&, int real_size,
                                                      double edges_per_atom);

 private:
  struct Layer {
    Rows h, h_adj;
    Rows u;                           // [total][l_in]
    Rows M;                           // [owned][l_out]
    Rows m;                           // [owned][l_out]
    Array2<Real, Space> n;            // [owned][head]
    Array2<Real, Space> s_in, s_out;  // of the norms [atom][l]
  };

  AttentionOperator<Space, Real> attention(int t) const;
  ChannelMixing<Space, Real> mixing(WeightRef const& ref, int l_max, int atoms) const {
    return {model_.values(), model_.transposed(), ref, l_max, atoms, {}};
  }
  DegreeNorm<Space, Real> norm(WeightRef const& ref, int l_max, int atoms) const {
    return {model_.values(), ref, l_max, atoms, model_.architecture().channels};
  }
  FeedForward<Space, Real> feed_forward(int t) const;
  int inputs(int t) const { return t == 0 ? graph_.n_total : graph_.n_owned; }
  int width(int l_max) const { return num_lm(l_max) * model_.channels(); }

  Model<Space, Real> const& model_;
  std::vector<AttentionWeights> weights_;  // [layer]
  SharedCoupling<Space> coupling_;
  NeighborGraph<Space> graph_;
  std::vector<Layer> layers_;  // and one with the output
  Rows y_, y_adj_;             // normalised features of a layer [total][l_hidden]
  Rows u_adj_;                 // [total][l_hidden]
  Rows m_adj_, M_adj_;         // [owned][l_hidden]
  Array2<Real, Space> n_adj_;  // [owned][head]
  FeedForwardWork<Space, Real> feed_;
};

}  // namespace tesseral
