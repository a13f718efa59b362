// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// From the network's atomic energies to those of atoms, and what the way back begins and ends with. Free functions: a
/// device lambda may not stand in a private class, as the evaluator's Work is.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

namespace tesseral {

/// total[k] += sums[0][k] + sums[1][k] + …
template <class Space, class Real>
void sum_workers(Space const& space, Array2<Real const, Space> sums, Array1<Real, Space> total) {
  int const workers = static_cast<int>(sums.extent(0));
  Kokkos::parallel_for(
      "tesseral::sum_workers", Kokkos::RangePolicy<Space>(space, 0, static_cast<int>(sums.extent(1))),
      KOKKOS_LAMBDA(int k) {
        Real sum = 0;
        for (int worker = 0; worker < workers; ++worker) sum += sums(worker, k);
        total(k) += sum;
      });
}

/// E_i = E0 + shift + scale e_i, all in double (lone_atom = network; binding_energy.hpp has the other form)
template <class Space>
void shifted_energies(Space const& space, NeighborGraph<Space> const& graph, Array1<double const, Space> E0,
                      double shift, double scale, Array1<double const, Space> network, Array1<double, Space> energy) {
  Kokkos::parallel_for(
      "tesseral::energies", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned),
      KOKKOS_LAMBDA(int i) { energy(i) = E0(graph.species(i)) + shift + scale * network(i); });
}

/// seed[i] = scale energy_adj[i], or scale if energy_adj is empty.
template <class Space>
void scale_seeds(Space const& space, int atoms, double scale, Array1<double const, Space> energy_adj,
                 Array1<double, Space> seed) {
  bool const weighted = energy_adj.extent(0) > 0;
  Kokkos::parallel_for(
      "tesseral::seeds", Kokkos::RangePolicy<Space>(space, 0, atoms),
      KOKKOS_LAMBDA(int i) { seed(i) = weighted ? scale * energy_adj(i) : scale; });
}

}  // namespace tesseral
