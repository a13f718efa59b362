// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// One potential on one Kokkos space, from LAMMPS' atoms and list to LAMMPS' forces: what both pair styles run.
#pragma once

#include "graph_from_lammps.h"
#include "network.h"
#include "style_options.h"
#include "tally.h"
#include "tesseral/forces/edge_forces.hpp"
#include "tesseral/model/model_data.hpp"

#include <limits>
#include <memory>
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
  Engine(ModelData const& data, StyleOptions const& options, ProductAlgorithms const& products,
         std::vector<int> const& species_of_type, LAMMPS_NS::Comm& comm, LAMMPS_NS::Pair& pair)
      : r_cut_(data.architecture.r_cut),
        species_of_type_(upload<Space>("tesseral::lammps::species_of_type", species_of_type)),
        network_(make_network<Space>(data, options, products, comm, pair)) {}

  /// Adds the forces to `f` [atom][3] and fills what is wanted; returns the energy of the rank's atoms, eV. Collective,
  /// unless atoms coincide: then the energy is NaN, and the caller has to end the run.
  template <class Neighbors, class Positions, class Types, class LammpsForces>
  double compute(Neighbors const& neighbors, ListState const& list, Atoms<Positions, Types> const& atoms,
                 LammpsForces const& f, Wanted const& wanted) {
    Space const space;
    graph_.build(space, neighbors, list, atoms, species_of_type_, r_cut_);
    NeighborGraph<Space> const& graph = graph_.graph();
    // Before other ranks take part, so that only this one reports.
    if (graph_.atoms_coincide()) return std::numeric_limits<double>::quiet_NaN();
    Evaluation<Space> const result = network_->evaluate(space, graph);

    grow(forces_, "tesseral::lammps::forces", graph.n_total);
    Vectors<double, Space> const forces(forces_.data(), graph.n_total);
    gather_forces(space, graph, result.edge_gradient, forces);
    add_forces<Space>(space, forces, f);

    if (wanted.virial) {
      auto const sum = virial(space, graph, result.edge_gradient);
      for (int k = 0; k < 6; ++k) wanted.virial[k] += sum[k];
    }
    if (wanted.eatom) add_atom_energies<Space>(result.energy, graph_.takes_part(), graph.n_owned, wanted.eatom);
    if (wanted.vatom) {
      Array2<double, Space> const atom_virial = rows_of_virial(graph.n_total, 6);
      gather_atom_virial(space, graph, result.edge_gradient, atom_virial);
      add_atom_virials<Space>(atom_virial, wanted.vatom);
    }
    if (wanted.cvatom) {
      Array2<double, Space> const atom_virial = rows_of_virial(graph.n_total, 9);
      gather_centroid_virial(space, graph, result.edge_gradient, atom_virial);
      add_atom_virials<Space>(atom_virial, wanted.cvatom);
    }
    return sum_energy<Space>(space, result.energy, graph_.takes_part(), graph.n_owned);
  }

  int message_length() const override { return network_->message_length(); }
  HaloRows<HostSpace> halo_rows() override { return network_->host_rows(); }
  HaloRows<Space> device_halo_rows() const { return network_->rows(); }
  void forget_list() override { graph_.forget_list(); }
  ShortestEdge closest_atoms() const override { return shortest_edge(graph_.graph()); }
  std::string description() const override { return network_->description(); }
  double bytes() const override {
    return static_cast<double>(network_->bytes() + graph_.bytes() +
                               sizeof(double) * (forces_.size() + atom_virial_.size()));
  }

 private:
  Array2<double, Space> rows_of_virial(int rows, int components) {
    grow(atom_virial_, "tesseral::lammps::atom_virial", static_cast<std::size_t>(rows) * components);
    return Array2<double, Space>(atom_virial_.data(), rows, components);
  }

  double r_cut_;
  Array1<int const, Space> species_of_type_;
  std::unique_ptr<AnyNetwork<Space>> network_;
  GraphFromLammps<Space> graph_;
  Vectors<double, Space> forces_;
  Array1<double, Space> atom_virial_;
};

}  // namespace tesseral::lammps
