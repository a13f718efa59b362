// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// From LAMMPS' neighbour list, which reaches a skin beyond the cutoff, to the edges of the current step. The list is
/// taken over when LAMMPS has made a new one, not in every step.
#pragma once

#include "lammps_compat.h"
#include "neigh_list.h"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/candidate_edges.hpp"

#ifdef LMP_KOKKOS
#include "neigh_list_kokkos.h"
#endif

#include <limits>

namespace tesseral::lammps {

/// A plain list, read in place: the pages of LAMMPS, in host memory.
struct PlainNeighbors {
  explicit PlainNeighbors(LAMMPS_NS::NeighList const& list)
      : n_rows(list.inum), ilist(list.ilist), numneigh(list.numneigh), firstneigh(list.firstneigh) {}
  int n_rows;  // atoms that have a list; in a hybrid style not every owned atom does
  int const* ilist;
  int const* numneigh;
  int* const* firstneigh;

  KOKKOS_INLINE_FUNCTION int atom(int row) const { return ilist[row]; }
  KOKKOS_INLINE_FUNCTION int count(int i) const { return numneigh[i]; }
  KOKKOS_INLINE_FUNCTION int neighbor(int i, int k) const { return firstneigh[i][k] & NEIGHMASK; }
};

#ifdef LMP_KOKKOS
/// The same of a list in the memory of a Kokkos space.
template <class DeviceType>
struct KokkosNeighbors {
  explicit KokkosNeighbors(LAMMPS_NS::NeighListKokkos<DeviceType> const& list)
      : n_rows(list.inum), ilist(list.d_ilist), numneigh(list.d_numneigh), neighbors(list.d_neighbors) {}
  int n_rows;
  typename ArrayTypes<DeviceType>::t_int_1d ilist;
  typename ArrayTypes<DeviceType>::t_int_1d numneigh;
  typename ArrayTypes<DeviceType>::t_neighbors_2d neighbors;

  KOKKOS_INLINE_FUNCTION int atom(int row) const { return ilist(row); }
  KOKKOS_INLINE_FUNCTION int count(int i) const { return numneigh(i); }
  KOKKOS_INLINE_FUNCTION int neighbor(int i, int k) const { return neighbors(i, k) & NEIGHMASK; }
};
#endif

/// What LAMMPS knows of the atoms of a rank, owned ones first, then ghosts.
template <class Positions, class Integers>
struct Atoms {
  Positions x;        // [atom][3], Å
  Integers type;      // [atom], 1 … number of types
  Integers mask;      // [atom], bits of its groups
  int absent_groups;  // bits of the groups whose atoms are not there
  int n_owned;
  int n_total;
};

/// Which list LAMMPS offers. A run of LAMMPS counts its lists from zero, so these numbers tell lists apart only within
/// a run; before each run LAMMPS calls Pair::init_style, which has to call GraphFromLammps::forget_list.
struct ListState {
  explicit ListState(LAMMPS_NS::Neighbor const& neighbor)
      : is_of_now(neighbor.ago == 0), builds(neighbor.ncalls), step(neighbor.lastcall), skin(neighbor.skin) {}
  bool is_of_now;            // made from the present positions
  LAMMPS_NS::bigint builds;  // lists made in this run
  LAMMPS_NS::bigint step;    // when
  double skin;               // Å
};

/// Copies what changes in a step. Returns how many atoms have joined or left the potential since the last call, which a
/// change of their types or groups can do at any time.
template <class Space, class Positions, class Integers>
int read_atoms(Space const& space, Atoms<Positions, Integers> const& atoms, Array1<int const, Space> species_of_type,
               Vectors<double, Space> positions, Array1<int, Space> species, Array1<int, Space> belongs) {
  auto const x = atoms.x;
  auto const type = atoms.type;
  auto const mask = atoms.mask;
  int const absent_groups = atoms.absent_groups;
  int changes = 0;
  Kokkos::parallel_reduce(
      "tesseral::lammps::read_atoms", Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>(space, 0, atoms.n_total),
      KOKKOS_LAMBDA(int i, int& changed) {
        for (int d = 0; d < 3; ++d) positions(i, d) = x(i, d);
        int const s = absent_groups != 0 && (mask(i) & absent_groups) != 0 ? -1 : species_of_type(type(i));
        int const is_ours = s >= 0;
        // An atom without species keeps a row, as the engine numbers its atoms as LAMMPS does; it has no edges, and its
        // energy is not counted.
        species(i) = is_ours ? s : 0;
        changed += belongs(i) != is_ours;
        belongs(i) = is_ours;
      },
      changes);
  return changes;
}

/// The entries of LAMMPS' list that can become edges: between atoms of the potential, not farther apart than `reach`.
template <class Space, class Neighbors>
struct ListFilter {
  Neighbors neighbors;
  Vectors<double const, Space> positions;
  Array1<int const, Space> belongs;
  double reach_squared;

