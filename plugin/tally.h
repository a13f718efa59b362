// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// From the engine's results to LAMMPS' arrays. Sums over atoms count those that belong to the potential; the rest
/// of a hybrid style's atoms contribute nothing.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#include <cmath>
#include <cstddef>

namespace tesseral::lammps {

/// Sum of the energies of a rank's atoms, eV.
template <class Space>
double sum_energy(Space const& space, Array1<double const, Space> energy, Array1<int const, Space> takes_part, int n) {
  double sum = 0.0;
  Kokkos::parallel_reduce(
      "tesseral::lammps::sum_energy", Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, n),
      KOKKOS_LAMBDA(int i, double& partial) {
        if (takes_part(i)) partial += energy(i);
      },
      sum);
  return sum;
}

/// f[atom][3] += forces[atom][3], ghosts included: LAMMPS adds theirs to their owners. eV/Å.
template <class Space, class LammpsForces>
void add_forces(Space const& space, Vectors<double const, Space> forces, LammpsForces const& f) {
  Kokkos::parallel_for(
      "tesseral::lammps::add_forces",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, static_cast<int>(forces.extent(0))),
      KOKKOS_LAMBDA(int i) {
        for (int d = 0; d < 3; ++d) f(i, d) += forces(i, d);
      });
  space.fence();
}

/// eatom[i] += energy[i], both host arrays in the end; eV.
template <class Space>
void add_atom_energies(Array1<double const, Space> energy, Array1<int const, Space> takes_part, int n, double* eatom) {
  auto const host_energy = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), energy);
  auto const host_takes_part = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), takes_part);
  Kokkos::parallel_for("tesseral::lammps::add_atom_energies",
                       Kokkos::RangePolicy<HostSpace, Kokkos::IndexType<int>>(0, n), [=](int i) {
                         if (host_takes_part(i)) eatom[i] += host_energy(i);
                       });
  HostSpace().fence();
}

/// vatom[atom][…] += virial[atom][…], for as many components as virial has; eV.
template <class Space>
void add_atom_virials(Array2<double const, Space> virial, double** vatom) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), virial);
  Kokkos::parallel_for("tesseral::lammps::add_atom_virials",
                       Kokkos::RangePolicy<HostSpace, Kokkos::IndexType<int>>(0, static_cast<int>(host.extent(0))),
                       [=](int i) {
                         for (std::size_t k = 0; k < host.extent(1); ++k) vatom[i][k] += host(i, k);
                       });
  HostSpace().fence();
}

/// The shortest edge of a rank, for the message when an energy is not finite.
struct ShortestEdge {
  int receiver = -1;  // -1: there are no edges
  int sender = -1;
  double length = 0.0;  // Å
};
template <class Space>
ShortestEdge shortest_edge(NeighborGraph<Space> const& graph) {
  auto const receiver = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.receiver);
  auto const sender = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.sender);
  auto const r = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.displacement);
  ShortestEdge shortest;
  for (std::size_t e = 0; e < r.extent(0); ++e) {
    double const length = std::sqrt(r(e, 0) * r(e, 0) + r(e, 1) * r(e, 1) + r(e, 2) * r(e, 2));
    if (e == 0 || length < shortest.length) shortest = {receiver(e), sender(e), length};
  }
  return shortest;
}

}  // namespace tesseral::lammps
