// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A kind of layers that is not the engine's: the smallest that depends on positions. Scalars only, radial functions
/// that are linear in the Bessel functions x_n, R_c(r) = sum_n x_n(r) Z[n][c]:
///
///     u = h,     h'_i[c] = h_i[c] + sum_{e: i<-j} R_c(r_e) u_j[c]
///
/// adjoint:  dE/dr_e = sum_c h'_i_adj[c] u_j[c] R_c'(r_e),   u_j_adj[c] = sum_{e of j} R_c h'_i_adj[c],
///           h_adj = u_adj + h'_adj,                          Z_adj[n][c] = sum_e x_n(r_e) u_j[c] h'_i_adj[c].
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/model/ranges.hpp"
#include "tesseral/network/layers/layers_maker.hpp"
#include "tesseral/network/radial/bessel.hpp"

#include <cmath>

namespace tesseral::test {

class PairKind final : public LayerKind {
 public:
  std::string name() const override { return "pair"; }
  void check(Architecture const& a) const override {
    check_range("l_max of pair", a.l_max, 0, 0);
    check_range("radial_hidden of pair (its length)", static_cast<int>(a.radial_hidden.size()), 0, 0);
    check_range("sign of pair", a.heads, 1, 3);  // 3: with a step at the cutoff, which is wrong
  }
  void add_weights(Architecture const& a, int t, WeightList& list) const override {
    add_radial_network(a, t, 1, 0.3, list);
  }
  // A hyper-parameter of its own, under a name of its own.
  void read(AttributeSource const& source, Architecture& a) const override { a.heads = source.integer("pair_sign"); }
  void write(AttributeSink& sink, Architecture const& a) const override { sink.integer("pair_sign", a.heads); }
  std::vector<std::pair<std::string, std::string>> describe(Architecture const&) const override {
    return {{"layer", "sum of pairs"}};
  }
  bool is_mirror_symmetric(Architecture const&) const override { return true; }
};

/// One edge's radial function of channel c, and its slope.
template <class Space>
struct PairRadial {
  static constexpr int most = 16;  // Bessel functions
  Vectors<double const, Space> displacement;
  double r_cut, sign, step;
  int cutoff_power, bessel;

  KOKKOS_INLINE_FUNCTION double length(EdgeIndex e) const {
    using std::sqrt;
    double square = 0.0;
    for (int d = 0; d < 3; ++d) square += displacement(e, d) * displacement(e, d);
    return sqrt(square);
  }
  KOKKOS_INLINE_FUNCTION void basis(EdgeIndex e, double* x, double* slope) const {
    bessel_basis(length(e), r_cut, cutoff_power, bessel, x, slope);
    for (int n = 0; n < bessel; ++n) {
      x[n] = sign * x[n] + step;
      slope[n] *= sign;
    }
  }
};

template <class Space, class Real>
class PairLayers final : public Layers<Space, Real> {
 public:
  using typename Layers<Space, Real>::Rows;

  PairLayers(Model<Space, Real> const& model, ProductAlgorithms const&) : model_(model) {}

  void prepare(Space const&, NeighborGraph<Space> const& graph, WayBack) override {
    graph_ = graph;
    int const layers = model_.architecture().layers, channels = model_.channels();
    layers_.resize(layers + 1);
    for (int t = 0; t <= layers; ++t) {
      int const atoms = t == 0 ? graph.n_total : graph.n_owned;
      grow(layers_[t].h, "pair::h", atoms, channels);
      grow(layers_[t].h_adj, "pair::h_adj", atoms, channels);
      grow(layers_[t].u, "pair::u", graph.n_total, channels);
    }
    grow(u_adj_, "pair::u_adj", graph.n_total, channels);
  }

  Rows const& h(int t) const override { return layers_[t].h; }
  Rows const& h_adj(int t) const override { return layers_[t].h_adj; }
  Rows const& u(int t) const override { return layers_[t].u; }
  Rows const& u_adj() const override { return u_adj_; }

  void send(Space const& space, int t) override {
    auto const h = layers_[t].h, u = layers_[t].u;
    int const channels = model_.channels();
    Kokkos::parallel_for(
        "pair::send", range(space, t == 0 ? graph_.n_total : graph_.n_owned), KOKKOS_LAMBDA(int i) {
          for (int c = 0; c < channels; ++c) u(i, c) = h(i, c);
        });
  }

  void receive(Space const& space, int t) override {
    auto const graph = graph_;
    auto const radial = this->radial();
    auto const h = layers_[t].h, u = layers_[t].u, next = layers_[t + 1].h;
    auto const Z = weights(t);
    int const channels = model_.channels(), bessel = radial.bessel;
    Kokkos::parallel_for(
        "pair::receive", range(space, graph.n_owned), KOKKOS_LAMBDA(int i) {
          for (int c = 0; c < channels; ++c) next(i, c) = h(i, c);
          for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) {
            double x[PairRadial<Space>::most], slope[PairRadial<Space>::most];
            radial.basis(e, x, slope);
            for (int c = 0; c < channels; ++c) {
              double R = 0.0;
              for (int n = 0; n < bessel; ++n) R += x[n] * Z(n * channels + c);
              next(i, c) += static_cast<Real>(R * u(graph.sender(e), c));
            }
          }
        });
  }

