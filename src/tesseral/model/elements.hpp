// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The periodic table, as far as a potential needs it.
#pragma once

#include <string>

namespace tesseral {

/// Atomic number of a chemical symbol, 0 if there is no such element.
int atomic_number(std::string const& symbol);
/// Chemical symbol of an atomic number 1 … 118.
std::string const& element_symbol(int atomic_number);
/// Covalent radius in Å (Cordero et al., Dalton Trans. 2008, 2832); 1.5 where that table ends (Z > 96).
double covalent_radius(int atomic_number);
/// Standard atomic mass in g/mol (IUPAC 2021 abridged; mass number of the longest-lived isotope where none is given).
double atomic_mass(int atomic_number);

}  // namespace tesseral
