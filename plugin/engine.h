// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// A potential, or a committee of them, on one Kokkos space, from LAMMPS' atoms and list to LAMMPS' forces: what both
/// pair styles run.
#pragma once

#include "close_pairs.h"
#include "committee.h"
#include "graph_from_lammps.h"
#include "halo_from_lammps.h"
#include "tally.h"
#include "tesseral/core/larger.hpp"
#include "tesseral/potential.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tesseral::lammps {

/// What LAMMPS wants of a step; null where it does not. Host arrays of class Pair, to be added to, in LAMMPS' units.
struct Wanted {
  double* virial = nullptr;   // [6], xx yy zz xy xz yz, energy
  double* eatom = nullptr;    // [atom], energy
  double** vatom = nullptr;   // [atom][6], order as above
  double** cvatom = nullptr;  // [atom][9], xx yy zz xy xz yz yx zx zy
};

/// What a committee's members differ in, or one model expects its errors to be, in LAMMPS' units. [member] energies are
/// of the rank's atoms.
struct Spread {
  std::vector<double> energies;          // [member]
  std::vector<double> force_deviations;  // [owned atom], 0 of another style's; committee.h, model/force_uncertainty.hpp
  double largest_deviation = 0.0;
};

/// How the engine is to count.
struct EngineSettings {
  double energy_unit = 1.0;     // LAMMPS' unit of energy for an eV
  bool counts_E0 = true;        // or energies are relative to isolated atoms
  bool expects_errors = false;  // of forces, of one model
  bool checks_range = true;     // find pairs that are closer than those fitted to
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
  /// Whether two atoms of the last graph are in one place, where an edge has no direction.
  virtual bool atoms_coincide() const = 0;
  /// Of the last graph: the two atoms that are closest to each other; and the two that are, for their species, closest
  /// beyond what was fitted to, if there are any.
  virtual ClosePair closest_atoms() const = 0;
  virtual ClosePair out_of_range() const = 0;
  /// Whether the next graphs are to be looked at for such a pair, as the settings say at first.
  virtual void check_range(bool) = 0;
  virtual Spread const& spread() const = 0;
  virtual double bytes() const = 0;
  /// How a member's network is computed.
  virtual std::string description(std::size_t member) const = 0;
};

template <class Space>
class Engine final : public AnyEngine {
 public:
  /// `models` and `products` [member]; `species_of_type` [type]: index into the models' elements, or -1 for a type that
  /// takes no part.
  Engine(std::vector<ModelData> const& models, PotentialOptions const& options,
         std::vector<ProductAlgorithms> const& products, std::vector<int> const& species_of_type,
         EngineSettings const& settings, LAMMPS_NS::Comm*& comm, LAMMPS_NS::Pair& pair)
      : species_of_type_(upload<Space>("tesseral::lammps::species_of_type", species_of_type)),
        settings_(settings),
        limits_(fitted_limits(models)),
        halo_(comm, pair) {
    int const n = static_cast<int>(models.front().elements.size());
    for (std::size_t m = 0; m < models.size(); ++m) {
      members_.emplace_back(models[m], options, products[m]);
      std::vector<double> const none(n, 0.0);
      offsets_.push_back(upload<Space>("tesseral::lammps::offset", settings.counts_E0 ? none : models[m].E0));
    }
    if (settings.expects_errors) members_.front().expect_errors(true);
    squared_limits_ = Array2<double, Space>("tesseral::lammps::squared_limits", n, n);
    auto const host = Kokkos::create_mirror_view(squared_limits_);
    for (int k = 0; k < n * n; ++k) host(k / n, k % n) = limits_[k] * limits_[k];
    Kokkos::deep_copy(squared_limits_, host);
  }

