// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What somebody who misspelt a name may have meant.
#pragma once

#include <set>
#include <string>

namespace tesseral {

/// Levenshtein distance: the number of letters to insert, delete or replace.
int edit_distance(std::string const& a, std::string const& b);

/// The entry of `names` that needs the fewest edits to become `word`, or "" if none is near.
std::string nearest_name(std::string const& word, std::set<std::string> const& names);

}  // namespace tesseral
