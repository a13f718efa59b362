// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Sources, by the letter behind each value:
///
///     d  of the diatomic molecule, D0 at 0 K: Huber and Herzberg, Constants of Diatomic Molecules (1979)
///     m  of metals' diatomic molecules, D0 at 0 K: Morse, Chem. Rev. 86, 1049 (1986)
///     f  from enthalpies of formation at 298 K: Curtiss et al., J. Chem. Phys. 106, 1063 (1997)
///     l  D at 298 K: Luo, Comprehensive Handbook of Chemical Bond Energies (2007)
///
/// These are enthalpies: the electronic well is deeper by the vibration at zero point, 6 % for H2, less for others.
/// A geometric mean is too small where one element takes the other's electrons (NaCl: 1.3 instead of 4.2 eV), so that
/// such pairs belong into the table.
#include "tesseral/model/known_bonds.hpp"

#include <cmath>

namespace tesseral {
namespace {

struct Bond {
  char const* a;
  char const* b;
  double energy;  // eV
};

constexpr Bond bonds[] = {
    {"H", "H", 4.48},    // d
    {"H", "C", 5.75},    // f HCC-H
    {"H", "N", 4.67},    // f H2N-H
    {"H", "O", 5.15},    // f HO-H
    {"H", "Li", 2.43},   // d
    {"H", "Si", 3.96},   // f H3Si-H
    {"H", "P", 3.62},    // f H2P-H
    {"H", "S", 3.93},    // f HS-H
    {"H", "Cl", 4.43},   // d
    {"C", "C", 10.01},   // f HC-CH
    {"C", "N", 9.69},    // f HC-N
    {"C", "O", 11.09},   // d
    {"C", "S", 7.36},    // d
    {"C", "Cl", 4.51},   // l HCC-Cl
    {"N", "N", 9.76},    // d
    {"N", "O", 6.50},    // d
    {"N", "P", 6.36},    // d
    {"N", "S", 4.80},    // d
    {"O", "O", 5.12},    // d
    {"O", "Si", 8.26},   // d
    {"O", "P", 6.15},    // d
    {"O", "S", 5.69},    // f OS-O
    {"O", "Cl", 2.75},   // d
    {"Li", "Li", 1.05},  // d
    {"Na", "Na", 0.72},  // d
    {"Na", "Cl", 4.23},  // d
    {"Si", "Si", 3.21},  // d
    {"P", "P", 5.03},    // d
    {"P", "S", 4.54},    // d
    {"S", "S", 4.37},    // d
    {"Cl", "Cl", 2.48},  // d
    {"Ge", "Ge", 2.74},  // l
    {"Ni", "Ni", 2.07},  // m
    {"Ni", "Cu", 2.08},  // m
    {"Cu", "Cu", 2.01},  // m
    {"Nb", "Nb", 5.0},   // m
    {"Nb", "Mo", 4.64},  // m
    {"Mo", "Mo", 4.38},  // m
    {"Ta", "Ta", 4.0},   // m
    {"W", "W", 5.0},     // m
};

std::optional<double> published_bond(std::string const& a, std::string const& b) {
  for (Bond const& bond : bonds)
    if ((a == bond.a && b == bond.b) || (a == bond.b && b == bond.a)) return bond.energy;
  return std::nullopt;
}

}  // namespace

std::optional<KnownBond> deepest_bond(std::string const& element_a, std::string const& element_b) {
  if (auto const energy = published_bond(element_a, element_b)) return KnownBond{*energy, true};
  auto const aa = published_bond(element_a, element_a), bb = published_bond(element_b, element_b);
  if (!aa || !bb) return std::nullopt;
  return KnownBond{std::sqrt(*aa * *bb), false};
}

}  // namespace tesseral