  /// The graph of this step. Not collective, so that a rank that throws leaves no other waiting.
  template <class Neighbors, class Positions, class Integers>
  void prepare(Neighbors const& neighbors, ListState const& list, Atoms<Positions, Integers> const& atoms) {
    Space const space;
    graph_.build(space, neighbors, list, atoms, species_of_type_, members_.front().r_cut());
    bool const is_outside =
        settings_.checks_range && count_close_pairs<Space>(space, graph_.graph(), squared_limits_) > 0;
    out_of_range_ = is_outside ? closest_pair(graph_.graph(), limits_) : ClosePair();
  }
  /// Adds the forces to `f` [atom][3] and fills what is wanted; returns the energy of the rank's atoms. Collective,
  /// after prepare() and unless atoms coincide. A committee gives its mean.
  template <class LammpsForces>
  double evaluate(LammpsForces const& f, Wanted const& wanted) {
    Space const space;
    NeighborGraph<Space> const& graph = graph_.graph();
    double const scale = settings_.energy_unit / static_cast<double>(members_.size());
    bool const is_committee = members_.size() > 1;
    spread_.energies.assign(members_.size(), 0.0);
    if (is_committee) force_spread_.begin(graph.n_owned, graph.n_total);
    double energy = 0.0;
    for (std::size_t m = 0; m < members_.size(); ++m) {
      GraphResult<Space> const result =
          wanted.cvatom ? members_[m].evaluate_with_centroid_virials(space, graph, graph_.positions(), halo_)
                        : members_[m].evaluate(space, graph, halo_);
      add_forces<Space>(space, scale, result.forces, f);
      AtomEnergies<Space> const energies{result.energies, graph.species, offsets_[m], graph_.takes_part()};
      tally(space, members_[m], energies, scale, wanted);
      if (wanted.cvatom) add_atom_virials<Space>(scale, result.centroid_virials, wanted.cvatom);
      double const of_member = sum_energy<Space>(space, energies, graph.n_owned);
      energy += scale * of_member;
      spread_.energies[m] = settings_.energy_unit * of_member;
      if (is_committee) force_spread_.add(space, result.forces, halo_);
    }
    if (is_committee) {
      spread_.largest_deviation = force_spread_.end(space, settings_.energy_unit, spread_.force_deviations);
    }
    if (settings_.expects_errors) expect_errors(space, graph.n_owned);
    return energy;
  }

  int message_length() const override {
    std::size_t longest = members_.size() > 1 ? 3 * sizeof(double) : 0;
    for (auto const& member : members_) longest = std::max(longest, member.halo_row_bytes());
    return tesseral::lammps::message_length(longest);
  }
  HaloRows<HostSpace> halo_rows() override { return halo_.host_rows(); }
  HaloRows<Space> device_halo_rows() const { return halo_.rows(); }
  void forget_list() override { graph_.forget_list(); }
  bool atoms_coincide() const override { return graph_.atoms_coincide(); }
  ClosePair closest_atoms() const override {
    return closest_pair(graph_.graph(), equal_limits(squared_limits_.extent(0)));
  }
  ClosePair out_of_range() const override { return out_of_range_; }
  void check_range(bool check) override { settings_.checks_range = check; }
  Spread const& spread() const override { return spread_; }
  std::string description(std::size_t member) const override { return members_[member].description(); }
  double bytes() const override {
    std::size_t sum = graph_.bytes() + force_spread_.bytes();
    for (auto const& member : members_) sum += member.work_bytes();
    return static_cast<double>(sum);
  }

 private:
  void expect_errors(Space const& space, int n_owned) {
    auto const errors =
        Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), members_.front().expected_errors(space));
    auto const takes_part = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph_.takes_part());
    space.fence();
    spread_.force_deviations.resize(n_owned);
    spread_.largest_deviation = 0.0;
    for (int i = 0; i < n_owned; ++i) {
      spread_.force_deviations[i] = takes_part(i) != 0 ? settings_.energy_unit * errors(i) : 0.0;
      spread_.largest_deviation = larger(spread_.largest_deviation, spread_.force_deviations[i]);
    }
  }

  void tally(Space const& space, Potential<Space>& member, AtomEnergies<Space> const& energies, double scale,
             Wanted const& wanted) {
    if (wanted.virial) {
      auto const sum = member.virial(space);
      for (int k = 0; k < 6; ++k) wanted.virial[k] += scale * sum[k];
    }
    if (wanted.eatom) add_atom_energies<Space>(space, scale, energies, graph_.graph().n_owned, wanted.eatom);
    if (wanted.vatom) add_atom_virials<Space>(scale, member.atom_virials(space), wanted.vatom);
  }

  Array1<int const, Space> species_of_type_;
  EngineSettings settings_;
  std::vector<double> limits_;  // [species * number of species + species], Å
  Array2<double, Space> squared_limits_;
  std::vector<Potential<Space>> members_;
  std::vector<Array1<double const, Space>> offsets_;  // [member] [species], eV
  HaloFromLammps<Space> halo_;
  GraphFromLammps<Space> graph_;
  ForceSpread<Space> force_spread_;
  ClosePair out_of_range_;
  Spread spread_;
};

}  // namespace tesseral::lammps
