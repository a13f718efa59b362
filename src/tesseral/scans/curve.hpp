// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// An energy along a path on which atoms come closer, and whether it is one that molecular dynamics survive: inside
/// contact it falls strictly as the atoms part, and nowhere outside does it lie deeper than bonds are known to be.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace tesseral::scans {

struct Curve {
  std::string name;                            // who meets whom: "C-H"
  std::vector<std::array<int, 2>> pairs = {};  // of species that meet
  std::vector<double> distances;               // Å, ascending
  std::vector<double> energies;                // eV, above what the depth is measured from
  double contact = 0.0;                        // Å, up to which they must fall
  double deepest = 0.0;                        // eV, how far below 0 they may be from there on; infinity: nobody knows
  std::string about_deepest = {};              // whence, unless from published bonds
};

struct Verdict {
  double rise = 0.0;  // eV, largest E(b) - E(a), a < b <= contact; minus infinity if fewer than two points are there
  double rise_from = 0.0, rise_to = 0.0;  // Å, a and b
  double depth = 0.0;     // eV, of the lowest energy at contact or beyond, below 0; minus infinity if no point is there
  double depth_at = 0.0;  // Å

  bool falls() const { return rise < 0.0; }
  bool is_held(double deepest) const { return depth <= deepest; }
};

/// An energy that is not finite is an infinite rise and depth.
Verdict judge(Curve const&);

/// Distances from `shortest` to `longest`, both included: each is longer than the one before by the factor `growth`, or
/// by `step` where that is less. Å.
std::vector<double> scan_distances(double shortest, double longest, double growth, double step);

}  // namespace tesseral::scans
