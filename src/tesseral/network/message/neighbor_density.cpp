// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/neighbor_density.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/edges/inner_switch.hpp"

namespace tesseral {
namespace {

constexpr int most_functions = 64;  // Architecture::bessel

/// The basis of an edge, its length and the switch of its inner radius.
struct EdgeBasis {
  double r;
  double x[most_functions], slope[most_functions];
  ValueAndSlope<double> w;
};

/// g(r), and s with what leads to its derivatives.
struct Density {
  double g = 0.0, g_slope = 0.0;

  KOKKOS_INLINE_FUNCTION double tanh_of_square() const { return std::tanh(g * g); }
  /// d tanh(g^2)/dg
  KOKKOS_INLINE_FUNCTION double slope() const {
    double const t = tanh_of_square();
    return (1.0 - t * t) * 2.0 * g;
  }
};

/// One layer's function on the edges of a graph.
template <class Space, class Real>
struct DensityFunction {
  NeighborGraph<Space> graph;
  PairDistance<Space> distance;
  InnerRadii<Space> inner;
  Array1<double const, Space> frequencies;
  Array1<Real const, Space> weights;  // Model::values()
  double r_cut;
  int cutoff_power, bessel;

  KOKKOS_INLINE_FUNCTION void basis(EdgeIndex e, EdgeBasis& edge) const {
    double const x = graph.displacement(e, 0), y = graph.displacement(e, 1), z = graph.displacement(e, 2);
    edge.r = std::sqrt(x * x + y * y + z * z);
    bessel_basis(edge.r, distance.of(graph, e, edge.r), r_cut, cutoff_power, bessel,
                 frequencies.extent(0) > 0 ? frequencies.data() : nullptr, edge.x, edge.slope);
    edge.w = inner.exist() ? inner_switch(edge.r, inner.of(graph, e, edge.r)) : ValueAndSlope<double>{1.0, 0.0};
  }
  KOKKOS_INLINE_FUNCTION Density of(EdgeBasis const& edge, std::size_t offset) const {
    Density density;
    for (int n = 0; n < bessel; ++n) {
      double const d = static_cast<double>(weights(offset + n));
      density.g += edge.x[n] * d;
      density.g_slope += edge.slope[n] * d;
    }
    return density;
  }
};

template <class Space, class Real>
DensityFunction<Space, Real> density_function(Model<Space, Real> const& model, NeighborGraph<Space> const& graph) {
  Architecture const& a = model.architecture();
  return {graph,
          pair_distance(model),
          inner_radii(model),
          model.bessel_frequencies(),
          model.values(),
          a.r_cut,
          a.cutoff_power,
          a.bessel};
}

/// S_adj[i] = -n_i sum_lm,c A_i A_adj_i, the packs' sums in double.
template <class Space, class Real>
struct SumOfProducts {
  using P = PackOf<Space, Real>;
  Features<Real const, Space> A, A_adj;
  Array1<double const, Space> norm;
  Array1<double, Space> sum_adj;
  int first, numbers;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    constexpr int lanes = lanes_of<Space, Real>;
    int const row = team.league_rank(), i = first + row;
    double sum = 0.0;
    team_for(team, numbers / lanes, [&](int pack) {
      sum += static_cast<double>(sum_lanes(load<P>(&A(row, pack * lanes)) * load<P>(&A_adj(row, pack * lanes))));
    });
    team.team_reduce(Kokkos::Sum<double>(sum));
    Kokkos::single(Kokkos::PerTeam(team), [&]() { sum_adj(i) = -norm(i) * sum; });
  }
};

/// d_adj[n] += … over the worker's share of the receivers' edges.
template <class Space, class Real>
struct WeightGradient {
  DensityFunction<Space, Real> function;
  Array1<double const, Space> sum_adj;
  Array2<Real, Space> weight_adj;
  std::size_t offset;

  KOKKOS_INLINE_FUNCTION void operator()(int worker) const {
    int const workers = static_cast<int>(weight_adj.extent(0)), owned = function.graph.n_owned;
    EdgeBasis edge;
    for (int i = share_begin(owned, worker, workers); i < share_begin(owned, worker + 1, workers); ++i)
      for (EdgeIndex e = function.graph.edge_begin(i); e < function.graph.edge_begin(i + 1); ++e) {
        function.basis(e, edge);
        double const g_adj = sum_adj(i) * edge.w.value * function.of(edge, offset).slope();
        for (int n = 0; n < function.bessel; ++n)
          weight_adj(worker, offset + n) += static_cast<Real>(g_adj * edge.x[n]);
      }
  }
};

template <class Array>
auto row_of(Array const& array, int row) {
  return Kokkos::subview(array, row, Kokkos::ALL);
}

}  // namespace

