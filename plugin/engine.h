// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// One potential on one Kokkos space, from LAMMPS' atoms and list to LAMMPS' forces: what both pair styles run.
#pragma once

#include "graph_from_lammps.h"
#include "halo_from_lammps.h"
#include "tally.h"
#include "tesseral/potential.hpp"

#include <limits>
#include <string>
#include <vector>

namespace tesseral::lammps {

/// What LAMMPS wants of a step; null where it does not. Host arrays of class Pair, to be added to.
struct Wanted {
  double* virial = nullptr;   // [6], xx yy zz xy xz yz, eV
  double* eatom = nullptr;    // [atom], eV
  double** vatom = nullptr;   // [atom][6], order as above
  double** cvatom = nullptr;  // [atom][9], xx yy zz xy xz yz yx zx zy
};

/// The part that does not depend on the space, for the pair style's host callbacks.
class AnyEngine {
 public:
  virtual ~AnyEngine() = default;
  /// Doubles per atom in the longest message between ranks.
  virtual int message_length() const = 0;
  /// Rows of the exchange under way.
  virtual HaloRows<HostSpace> halo_rows() = 0;
  /// To be called before each run: LAMMPS numbers its neighbour lists anew.
  virtual void forget_list() = 0;
  virtual ShortestEdge closest_atoms() const = 0;
  virtual double bytes() const = 0;
  virtual std::string description() const = 0;
};

template <class Space>
class Engine final : public AnyEngine {
 public:
  /// `species_of_type` [type]: index into the model's elements, or -1 for a type that takes no part.
  Engine(ModelData const& data, PotentialOptions const& options, ProductAlgorithms const& products,
         std::vector<int> const& species_of_type, LAMMPS_NS::Comm& comm, LAMMPS_NS::Pair& pair)
      : species_of_type_(upload<Space>("tesseral::lammps::species_of_type", species_of_type)),
        potential_(data, options, products),
        halo_(comm, pair) {}

  /// Adds the forces to `f` [atom][3] and fills what is wanted; returns the energy of the rank's atoms, eV. Collective,
  /// unless atoms coincide: then the energy is NaN, and the caller has to end the run.
  template <class Neighbors, class Positions, class Types, class LammpsForces>
  double compute(Neighbors const& neighbors, ListState const& list, Atoms<Positions, Types> const& atoms,
                 LammpsForces const& f, Wanted const& wanted) {
    Space const space;
    graph_.build(space, neighbors, list, atoms, species_of_type_, potential_.r_cut());
    NeighborGraph<Space> const& graph = graph_.graph();
    // Before other ranks take part, so that only this one reports.
    if (graph_.atoms_coincide()) return std::numeric_limits<double>::quiet_NaN();
    GraphResult<Space> const result =
        wanted.cvatom ? potential_.evaluate_with_centroid_virials(space, graph, graph_.positions(), halo_)
                      : potential_.evaluate(space, graph, halo_);

    add_forces<Space>(space, result.forces, f);
    if (wanted.virial) {
      auto const sum = potential_.virial(space);
      for (int k = 0; k < 6; ++k) wanted.virial[k] += sum[k];
    }
    if (wanted.eatom) add_atom_energies<Space>(result.energies, graph_.takes_part(), graph.n_owned, wanted.eatom);
    if (wanted.vatom) add_atom_virials<Space>(potential_.atom_virials(space), wanted.vatom);
    if (wanted.cvatom) add_atom_virials<Space>(result.centroid_virials, wanted.cvatom);
    return sum_energy<Space>(space, result.energies, graph_.takes_part(), graph.n_owned);
  }

  int message_length() const override { return tesseral::lammps::message_length(potential_.halo_row_bytes()); }
  HaloRows<HostSpace> halo_rows() override { return halo_.host_rows(); }
  HaloRows<Space> device_halo_rows() const { return halo_.rows(); }
  void forget_list() override { graph_.forget_list(); }
  ShortestEdge closest_atoms() const override { return shortest_edge(graph_.graph()); }
  std::string description() const override { return potential_.description(); }
  double bytes() const override { return static_cast<double>(potential_.work_bytes() + graph_.bytes()); }

 private:
  Array1<int const, Space> species_of_type_;
  Potential<Space> potential_;
  HaloFromLammps<Space> halo_;
  GraphFromLammps<Space> graph_;
};

}  // namespace tesseral::lammps
