// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A potential as plain host data, in double: what the model file holds. Neither Kokkos nor HDF5 appears here.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/model/fitted_range.hpp"
#include "tesseral/model/force_uncertainty.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// An atomic structure, periodic or not.
struct Structure {
  std::vector<int> species;                      // [atom], index into the model's elements
  std::vector<std::array<double, 3>> positions;  // [atom], Å
  std::array<std::array<double, 3>, 3> cell{};   // rows are the cell vectors, Å; used where periodic
  std::array<bool, 3> periodic{};
};

/// A structure with the answers that the engine must reproduce.
struct SelfTest {
  Structure structure;
  double energy = 0.0;                            // eV
  std::vector<std::array<double, 3>> forces;      // [atom], eV/Å
  std::array<std::array<double, 3>, 3> virial{};  // eV
  std::vector<std::string> symbols;  // [atom], as the file repeats them beside its elements; empty: it does not
};

/// The energy of an atom without neighbours (potentials/FORMAT.md, Energy): what the network makes of it, with the
/// shift; or E0, where what the network makes of it is taken from every atom (`reference`), or only from those whose
/// neighbours are few (`faded`).
enum class LoneAtom { network, reference, faded };
/// As files and configurations call them.
inline constexpr std::array<char const*, 3> lone_atom_names = {"network", "reference", "faded"};
inline bool is_E0_alone(LoneAtom lone_atom) { return lone_atom != LoneAtom::network; }

/// One number for each pair of species, symmetric.
using SpeciesPairs = std::vector<std::vector<double>>;

/// Constants of the screened repulsion (potentials/FORMAT.md, ZBL): those of Ziegler, Biersack and Littmark, or others.
struct ZblConstants {
  double strength = 14.399645;  // eV Å
  double exponent = 0.23;
  double length = 0.46850;  // Å
  int cutoff_power = 6;
  std::array<double, 4> amplitude = {0.02817, 0.28022, 0.50986, 0.18175};
  std::array<double, 4> decay = {0.20162, 0.40290, 0.94229, 3.19980};
};
bool operator==(ZblConstants const&, ZblConstants const&);

/// The distance that radial functions see (potentials/FORMAT.md, step 2), of a pair of species.
struct Agnesi {
  double a = 0.0, q = 0.0, p = 0.0;
  std::vector<double> radii;  // [species], Å
};

/// The part of a pair's inner radius inside which the network is silent.
constexpr double inner_silence = 0.7;

/// Row by row.
std::vector<double> flat(SpeciesPairs const&);

struct ModelData {
  Architecture architecture;
  std::vector<std::string> elements;  // [species], chemical symbols
  std::vector<double> E0;             // [species], eV
  double scale = 1.0;                 // eV
  double shift = 0.0;                 // eV
  LoneAtom lone_atom = LoneAtom::network;
  std::vector<double> full_neighbors;  // [species], from which on the shift is whole; only with is_E0_alone(lone_atom)
  std::vector<double> full_bonds;      // the same of bonds
  SpeciesPairs bond_radius;            // [species][species], Å: up to which atoms are, partly, bound; as these
  std::vector<double> soft_below;      // [species], eV: binding below it counts less and less; empty: all counts
  std::vector<double> energy_floor;    // the same: no atom binds by as much; only with soft_below
  SpeciesPairs inner_radius;           // [species][species], Å: inside it the network falls silent; empty: nowhere
  SpeciesPairs zbl_cutoff;             // [species][species], Å; empty: no ZBL
  // [species][species]: 1 where ZBL ends as a polynomial in spite of an inner radius, 0 where by a step; empty: all 0.
  SpeciesPairs zbl_polynomial;
  ZblConstants zbl;                             //
  std::optional<Agnesi> agnesi;                 // empty: radial functions of the distance itself
  std::vector<double> bessel_frequencies;       // [bessel], 1/Å; empty: n pi / r_cut
  std::vector<double> weights;                  // all tensors, see weight_tensors()
  std::optional<FittedRange> fitted_range;      // empty: unknown
  std::optional<ForceUncertainty> uncertainty;  // empty: unknown
  std::map<std::string, std::string> provenance;
  std::vector<SelfTest> self_tests;
};

/// Throws Error naming the dataset whose values contradict each other or potentials/FORMAT.md: elements, counts,
/// ranges, finiteness. Both read_model() and write_model() call it.
void check(ModelData const&);

/// Index of an element among others; throws Error that lists these if it is not there.
int index_of_element(std::vector<std::string> const& elements, std::string const& element);

/// Index of an element; throws Error that lists the model's elements if it is not among them.
int species_of(ModelData const&, std::string const& element);

}  // namespace tesseral
