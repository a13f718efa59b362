// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The couplings of degrees: which bilinear map z = x (x) y a tensor product computes.
#pragma once

namespace tesseral {

enum class Coupling {
  gaunt,           ///< integrals <Y_a Y_b Y_c>: paths with l1 + l2 + l even; O(3)
  clebsch_gordan,  ///< every path with weight 1, those with l1 + l2 + l odd included; SO(3) only
};

/// As files and command lines have it.
constexpr char const* name(Coupling coupling) { return coupling == Coupling::gaunt ? "gaunt" : "clebsch_gordan"; }

}  // namespace tesseral
