// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The energy where molecular dynamics may go though no data were there: atoms alone, and atoms that meet.
#pragma once

#include "tesseral/cli/scans/paths.hpp"
#include "tesseral/potential.hpp"

#include <string>
#include <vector>

namespace tesseral::cli {

/// The energies along each path.
std::vector<Curve> scan(Potential<>&, std::vector<Path> const&);

struct Scans {
  std::vector<double> lone_atoms;  // [species], eV, energy of an atom alone less its E0
  std::vector<Curve> dimers, third_atoms, pushed_atoms, compressions;
};
Scans scan_all(ModelData const&, Potential<>&);

/// One finding, told by its worst case.
struct Finding {
  bool passed = true;
  bool promised = false;  // by the form of the file's energy, so that it is an error not to pass, and no warning
  std::string text;       // what was looked at, the worst value with its limit, where it was
};
std::vector<Finding> findings(ModelData const&, Scans const&);

/// The curves of dimers, as deep as bonds are and as high as the wall, and those of pushed atoms, beside each other.
/// Throws Error as run_gnuplot() does.
void plot_scans(std::string const& path, Scans const&);

}  // namespace tesseral::cli
