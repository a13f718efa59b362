// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Chemical formulas: what a compound is made of.
#pragma once

#include <map>
#include <string>

namespace tesseral {

/// The part of the atoms that each element is, which add up to 1: "H2O" and "H4O2" are H 2/3, O 1/3; numbers may have
/// decimals ("Li6.75P3S11"), and an element may come again ("CH3OH"). Empty: this is no formula.
std::map<std::string, double> atomic_fractions(std::string const& formula);

}  // namespace tesseral
