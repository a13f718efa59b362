// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/attention/attention_layers.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/attention/attention_count.hpp"
#include "tesseral/tensor_product/edge/shared_coupling_choice.hpp"

#include <algorithm>

namespace tesseral {
namespace {

// The first `width` numbers of y's first `to` rows: those of x in its first `from` rows, else 0.
template <class Space, class Real>
void copy_rows(Space const& space, Features<Real const, Space> x, int from, int x_width, Features<Real, Space> y,
               int to, int width) {
  if (to == 0) return;
  Kokkos::parallel_for(
      "tesseral::copy_rows", team_policy(space, to), KOKKOS_LAMBDA(TeamMember<Space> const& team) {
        int const i = team.league_rank();
        team_for(team, width, [&](int k) { y(i, k) = i < from && k < x_width ? x(i, k) : Real(0); });
      });
}

/// The choice of one edge's matrix for the edges of an atom, whose matrices serve all channels; all layers have it.
template <class Space, class Real>
std::vector<AlgorithmChoice> of_all_layers(Architecture const& a, AlgorithmChoice choice) {
  double const edges_per_channel = a.average_neighbors / padded<Space, Real>(a.channels);
  for (AlgorithmCandidate& candidate : choice.candidates) {
    candidate.operations *= edges_per_channel;
    candidate.nanoseconds *= edges_per_channel;
  }
  return std::vector<AlgorithmChoice>(a.layers, choice);
}

}  // namespace

template <class Space, class Real>
AttentionLayers<Space, Real>::AttentionLayers(Model<Space, Real> const& model, ProductAlgorithms const& algorithms)
    : model_(model), coupling_(make_shared_coupling<Space>(model.architecture().factors, algorithms.at(0).product)) {
  for (int t = 0; t < model.architecture().layers; ++t) weights_.push_back(attention_weights(model, t));
}

template <class Space, class Real>
AttentionOperator<Space, Real> AttentionLayers<Space, Real>::attention(int t) const {
  return attention_operator<Space, Real>(model_, t, weights_[t], coupling_, graph_);
}

template <class Space, class Real>
FeedForward<Space, Real> AttentionLayers<Space, Real>::feed_forward(int t) const {
  AttentionWeights const& layer = weights_[t];
  return {model_.values(), model_.transposed(), layer.feed_in,
          layer.feed_gate, layer.feed_out,      model_.architecture().l_out(t),
          graph_.n_owned};
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::prepare(Space const&, NeighborGraph<Space> const& graph, WayBack) {
  graph_ = graph;
  Architecture const& a = model_.architecture();
  std::size_t const owned = graph.n_owned, total = graph.n_total;
  int const hidden = a.layers > 1 ? a.l_hidden : 0;
  grow(y_, "tesseral::attention_y", total, width(hidden));
  grow(y_adj_, "tesseral::attention_y_adj", total, width(hidden));
  grow(u_adj_, "tesseral::attention_u_adj", total, width(hidden));
  grow(m_adj_, "tesseral::attention_m_adj", owned, width(hidden));
  grow(M_adj_, "tesseral::attention_M_adj", owned, width(hidden));
  grow(n_adj_, "tesseral::attention_n_adj", owned, a.heads);
  layers_.resize(a.layers + 1);
  for (int t = 0; t < a.layers; ++t) {
    Layer& layer = layers_[t];
    grow(layer.h, "tesseral::attention_h", inputs(t), width(a.l_in(t)));
    grow(layer.h_adj, "tesseral::attention_h_adj", inputs(t), width(a.l_in(t)));
    grow(layer.u, "tesseral::attention_u", total, width(a.l_in(t)));
    grow(layer.M, "tesseral::attention_M", owned, width(a.l_out(t)));
    grow(layer.m, "tesseral::attention_m", owned, width(a.l_out(t)));
    grow(layer.n, "tesseral::attention_n", owned, a.heads);
    grow(layer.s_in, "tesseral::attention_s_in", inputs(t), a.l_in(t) + 1);
    grow(layer.s_out, "tesseral::attention_s_out", owned, a.l_out(t) + 1);
    feed_.prepare(feed_forward(t));
  }
  grow(layers_.back().h, "tesseral::output", owned, width(0));
  grow(layers_.back().h_adj, "tesseral::output_adj", owned, width(0));
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::send(Space const& space, int t) {
  AttentionWeights const& weights = weights_[t];
  Layer const& layer = layers_[t];
  int const l_in = model_.architecture().l_in(t);
  degree_norm_forward<Space, Real>(space, norm(weights.norm_in, l_in, inputs(t)), layer.h, y_, layer.s_in);
  channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_in, l_in, inputs(t)), y_, layer.u,
                                      GemmMode::overwrite);
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::receive(Space const& space, int t) {
  AttentionWeights const& weights = weights_[t];
  Layer const& layer = layers_[t];
  int const owned = graph_.n_owned, l_in = model_.architecture().l_in(t), l_out = model_.architecture().l_out(t);
  attention_forward<Space, Real>(space, attention(t), layer.u, layer.M, layer.n);
  copy_rows<Space, Real>(space, layer.h, owned, width(l_in), layer.m, owned, width(l_out));
  channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_out, l_out, owned), layer.M, layer.m,
                                      GemmMode::accumulate);
  Rows const& next = layers_[t + 1].h;
  copy_rows<Space, Real>(space, layer.m, owned, width(l_out), next, owned, width(l_out));
  degree_norm_forward<Space, Real>(space, norm(weights.norm_out, l_out, owned), layer.m, y_, layer.s_out);
  feed_forward_forward<Space, Real>(space, feed_forward(t), feed_, y_, next);
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::receive_adjoint(Space const& space, int t, Vectors<double, Space> edge_gradient,
                                                   bool wants_u_adj, Array2<Real, Space> weight_adj) {
  AttentionWeights const& weights = weights_[t];
  Layer const& layer = layers_[t];
  int const owned = graph_.n_owned, l_out = model_.architecture().l_out(t);
  auto const norm_out = norm(weights.norm_out, l_out, owned);
  degree_norm_forward<Space, Real>(space, norm_out, layer.m, y_, layer.s_out);
  Rows const& next_adj = layers_[t + 1].h_adj;
  feed_forward_backward<Space, Real>(space, feed_forward(t), feed_, y_, next_adj, y_adj_, weight_adj);
  copy_rows<Space, Real>(space, next_adj, owned, width(l_out), m_adj_, owned, width(l_out));
  degree_norm_backward<Space, Real>(space, norm_out, layer.m, layer.s_out, y_adj_, m_adj_, GemmMode::accumulate,
                                    weight_adj);
  channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_out, l_out, owned), layer.M, m_adj_, M_adj_,
                                       GemmMode::overwrite, weight_adj);
  attention_backward<Space, Real>(space, attention(t), layer.u, layer.M, layer.n, M_adj_, n_adj_, edge_gradient,
                                  wants_u_adj ? u_adj_ : Rows{}, weight_adj);
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::send_adjoint(Space const& space, int t, Array2<Real, Space> weight_adj) {
  AttentionWeights const& weights = weights_[t];
  Layer const& layer = layers_[t];
  int const l_in = model_.architecture().l_in(t), l_out = model_.architecture().l_out(t);
  auto const norm_in = norm(weights.norm_in, l_in, inputs(t));
  if (weight_adj.extent(0) > 0) degree_norm_forward<Space, Real>(space, norm_in, layer.h, y_, layer.s_in);
  channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_in, l_in, inputs(t)), y_, u_adj_, y_adj_,
                                       GemmMode::overwrite, weight_adj);
  copy_rows<Space, Real>(space, m_adj_, graph_.n_owned, width(std::min(l_in, l_out)), layer.h_adj, inputs(t),
                         width(l_in));
  degree_norm_backward<Space, Real>(space, norm_in, layer.h, layer.s_in, y_adj_, layer.h_adj, GemmMode::accumulate,
                                    weight_adj);
}

