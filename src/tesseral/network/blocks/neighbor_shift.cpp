// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/neighbor_shift.hpp"

#include "tesseral/core/instantiate.hpp"

namespace tesseral {

template <class Space>
void neighbor_shift(Space const& space, NeighborGraph<Space> const& graph, double shift,
                    NeighborCount<Space> const& count, Array1<double const, Space> energy_adj,
                    Array1<double, Space> energy, Vectors<double, Space> edge_gradient) {
  bool const weighted = energy_adj.extent(0) > 0;
  Kokkos::parallel_for(
      "tesseral::neighbor_shift", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned), KOKKOS_LAMBDA(int i) {
        double n = 0.0;
        for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e) {
          double const x = graph.displacement(e, 0), y = graph.displacement(e, 1), z = graph.displacement(e, 2);
          double const r = std::sqrt(x * x + y * y + z * z);
          auto const f = polynomial_cutoff(r, count.r_cut, count.cutoff_power);
          n += f.value;
          double const slope = f.slope / r;  // dn/dr_e, until step' is known
          edge_gradient(e, 0) = slope * x;
          edge_gradient(e, 1) = slope * y;
          edge_gradient(e, 2) = slope * z;
        }
        double const full = count.full(graph.species(i));
        auto const step = smooth_step(n / full);
        energy(i) += shift * step.value;
        double const factor = (weighted ? energy_adj(i) : 1.0) * shift * step.slope / full;
        for (EdgeIndex e = graph.edge_begin(i); e < graph.edge_begin(i + 1); ++e)
          for (int d = 0; d < 3; ++d) edge_gradient(e, d) *= factor;
      });
}

#define TESSERAL_INSTANTIATE(Space)                                                                                   \
  template void neighbor_shift<Space>(Space const&, NeighborGraph<Space> const&, double, NeighborCount<Space> const&, \
                                      Array1<double const, Space>, Array1<double, Space>, Vectors<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
