// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The comment line of an extended XYZ frame: key=value pairs, and the values' types.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tesseral::extxyz {

/// Pairs of a line such as  Lattice="1 0 0 …" pbc=[T, T, T] energy=-1.5 tags="_JSON [\"a\"]" relaxed . Values are
/// unquoted; a bare flag has the value "T"; of a repeated key the last one counts. Throws Error with the problem alone
/// (no file, no line) if a quote or bracket is left open.
std::map<std::string, std::string> parse_comment(std::string_view line);

/// The number that `text` is from its first to its last character, its exponent behind e, E, d or D. Returns false if
/// it is none.
bool parse_number(std::string_view text, double& value);
bool parse_integer(std::string_view text, long long& value);

/// Numbers separated by blanks, commas or brackets. Returns false if any is none.
bool parse_numbers(std::string_view text, std::vector<double>& values);

/// Truth values T, F, True, false, 1, 0 … separated by blanks, commas or brackets. Returns false if any is none.
bool parse_flags(std::string_view text, std::vector<bool>& values);

/// `value` as it must stand behind `key=`: quoted if it has to be.
std::string quoted(std::string const& value);

}  // namespace tesseral::extxyz
