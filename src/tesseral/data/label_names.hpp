// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One rule for the names of what a frame holds, in comment lines and columns alike (docs/data.md):
///
///   - usual names are read in any case: Lattice, pbc, Properties, energy, stress, virial; species, pos, forces, force;
///   - a name that the user gives is read as it is written, in place of the usual one;
///   - what is not read is named once, and what of it may be meant by a quantity that is missing, beside that;
///   - a cell under another name is refused, since without it a crystal is a molecule.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tesseral {

/// Equal but for the case of ASCII letters.
bool is_same_name(std::string_view a, std::string_view b);

/// What a name that nobody reads may be meant for: REF_energy, E_tot, virials, box, Latice.
enum class Meaning { none, cell, periodicity, energy, forces, stress, virial };
Meaning meaning_of(std::string const& name);

/// Takes a key out of the pairs of a comment line and returns its value, nothing if there is none: as written, or else,
/// with `any_case`, in another case.
std::optional<std::string> take_key(std::map<std::string, std::string>& pairs, std::string const& key, bool any_case);

}  // namespace tesseral
