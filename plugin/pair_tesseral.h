// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// pair_style tesseral [NAME VALUE]…            options as in src/tesseral/potential_options.cpp
/// pair_coeff * * MODEL.h5 ELEMENT1 ELEMENT2 …      one per atom type; NULL for types of another style of a hybrid
#pragma once

#include "engine.h"
#include "pair.h"
#include "style_options.h"

#include <memory>
#include <string>
#include <vector>

namespace LAMMPS_NS {

/// The plain style: LAMMPS' own host arrays, with Kokkos' host threads inside the potential. Commands, checks and the
/// host side of the communication are here once, for the accelerated styles too.
class PairTesseral : public Pair {
 public:
  explicit PairTesseral(class LAMMPS*);
  ~PairTesseral() override;

  void settings(int, char**) override;
  void coeff(int, char**) override;
  void init_style() override;
  double init_one(int, int) override;
  void compute(int, int) override;
  double memory_usage() override;

  int pack_forward_comm(int, int*, double*, int, int*) override;
  void unpack_forward_comm(int, int, double*) override;
  int pack_reverse_comm(int, int, double*) override;
  void unpack_reverse_comm(int, int*, double*) override;

 protected:
  /// The algorithms of the engine's products on the style's space; may differ between ranks.
  virtual tesseral::ProductAlgorithms choose_products(tesseral::ModelData const&);
  /// The engine on the style's space.
  virtual std::unique_ptr<tesseral::lammps::AnyEngine> make_engine(tesseral::ModelData const&,
                                                                   tesseral::ProductAlgorithms const&,
                                                                   std::vector<int> const& species_of_type);
  virtual tesseral::lammps::ListMemory list_memory() const { return tesseral::lammps::ListMemory::plain; }
  /// What LAMMPS wants of this step; after ev_init.
  tesseral::lammps::Wanted wanted();
  /// Adds the rank's energy; throws Error if it is not finite.
  void tally_energy(double energy);

  std::unique_ptr<tesseral::lammps::AnyEngine> engine_;
  tesseral::PotentialOptions options_;

 private:
  void allocate();
  /// Replaces the engine; all ranks use what the first one chooses.
  void start_engine(tesseral::ModelData const&);

  std::string model_file_;
  double r_cut_ = 0.0;
  std::vector<int> species_of_type_;  // [type], -1: NULL
};

}  // namespace LAMMPS_NS
