// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/binding_energy.hpp"

#include "tesseral/core/instantiate.hpp"

namespace tesseral {
namespace {

template <class Space>
KOKKOS_INLINE_FUNCTION double graph_distance(NeighborGraph<Space> const& graph, EdgeIndex e) {
  double const x = graph.displacement(e, 0), y = graph.displacement(e, 1), z = graph.displacement(e, 2);
  return std::sqrt(x * x + y * y + z * z);
}

/// n_i/n_s and m_i/m_s, up to a little above 1: both only grow with each neighbour, and nothing depends on how far
/// beyond full they are.
template <class Space>
KOKKOS_INLINE_FUNCTION void count_neighbors(NeighborGraph<Space> const& graph, NeighborCount<Space> const& count, int i,
                                            double& neighbors, double& bonds) {
  int const s_i = graph.species(i), n_species = static_cast<int>(count.full_neighbors.extent(0));
  double const n_s = count.full_neighbors(s_i), m_s = count.full_bonds(s_i);
  double n = 0.0, m = 0.0;
  for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1) && (n < n_s || m < m_s); ++e) {
    double const r = graph_distance(graph, e);
    n += polynomial_cutoff(r, count.r_cut, count.cutoff_power).value;
    m += bond_weight(r, count.bond_radius(s_i * n_species + graph.species(graph.sender(e)))).value;
  }
  neighbors = n / n_s;
  bonds = m / m_s;
}

}  // namespace

template <class Space>
void lone_atom_share(Space const& space, NeighborGraph<Space> const& graph, NeighborCount<Space> const& count,
                     bool fades, Array1<double const, Space> weight, Array1<double, Space> sum) {
  Kokkos::parallel_for(
      "tesseral::lone_atom_share", Kokkos::RangePolicy<Space>(space, 0, static_cast<int>(sum.extent(0))),
      KOKKOS_LAMBDA(int s) {
        double total = 0.0;
        for (int i = 0; i < graph.n_owned; ++i) {
          if (graph.species(i) != s) continue;
          double neighbors = 0.0, bonds = 0.0;
          if (fades) count_neighbors(graph, count, i, neighbors, bonds);
          total += weight(i) * (1.0 - fullness(neighbors).value * smooth_step(bonds).value);
        }
        sum(s) = total;
      });
}

template <class Space>
void binding_energy(Space const& space, NeighborGraph<Space> const& graph, BindingEnergy<Space> const& op,
                    Array1<double const, Space> network, Array1<double const, Space> energy_adj,
                    Array1<double, Space> energy, Array1<double, Space> seed, Vectors<double, Space> edge_gradient) {
  bool const weighted = energy_adj.extent(0) > 0, softens = op.floor.extent(0) > 0;
  NeighborCount<Space> const& count = op.count;
  int const n_species = static_cast<int>(count.full_neighbors.extent(0));
  Kokkos::parallel_for(
      "tesseral::binding_energy", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned), KOKKOS_LAMBDA(int i) {
        int const s_i = graph.species(i);
        double const n_s = count.full_neighbors(s_i), m_s = count.full_bonds(s_i);
        double neighbors = 0.0, bonds = 0.0;
        count_neighbors(graph, count, i, neighbors, bonds);
        auto const by_neighbors = fullness(neighbors), by_bonds = smooth_step(bonds);
        double const shift = op.shift + (op.fades ? op.scale * op.lone(s_i) : 0.0);
        ValueAndSlope<double> binding = {
            op.scale * (network(i) - op.lone(s_i)) + shift * by_neighbors.value * by_bonds.value, 1.0};
        if (softens) binding = softened(binding.value, op.soft_below(s_i), op.floor(s_i));
        energy(i) = op.E0(s_i) + binding.value;
        double const binding_adj = (weighted ? energy_adj(i) : 1.0) * binding.slope;
        seed(i) = op.scale * binding_adj;

        double const n_adj = binding_adj * shift * by_neighbors.slope / n_s * by_bonds.value;
        double const m_adj = binding_adj * shift * by_neighbors.value * by_bonds.slope / m_s;
        for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) {
          double slope = 0.0;  // over r; of nearly all atoms
          if (n_adj != 0.0 || m_adj != 0.0) {
            double const r = graph_distance(graph, e);
            slope =
                (n_adj * polynomial_cutoff(r, count.r_cut, count.cutoff_power).slope +
                 m_adj * bond_weight(r, count.bond_radius(s_i * n_species + graph.species(graph.sender(e)))).slope) /
                r;
          }
          for (int d = 0; d < 3; ++d) edge_gradient(e, d) = slope * graph.displacement(e, d);
        }
      });
}

#define TESSERAL_INSTANTIATE(Space)                                                                                    \
  template void lone_atom_share<Space>(Space const&, NeighborGraph<Space> const&, NeighborCount<Space> const&, bool,   \
                                       Array1<double const, Space>, Array1<double, Space>);                            \
  template void binding_energy<Space>(Space const&, NeighborGraph<Space> const&, BindingEnergy<Space> const&,          \
                                      Array1<double const, Space>, Array1<double const, Space>, Array1<double, Space>, \
                                      Array1<double, Space>, Vectors<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
