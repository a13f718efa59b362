// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The columns of an extended XYZ frame, from its `Properties`.
#pragma once

#include <string>
#include <vector>

namespace tesseral::extxyz {

/// First columns of what is needed, from 0; -1 if absent.
struct Columns {
  int symbol = -1;
  int atomic_number = -1;  // used if there are no symbols
  int position = -1;
  int forces = -1;
  int count = 0;                    // of all columns
  std::vector<std::string> unread;  // names of the other properties
};

/// Columns of e.g. species:S:1:pos:R:3:forces:R:3. With an empty `forces_key`, `forces` or else `force` is taken.
/// Throws Error with the problem alone (no file, no line) if positions or elements are missing or a property is
/// malformed.
Columns find_columns(std::string const& properties, std::string const& forces_key);

}  // namespace tesseral::extxyz
