// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// From the engine's results to LAMMPS' arrays. Sums over atoms count those that belong to the potential; the rest
/// of a hybrid style's atoms contribute nothing.
#pragma once

#include "tesseral/core/compensated_sum.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#include <cstddef>

namespace tesseral::lammps {

/// Energies of atoms as LAMMPS is to have them: (e_i - offset of its species) for atoms that take part, 0 for others.
template <class Space>
struct AtomEnergies {
  Array1<double const, Space> energies;  // [owned atom or more], eV
  Array1<int const, Space> species;      // [owned atom or more]
  Array1<double const, Space> offset;    // [species], eV
  Array1<int const, Space> takes_part;   // [owned atom], 0 or 1
  KOKKOS_INLINE_FUNCTION double operator()(int i) const {
    return takes_part(i) != 0 ? energies(i) - offset(species(i)) : 0.0;
  }
};

/// Sum over `n` atoms, eV.
template <class Space>
double sum_energy(Space const& space, AtomEnergies<Space> const& energy, int n) {
  CompensatedSum sum;
  Kokkos::parallel_reduce(
      "tesseral::lammps::sum_energy", Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, n),
      KOKKOS_LAMBDA(int i, CompensatedSum& partial) { partial.add(energy(i)); }, CompensatedReducer<Space>(sum));
  return sum.value();
}

/// f[atom][3] += scale * forces[atom][3], ghosts included: LAMMPS adds theirs to their owners. Forces in eV/Å.
template <class Space, class LammpsForces>
void add_forces(Space const& space, double scale, Vectors<double const, Space> forces, LammpsForces const& f) {
  Kokkos::parallel_for(
      "tesseral::lammps::add_forces",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, static_cast<int>(forces.extent(0))),
      KOKKOS_LAMBDA(int i) {
        for (int d = 0; d < 3; ++d) f(i, d) += scale * forces(i, d);
      });
  space.fence();
}

/// eatom[i] += scale * energy(i) for `n` atoms, a host array in the end.
template <class Space>
void add_atom_energies(Space const& space, double scale, AtomEnergies<Space> const& energy, int n, double* eatom) {
  Array1<double, Space> const shares(Kokkos::view_alloc(Kokkos::WithoutInitializing, "tesseral::lammps::eatom"), n);
  Kokkos::parallel_for(
      "tesseral::lammps::atom_energies", Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, n),
      KOKKOS_LAMBDA(int i) { shares(i) = scale * energy(i); });
  space.fence();
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), shares);
  for (int i = 0; i < n; ++i) eatom[i] += host(i);
}

/// vatom[atom][…] += scale * virial[atom][…], for as many components as virial has; virial in eV.
template <class Space>
void add_atom_virials(double scale, Array2<double const, Space> virial, double** vatom) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), virial);
  Kokkos::parallel_for("tesseral::lammps::add_atom_virials",
                       Kokkos::RangePolicy<HostSpace, Kokkos::IndexType<int>>(0, static_cast<int>(host.extent(0))),
                       [=](int i) {
                         for (std::size_t k = 0; k < host.extent(1); ++k) vatom[i][k] += scale * host(i, k);
                       });
  HostSpace().fence();
}

}  // namespace tesseral::lammps
