// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/zbl.hpp"

#include "tesseral/core/instantiate.hpp"

namespace tesseral {

template <class Space>
void zbl(Space const& space, NeighborGraph<Space> const& graph, ZblConstants const& constants,
         Array1<double const, Space> atomic_number, Array1<double const, Space> cutoff,
         Array1<double const, Space> inner_radius, Array1<double const, Space> energy_adj, Array1<double, Space> energy,
         Vectors<double, Space> edge_gradient) {
  int const n_species = static_cast<int>(atomic_number.extent(0));
  bool const weighted = energy_adj.extent(0) > 0, has_inner = inner_radius.extent(0) > 0;
  Kokkos::parallel_for(
      "tesseral::zbl", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned), KOKKOS_LAMBDA(int i) {
        int const s_i = graph.species(i);
        double const seed = weighted ? energy_adj(i) : 1.0;
        double sum = 0.0;
        for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) {
          int const s_j = graph.species(graph.sender(e));
          double const x = graph.displacement(e, 0), y = graph.displacement(e, 1), z = graph.displacement(e, 2);
          int const pair_index = s_i * n_species + s_j;
          double const square = x * x + y * y + z * z, reach = cutoff(pair_index);
          if (!(square < reach * reach)) continue;  // most edges, without a square root
          double const r = std::sqrt(square);
          auto const pair = zbl_pair(constants, r, atomic_number(s_i), atomic_number(s_j), reach,
                                     has_inner ? inner_radius(pair_index) : 0.0);
          sum += pair.value;
          double const slope = seed * pair.slope / r;
          edge_gradient(e, 0) += slope * x;
          edge_gradient(e, 1) += slope * y;
          edge_gradient(e, 2) += slope * z;
        }
        energy(i) += sum;
      });
}

#define TESSERAL_INSTANTIATE(Space)                                                                               \
  template void zbl<Space>(Space const&, NeighborGraph<Space> const&, ZblConstants const&,                        \
                           Array1<double const, Space>, Array1<double const, Space>, Array1<double const, Space>, \
                           Array1<double const, Space>, Array1<double, Space>, Vectors<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
