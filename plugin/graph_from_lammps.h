// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// From LAMMPS' neighbour list, which reaches a skin beyond the cutoff, to the edges of the current step.
#pragma once

#include "lammps_compat.h"
#include "neigh_list.h"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

#ifdef LMP_KOKKOS
#include "neigh_list_kokkos.h"
#endif

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
template <class Positions, class Types>
struct Atoms {
  Positions x;  // [atom][3], Å
  Types type;   // [atom], 1 … number of types
  int n_owned;
  int n_total;
};

/// Entry k of atom i's list as an edge i <- j, if it is one: within the cutoff, to an atom with a species.
template <class Space, class Neighbors, class Positions, class Types>
struct EdgeFilter {
  Neighbors neighbors;
  Positions x;
  Types type;
  Array1<int const, Space> species_of_type;  // [type], -1: no atom of the potential
  double r_cut_squared;

  KOKKOS_INLINE_FUNCTION bool is_edge(int i, int k, int& j, double (&r)[3]) const {
    j = neighbors.neighbor(i, k);
    for (int d = 0; d < 3; ++d) r[d] = x(j, d) - x(i, d);
    return r[0] * r[0] + r[1] * r[1] + r[2] * r[2] < r_cut_squared && species_of_type(type(j)) >= 0;
  }
};

/// Builds the engine's graph in every step, into arrays that only grow. The order of edges is that of LAMMPS' list,
/// whatever the number of threads.
template <class Space>
class GraphFromLammps {
 public:
  template <class Neighbors, class Positions, class Types>
  void build(Space const& space, Neighbors const& neighbors, Atoms<Positions, Types> const& atoms,
             Array1<int const, Space> species_of_type, double r_cut) {
    using Range = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;
    int const n_owned = atoms.n_owned, n_total = atoms.n_total;
    grow(species_, "tesseral::lammps::species", n_total);
    grow(takes_part_, "tesseral::lammps::takes_part", n_owned);
    grow(edge_begin_, "tesseral::lammps::edge_begin", n_owned + 1);
    auto const species = species_;        // [atom]
    auto const takes_part = takes_part_;  // [owned atom]
    auto const begin = edge_begin_;       // [owned atom + 1]; holds counts before the scan
    EdgeFilter<Space, Neighbors, Positions, Types> const filter{neighbors, atoms.x, atoms.type, species_of_type,
                                                                r_cut * r_cut};

    // An atom without species keeps a row, as the engine numbers its atoms as LAMMPS does; it has no edges, and its
    // energy is not counted.
    Kokkos::parallel_for(
        "tesseral::lammps::clear", Range(space, 0, n_total + 1), KOKKOS_LAMBDA(int i) {
          if (i < n_total) species(i) = species_of_type(filter.type(i)) < 0 ? 0 : species_of_type(filter.type(i));
          if (i < n_owned) takes_part(i) = 0;
          if (i <= n_owned) begin(i) = 0;
        });
    EdgeIndex coincident = 0;
    Kokkos::parallel_reduce(
        "tesseral::lammps::count_edges", Range(space, 0, neighbors.n_rows),
        KOKKOS_LAMBDA(int row, EdgeIndex& zero_lengths) {
          int const i = filter.neighbors.atom(row);
          if (species_of_type(filter.type(i)) < 0) return;
          int j;
          double r[3];
          EdgeIndex count = 0;
          for (int k = 0; k < filter.neighbors.count(i); ++k) {
            if (!filter.is_edge(i, k, j, r)) continue;
            ++count;
            if (r[0] == 0.0 && r[1] == 0.0 && r[2] == 0.0) ++zero_lengths;
          }
          takes_part(i) = 1;
          begin(i) = count;
        },
        coincident);
    atoms_coincide_ = coincident > 0;
    EdgeIndex n_edges = 0;
    Kokkos::parallel_scan(
        "tesseral::lammps::edge_begin", Range(space, 0, n_owned + 1),
        KOKKOS_LAMBDA(int i, EdgeIndex& sum, bool last) {
          EdgeIndex const count = begin(i);
          if (last) begin(i) = sum;
          sum += count;
        },
        n_edges);

    grow(receiver_, "tesseral::lammps::receiver", n_edges);
    grow(sender_, "tesseral::lammps::sender", n_edges);
    grow(displacement_, "tesseral::lammps::displacement", n_edges);
    auto const receiver = receiver_;          // [edge]
    auto const sender = sender_;              // [edge]
    auto const displacement = displacement_;  // [edge][3]
    Kokkos::parallel_for(
        "tesseral::lammps::fill_edges", Range(space, 0, neighbors.n_rows), KOKKOS_LAMBDA(int row) {
          int const i = filter.neighbors.atom(row);
          if (!takes_part(i)) return;
          int j;
          double r[3];
          EdgeIndex e = begin(i);
          for (int k = 0; k < filter.neighbors.count(i); ++k) {
            if (!filter.is_edge(i, k, j, r)) continue;
            receiver(e) = i;
            sender(e) = j;
            for (int d = 0; d < 3; ++d) displacement(e, d) = r[d];
            ++e;
          }
        });

    // Views of the right length on arrays that are longer.
    graph_.n_owned = n_owned;
    graph_.n_total = n_total;
    graph_.species = Array1<int const, Space>(species.data(), n_total);
    graph_.edge_begin = Array1<EdgeIndex const, Space>(begin.data(), n_owned + 1);
    graph_.receiver = Array1<int const, Space>(receiver.data(), n_edges);
    graph_.sender = Array1<int const, Space>(sender.data(), n_edges);
    graph_.displacement = Vectors<double const, Space>(displacement.data(), n_edges);
    sender_index_.build(space, graph_);
  }

  NeighborGraph<Space> const& graph() const { return graph_; }
  /// Whether an edge has no length, and so no direction.
  bool atoms_coincide() const { return atoms_coincide_; }
  /// [owned atom], 1 if the atom belongs to the potential.
  Array1<int const, Space> takes_part() const { return takes_part_; }
  std::size_t bytes() const {
    return sizeof(int) * (species_.size() + takes_part_.size() + receiver_.size() + sender_.size()) +
           sizeof(EdgeIndex) * edge_begin_.size() + sizeof(double) * displacement_.size() + sender_index_.bytes();
  }

 private:
  Array1<int, Space> species_, takes_part_, receiver_, sender_;
  Array1<EdgeIndex, Space> edge_begin_;
  Vectors<double, Space> displacement_;
  NeighborGraph<Space> graph_;
  SenderIndex<Space> sender_index_;
  bool atoms_coincide_ = false;
};

}  // namespace tesseral::lammps