template <class Space, class Real>
std::size_t AttentionLayers<Space, Real>::bytes() const {
  std::size_t numbers = y_.size() + y_adj_.size() + u_adj_.size() + m_adj_.size() + M_adj_.size() + n_adj_.size();
  for (Layer const& layer : layers_)
    numbers += layer.h.size() + layer.h_adj.size() + layer.u.size() + layer.M.size() + layer.m.size() + layer.n.size() +
               layer.s_in.size() + layer.s_out.size();
  return numbers * sizeof(Real) + feed_.bytes();
}

template <class Space, class Real>
std::vector<AlgorithmChoice> AttentionLayers<Space, Real>::choose_by_count(Architecture const& a) {
  return of_all_layers<Space, Real>(a, coupling_choice_by_count(a.factors));
}

template <class Space, class Real>
std::vector<AlgorithmChoice> AttentionLayers<Space, Real>::choose_by_time(Space const& space, Architecture const& a) {
  return of_all_layers<Space, Real>(a, coupling_choice_by_time<Space, Real>(space, a.factors));
}

template <class Space, class Real>
void AttentionLayers<Space, Real>::require_algorithm(Architecture const& a, ProductAlgorithm algorithm) {
  check_shared_algorithm(a.factors, algorithm);
}

template <class Space, class Real>
std::vector<OperationCount> AttentionLayers<Space, Real>::count_operations(Architecture const& a,
                                                                           ProductAlgorithms const& algorithms,
                                                                           int real_size, double edges_per_atom) {
  return count_attention(a, algorithms, real_size, edges_per_atom);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class AttentionLayers<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
