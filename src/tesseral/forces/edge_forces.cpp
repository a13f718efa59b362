// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/forces/edge_forces.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {
namespace {

// Components of r (x) g in the order xx yy zz xy xz yz yx zx zy.
KOKKOS_INLINE_FUNCTION constexpr int row_of(int component) {
  constexpr int rows[9] = {0, 1, 2, 0, 0, 1, 1, 2, 2};
  return rows[component];
}
KOKKOS_INLINE_FUNCTION constexpr int column_of(int component) {
  constexpr int columns[9] = {0, 1, 2, 1, 2, 2, 0, 0, 1};
  return columns[component];
}

// -r (x) g of an edge, symmetrised, times `factor`.
template <class Space>
KOKKOS_INLINE_FUNCTION void add_symmetric_virial(NeighborGraph<Space> const& graph,
                                                 Vectors<double const, Space> const& edge_gradient, EdgeIndex e,
                                                 double factor, double* sum) {
  for (int k = 0; k < 6; ++k) {
    int const a = row_of(k), b = column_of(k);
    sum[k] -= 0.5 * factor *
              (graph.displacement(e, a) * edge_gradient(e, b) + graph.displacement(e, b) * edge_gradient(e, a));
  }
}

template <class Space>
struct VirialSum {
  using value_type = double[];
  using execution_space = Space;
  unsigned value_count = 6;
  NeighborGraph<Space> graph;
  Vectors<double const, Space> edge_gradient;

  KOKKOS_INLINE_FUNCTION void operator()(int i, value_type sum) const {
    for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e)
      add_symmetric_virial(graph, edge_gradient, e, 1.0, sum);
  }
};

// Visits an atom's edges: received(e) for those it receives (owned atoms only), sent(e) for those it sends.
template <class Space, class Received, class Sent>
KOKKOS_INLINE_FUNCTION void visit_edges(NeighborGraph<Space> const& graph, int i, Received const& received,
                                        Sent const& sent) {
  if (i < graph.n_owned)
    for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) received(e);
  for (EdgeIndex k = graph.sender_begin(i); k < graph.sender_begin(i + 1); ++k) sent(graph.sender_edge(k));
}

}  // namespace

template <class Space>
void gather_forces(Space const& space, NeighborGraph<Space> const& graph, Vectors<double const, Space> edge_gradient,
                   Vectors<double, Space> forces) {
  Kokkos::parallel_for(
      "tesseral::forces", UnevenRange<Space>(space, 0, graph.n_total), KOKKOS_LAMBDA(int i) {
        double force[3] = {0.0, 0.0, 0.0};
        visit_edges(
            graph, i,
            [&](EdgeIndex e) {
              for (int d = 0; d < 3; ++d) force[d] += edge_gradient(e, d);
            },
            [&](EdgeIndex e) {
              for (int d = 0; d < 3; ++d) force[d] -= edge_gradient(e, d);
            });
        for (int d = 0; d < 3; ++d) forces(i, d) = force[d];
      });
}

template <class Space>
std::array<double, 6> virial(Space const& space, NeighborGraph<Space> const& graph,
                             Vectors<double const, Space> edge_gradient) {
  VirialSum<Space> sum;
  sum.graph = graph;
  sum.edge_gradient = edge_gradient;
  std::array<double, 6> result{};
  Kokkos::View<double*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>> const host(result.data(), 6);
  Kokkos::parallel_reduce("tesseral::virial", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned), sum, host);
  space.fence();  // a result in a View need not be there yet
  return result;
}

template <class Space>
void gather_atom_virial(Space const& space, NeighborGraph<Space> const& graph,
                        Vectors<double const, Space> edge_gradient, Array2<double, Space> atom_virial) {
  Kokkos::parallel_for(
      "tesseral::atom_virial", UnevenRange<Space>(space, 0, graph.n_total), KOKKOS_LAMBDA(int i) {
        double sum[6] = {};
        auto const half = [&](EdgeIndex e) { add_symmetric_virial(graph, edge_gradient, e, 0.5, sum); };
        visit_edges(graph, i, half, half);
        for (int k = 0; k < 6; ++k) atom_virial(i, k) = sum[k];
      });
}

template <class Space>
void gather_centroid_virial(Space const& space, NeighborGraph<Space> const& graph,
                            Vectors<double const, Space> edge_gradient, Array2<double, Space> atom_virial) {
  Kokkos::parallel_for(
      "tesseral::centroid_virial", UnevenRange<Space>(space, 0, graph.n_total), KOKKOS_LAMBDA(int j) {
        double sum[9] = {};
        visit_edges(
            graph, j, [](EdgeIndex) {},
            [&](EdgeIndex e) {
              for (int k = 0; k < 9; ++k) sum[k] -= graph.displacement(e, row_of(k)) * edge_gradient(e, column_of(k));
            });
        for (int k = 0; k < 9; ++k) atom_virial(j, k) = sum[k];
      });
}

#define TESSERAL_INSTANTIATE(Space)                                                                                    \
  template void gather_forces<Space>(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space>,          \
                                     Vectors<double, Space>);                                                          \
  template std::array<double, 6> virial<Space>(Space const&, NeighborGraph<Space> const&,                              \
                                               Vectors<double const, Space>);                                          \
  template void gather_atom_virial<Space>(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space>,     \
                                          Array2<double, Space>);                                                      \
  template void gather_centroid_virial<Space>(Space const&, NeighborGraph<Space> const&, Vectors<double const, Space>, \
                                              Array2<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