template <class Space, class Real>
NeighborDensity<Space, Real>::NeighborDensity(Model<Space, Real> const& model, std::vector<WeightRef> const& weights)
    : model_(model), weights_(weights) {
  std::vector<std::size_t> offsets;
  for (WeightRef const& ref : weights) offsets.push_back(ref.offset);
  offsets_ = upload<Space>("tesseral::density_weights", offsets);
}

template <class Space, class Real>
void NeighborDensity<Space, Real>::prepare(Space const& space, NeighborGraph<Space> const& graph) {
  graph_ = graph;
  int const layers = static_cast<int>(weights_.size());
  std::size_t const edges = graph.n_edges(), owned = graph.n_owned;
  auto const grow_columns = [&](Array2<double, Space>& array, char const* label, std::size_t columns) {
    if (array.extent(1) >= columns && array.extent_int(0) == layers) return;
    array = {};
    array = Array2<double, Space>(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing), layers,
                                  columns + columns / 10);
  };
  grow_columns(value_, "tesseral::density", edges);
  grow_columns(slope_, "tesseral::density_slope", edges);
  grow_columns(norm_, "tesseral::density_norm", owned);
  grow(sum_adj_, "tesseral::density_adj", owned);
  auto const function = density_function(model_, graph);
  auto const offsets = offsets_;
  auto const value = value_, slope = slope_, norm = norm_;
  Kokkos::parallel_for(
      "tesseral::neighbor_density::forward", UnevenRange<Space>(space, 0, graph.n_owned), KOKKOS_LAMBDA(int i) {
        EdgeBasis edge;
        for (int t = 0; t < layers; ++t) norm(t, i) = 1.0;
        for (EdgeIndex e = function.graph.edge_begin(i); e < function.graph.edge_begin(i + 1); ++e) {
          function.basis(e, edge);
          for (int t = 0; t < layers; ++t) {
            Density const density = function.of(edge, offsets(t));
            double const s = density.tanh_of_square();
            value(t, e) = edge.w.value * s;
            slope(t, e) = edge.w.slope * s + edge.w.value * density.slope() * density.g_slope;
            norm(t, i) += value(t, e);
          }
        }
        for (int t = 0; t < layers; ++t) norm(t, i) = 1.0 / norm(t, i);
      });
}

template <class Space, class Real>
void NeighborDensity<Space, Real>::divide(Space const& space, int t, AtomRange atoms, int rows,
                                          Features<Real, Space> message) const {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  auto const norm = row_of(norm_, t);
  int const packs = rows * model_.channels() / lanes, first = atoms.first;
  if (atoms.count == 0) return;
  Kokkos::parallel_for(
      "tesseral::neighbor_density::divide", team_policy(space, atoms.count),
      KOKKOS_LAMBDA(TeamMember<Space> const& team) {
        int const row = team.league_rank();
        P const factor(static_cast<Real>(norm(first + row)));
        team_for(team, packs, [&](int pack) {
          Real* const numbers = &message(row, pack * lanes);
          store<P>(numbers, factor * load<P>(numbers));
        });
      });
}

template <class Space, class Real>
void NeighborDensity<Space, Real>::backward(Space const& space, int t, AtomRange atoms, Features<Real const, Space> A,
                                            Features<Real const, Space> A_adj) {
  if (atoms.count == 0) return;
  int const numbers = num_lm(model_.architecture().l_max) * model_.channels();
  Kokkos::parallel_for("tesseral::neighbor_density::backward", team_policy(space, atoms.count),
                       SumOfProducts<Space, Real>{A, A_adj, row_of(norm_, t), sum_adj_, atoms.first, numbers});
}

template <class Space, class Real>
void NeighborDensity<Space, Real>::to_edges(Space const& space, int t, Vectors<double, Space> edge_gradient,
                                            Array2<Real, Space> weight_adj) const {
  auto const graph = graph_;
  auto const slope = row_of(slope_, t);
  auto const sum_adj = sum_adj_;
  Kokkos::parallel_for(
      "tesseral::neighbor_density::to_edges", UnevenRange<Space>(space, 0, graph.n_owned), KOKKOS_LAMBDA(int i) {
        for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) {
          double const x = graph.displacement(e, 0), y = graph.displacement(e, 1), z = graph.displacement(e, 2);
          double const factor = sum_adj(i) * slope(e) / std::sqrt(x * x + y * y + z * z);
          edge_gradient(e, 0) += factor * x;
          edge_gradient(e, 1) += factor * y;
          edge_gradient(e, 2) += factor * z;
        }
      });
  if (weight_adj.extent(0) == 0) return;
  Kokkos::parallel_for(
      "tesseral::neighbor_density::weight_gradient",
      Kokkos::RangePolicy<Space>(space, 0, static_cast<int>(weight_adj.extent(0))),
      WeightGradient<Space, Real>{density_function(model_, graph_), sum_adj_, weight_adj, weights_[t].offset});
}

#define TESSERAL_INSTANTIATE(Space, Real) template class NeighborDensity<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