  void receive_adjoint(Space const& space, int t, Vectors<double, Space> edge_gradient, bool wants_u_adj,
                       Array2<Real, Space> weight_adj) override {
    auto const graph = graph_;
    auto const radial = this->radial();
    auto const u = layers_[t].u, next_adj = layers_[t + 1].h_adj, u_adj = u_adj_;
    auto const Z = weights(t);
    int const channels = model_.channels(), bessel = radial.bessel;
    Kokkos::parallel_for(
        "pair::edge_gradient", range(space, static_cast<int>(graph.n_edges())), KOKKOS_LAMBDA(int e) {
          double x[PairRadial<Space>::most], slope[PairRadial<Space>::most], sum = 0.0;
          radial.basis(e, x, slope);
          for (int c = 0; c < channels; ++c) {
            double slope_of_R = 0.0;
            for (int n = 0; n < bessel; ++n) slope_of_R += slope[n] * Z(n * channels + c);
            sum += slope_of_R * u(graph.sender(e), c) * next_adj(graph.receiver(e), c);
          }
          for (int d = 0; d < 3; ++d) edge_gradient(e, d) += sum * graph.displacement(e, d) / radial.length(e);
        });
    if (wants_u_adj)
      Kokkos::parallel_for(
          "pair::u_adj", range(space, graph.n_total), KOKKOS_LAMBDA(int j) {
            for (int c = 0; c < channels; ++c) u_adj(j, c) = 0;
            for (EdgeIndex k = graph.sender_begin(j); k < graph.sender_begin(j + 1); ++k) {
              EdgeIndex const e = graph.sender_edge(k);
              double x[PairRadial<Space>::most], slope[PairRadial<Space>::most];
              radial.basis(e, x, slope);
              for (int c = 0; c < channels; ++c) {
                double R = 0.0;
                for (int n = 0; n < bessel; ++n) R += x[n] * Z(n * channels + c);
                u_adj(j, c) += static_cast<Real>(R * next_adj(graph.receiver(e), c));
              }
            }
          });
    if (weight_adj.extent(0) == 0) return;
    std::size_t const first = model_.layer(t).radial[0].offset;
    int const workers = static_cast<int>(weight_adj.extent(0)), edges = static_cast<int>(graph.n_edges());
    Kokkos::parallel_for(
        "pair::weight_adj", range(space, workers), KOKKOS_LAMBDA(int w) {
          for (int e = share_begin(edges, w, workers); e < share_begin(edges, w + 1, workers); ++e) {
            double x[PairRadial<Space>::most], slope[PairRadial<Space>::most];
            radial.basis(e, x, slope);
            for (int n = 0; n < bessel; ++n)
              for (int c = 0; c < channels; ++c)
                weight_adj(w, first + n * channels + c) +=
                    static_cast<Real>(x[n] * u(graph.sender(e), c) * next_adj(graph.receiver(e), c));
          }
        });
  }

  void send_adjoint(Space const& space, int t, Array2<Real, Space>) override {
    auto const h_adj = layers_[t].h_adj, next_adj = layers_[t + 1].h_adj, u_adj = u_adj_;
    int const channels = model_.channels(), owned = graph_.n_owned;
    Kokkos::parallel_for(
        "pair::send_adjoint", range(space, t == 0 ? graph_.n_total : owned), KOKKOS_LAMBDA(int i) {
          for (int c = 0; c < channels; ++c) h_adj(i, c) = u_adj(i, c) + (i < owned ? next_adj(i, c) : Real(0));
        });
  }

  std::size_t bytes() const override { return sizeof(Real) * u_adj_.size(); }

  static std::vector<AlgorithmChoice> choose_by_count(Architecture const& a) {
    return std::vector<AlgorithmChoice>(a.layers, {ProductAlgorithm::direct, ChoiceReason::only_one, {}});
  }
  static std::vector<AlgorithmChoice> choose_by_time(Space const&, Architecture const& a) { return choose_by_count(a); }
  static void require_algorithm(Architecture const&, ProductAlgorithm algorithm) {
    require(algorithm == ProductAlgorithm::direct, "product of pairs (there is none) choose auto");
  }
  static std::string describe_algorithms(Architecture const&, ProductAlgorithms const&) { return "no product"; }
  static std::vector<OperationCount> count_operations(Architecture const&, ProductAlgorithms const&, int, double) {
    return {};
  }

 private:
  struct Layer {
    Rows h, h_adj, u;
  };
  static Kokkos::RangePolicy<Space, Kokkos::IndexType<int>> range(Space const& space, int n) { return {space, 0, n}; }
  PairRadial<Space> radial() const {
    Architecture const& a = model_.architecture();
    return {graph_.displacement,      a.r_cut,        a.heads == 2 ? -1.0 : 1.0,
            a.heads == 3 ? 0.1 : 0.0, a.cutoff_power, a.bessel};
  }
  // Z[n][c], rows of padded channels; hidden units, and so Bessel functions, are padded behind them.
  Array1<Real const, Space> weights(int t) const {
    WeightRef const& ref = model_.layer(t).radial[0];
    return Kokkos::subview(model_.values(), std::make_pair(ref.offset, ref.offset + std::size_t(ref.rows) * ref.cols));
  }

  Model<Space, Real> const& model_;
  NeighborGraph<Space> graph_;
  std::vector<Layer> layers_;
  Rows u_adj_;
};

}  // namespace tesseral::test
