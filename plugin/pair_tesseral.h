// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// pair_style tesseral [NAME VALUE]…            options: style_options.h
/// pair_coeff * * MODEL.h5 ELEMENT1 ELEMENT2 …      one per atom type; NULL for types of another style of a hybrid
/// pair_coeff * * A.h5,B.h5 ELEMENT1 ELEMENT2 …     a committee: mean energy and forces, and how far its members are
/// apart
#pragma once

#include "engine.h"
#include "pair.h"
#include "style_options.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
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
#if TESSERAL_LAMMPS_VERSION >= 20220302
  void* extract_peratom(char const*, int&) override;
#endif

  int pack_forward_comm(int, int*, double*, int, int*) override;
  void unpack_forward_comm(int, int, double*) override;
  int pack_reverse_comm(int, int, double*) override;
  void unpack_reverse_comm(int, int*, double*) override;

 protected:
  /// The algorithms of the engine's products on the style's space; may differ between ranks.
  virtual tesseral::ProductAlgorithms choose_products(tesseral::ModelData const&);
  /// The engine on the style's space; arguments as those of its constructor.
  virtual std::unique_ptr<tesseral::lammps::AnyEngine> make_engine(std::vector<tesseral::ModelData> const&,
                                                                   std::vector<tesseral::ProductAlgorithms> const&,
                                                                   std::vector<int> const& species_of_type,
                                                                   tesseral::lammps::EngineSettings const&);
  virtual tesseral::lammps::ListMemory list_memory() const { return tesseral::lammps::ListMemory::plain; }
  /// Before atom->tag is read, for a message.
  virtual void bring_tags_to_host() const {}
  /// What LAMMPS wants of this step; after ev_init.
  tesseral::lammps::Wanted wanted();

  // The steps of compute(), alike in both styles.
  /// Groups whose atoms are absent, as bits; warns once in a run.
  int absent_groups();
  /// Runs the engine's prepare(), which `prepare` is to do, and stops all ranks if it fails, if atoms coincide, or if
  /// the range that was fitted to is left and the user wants so.
  void prepare_together(std::function<void()> const& prepare);
  /// Adds the rank's energy; stops all ranks if it is not finite.
  void tally_energy(double energy);

  std::unique_ptr<tesseral::lammps::AnyEngine> engine_;
  tesseral::lammps::StyleOptions options_;

 private:
  void allocate();
  /// Those of model_files_, cut down to the elements of the types; sets species_of_type_ and r_cut_. Collective.
  std::vector<tesseral::ModelData> read_models();
  /// Replaces the engine; all ranks use what the first one chooses.
  void start_engine(std::vector<tesseral::ModelData> const&);
  /// LAMMPS' unit of energy for an eV.
  double energy_unit() const;
  void tally_spread();
  /// "atoms 3 and 7, 0.812 Å apart"
  std::string text_of(tesseral::lammps::ClosePair const&) const;
  [[noreturn]] void fail_since_not_finite() const;
  /// Once in a run: throws Error if LAMMPS never asked for the cutoff of two types of the potential, so that a hybrid's
  /// list leaves these pairs out.
  void check_pairs();

  std::vector<std::string> model_files_;
  std::vector<std::string> elements_;  // [type - 1], or NULL
  double r_cut_ = 0.0;
  std::vector<int> species_of_type_;  // [type], -1: NULL
  bool absence_is_told_ = false;
  std::string problem_of_bonds_;         // if atoms with bonds come, see problem_of_special_bonds()
  std::set<std::pair<int, int>> pairs_;  // of types, i <= j, that LAMMPS has asked for
  bool has_checked_pairs_ = false;
};

}  // namespace LAMMPS_NS