  template <class Visit>
  KOKKOS_INLINE_FUNCTION void for_each(int i, Visit const& visit) const {
    for (int k = 0; k < neighbors.count(i); ++k) {
      int const j = neighbors.neighbor(i, k);
      double square = 0.0;
      for (int d = 0; d < 3; ++d) square += (positions(j, d) - positions(i, d)) * (positions(j, d) - positions(i, d));
      if (belongs(j) && square <= reach_squared) visit(j);
    }
  }
};

/// Fills `candidates` with a list, in its order, and takes_part [owned] with 1 for the potential's atoms that have a
/// row.
template <class Space, class Neighbors>
void take_list(Space const& space, ListFilter<Space, Neighbors> const& list, int n_owned, int n_total,
               CandidateEdges<Space>& candidates, Array1<int, Space> takes_part) {
  using Range = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;
  Kokkos::parallel_for(
      "tesseral::lammps::clear", Range(space, 0, n_owned), KOKKOS_LAMBDA(int i) { takes_part(i) = 0; });
  auto const counts = candidates.new_list(space, n_owned, n_total);
  Kokkos::parallel_for(
      "tesseral::lammps::count_candidates", Range(space, 0, list.neighbors.n_rows), KOKKOS_LAMBDA(int row) {
        int const i = list.neighbors.atom(row);
        if (!list.belongs(i)) return;
        EdgeIndex count = 0;
        list.for_each(i, [&](int) { ++count; });
        counts(i) = count;
        takes_part(i) = 1;
      });
  auto const rows = candidates.make_rows(space);
  Kokkos::parallel_for(
      "tesseral::lammps::fill_candidates", Range(space, 0, list.neighbors.n_rows), KOKKOS_LAMBDA(int row) {
        int const i = list.neighbors.atom(row);
        if (!list.belongs(i)) return;
        EdgeIndex next = rows.begin(i);
        list.for_each(i, [&](int j) { rows.sender(next++) = j; });
      });
  candidates.index_senders(space);
}

/// The engine's graph in every step, in arrays that only grow. The order of edges is that of LAMMPS' list, whatever the
/// number of threads.
template <class Space>
class GraphFromLammps {
 public:
  template <class Neighbors, class Positions, class Integers>
  void build(Space const& space, Neighbors const& neighbors, ListState const& list,
             Atoms<Positions, Integers> const& atoms, Array1<int const, Space> species_of_type, double r_cut) {
    int const n_owned = atoms.n_owned, n_total = atoms.n_total;
    grow(positions_, "tesseral::lammps::positions", n_total);
    grow(species_, "tesseral::lammps::species", n_total);
    grow(belongs_, "tesseral::lammps::belongs", n_total);
    grow(takes_part_, "tesseral::lammps::takes_part", n_owned);
    int const changes = read_atoms<Space>(space, atoms, species_of_type, positions_, species_, belongs_);
    if (!knows(list, n_owned, n_total) || changes > 0) {  // before the first list there is nothing to change from
      // An older list may hold atoms that were nearer when it was made, and will be again.
      double const reach = list.is_of_now ? r_cut + list.skin : std::numeric_limits<double>::infinity();
      take_list<Space>(space, ListFilter<Space, Neighbors>{neighbors, positions_, belongs_, reach * reach}, n_owned,
                       n_total, candidates_, takes_part_);
      is_known_ = true;
      known_builds_ = list.builds;
      known_step_ = list.step;
    }
    atoms_coincide_ = candidates_.select(space, positions_, r_cut, graph_) > 0;
    graph_.species = Array1<int const, Space>(species_.data(), n_total);
  }

  /// The next list is taken over, whatever is known of it.
  void forget_list() { is_known_ = false; }

  NeighborGraph<Space> const& graph() const { return graph_; }
  /// [n_total][3], Å.
  Vectors<double const, Space> positions() const {
    return Vectors<double const, Space>(positions_.data(), graph_.n_total);
  }
  /// Whether an edge has no length, and so no direction.
  bool atoms_coincide() const { return atoms_coincide_; }
  /// [owned atom], 1 if the atom belongs to the potential.
  Array1<int const, Space> takes_part() const { return takes_part_; }
  std::size_t bytes() const {
    return sizeof(int) * (species_.size() + belongs_.size() + takes_part_.size()) + sizeof(double) * positions_.size() +
           candidates_.bytes();
  }

 private:
  // A list of now is taken even if its numbers are known: replica methods start again in the same step.
  bool knows(ListState const& list, int n_owned, int n_total) const {
    return is_known_ && !list.is_of_now && list.builds == known_builds_ && list.step == known_step_ &&
           n_owned == graph_.n_owned && n_total == graph_.n_total;
  }

  Vectors<double, Space> positions_;
  Array1<int, Space> species_, belongs_, takes_part_;
  CandidateEdges<Space> candidates_;
  NeighborGraph<Space> graph_;
  bool is_known_ = false;
  LAMMPS_NS::bigint known_builds_ = 0, known_step_ = 0;
  bool atoms_coincide_ = false;
};

}  // namespace tesseral::lammps
