// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a potential was fitted to, and what lies outside of it, where the network extrapolates.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// What frames span: those that were trained on, or one to be judged by them.
struct FittedRange {
  int frames = 0;
  std::vector<int> atoms;                       // [species], in all frames
  std::vector<std::vector<double>> closest;     // [species][species], smallest distance, Å; r_cut: none below r_cut
  std::vector<std::array<int, 2>> neighbors;    // [species], fewest and most within r_cut; 0 and 0 without atoms
  std::optional<std::array<double, 2>> energy;  // lowest and highest (E - sum of E0)/atoms, eV; empty: unknown
  std::optional<double> largest_force;          // norm, eV/Å; empty: unknown
};

/// Throws Error naming the dataset of the model file that contradicts potentials/FORMAT.md. `r_cut` in Å.
void check(FittedRange const&, int species, double r_cut);

/// What both span; they have the same species and the same r_cut.
FittedRange united(FittedRange const&, FittedRange const&);

/// How `found` lies outside of `fitted`, a few words for each way, such as "H-O 0.710 Å (fitted to 0.931 Å and more)":
/// pairs that are closer, fewer or more neighbors, elements without atoms; an energy per atom that lies off by more
/// than the whole span of those fitted to, and a force more than twice the largest, since both vary beyond any sample.
std::vector<std::string> departures(FittedRange const& found, FittedRange const& fitted,
                                    std::vector<std::string> const& elements);

}  // namespace tesseral
