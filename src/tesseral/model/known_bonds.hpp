// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How strongly two elements are known to bind each other.
#pragma once

#include <optional>
#include <string>

namespace tesseral {

struct KnownBond {
  double energy = 0.0;    // eV, to break it
  bool published = true;  // false: the geometric mean of the two elements' bonds with their own kind
};

/// The deepest bond known between two elements, in any molecule; nothing if neither it nor those with their own kind
/// are in the table of known_bonds.cpp, which names the molecules and the sources.
std::optional<KnownBond> deepest_bond(std::string const& element_a, std::string const& element_b);

}  // namespace tesseral
