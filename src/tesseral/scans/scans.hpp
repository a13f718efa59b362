// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The energy where molecular dynamics may go though no data were there: atoms alone, and atoms that meet.
#pragma once

#include "tesseral/potential.hpp"
#include "tesseral/scans/paths.hpp"

#include <string>
#include <vector>

namespace tesseral::scans {

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
  bool promised = false;  // by the file, so that it is an error not to pass, and no warning
  std::string text;       // what was looked at, the worst value with its limit, where it was
};
/// What a file promises: E0 of lone atoms, if that is its `lone_atom`; if it has inner radii and ZBL too, as training
/// makes and settles them (train/settled_contact.hpp), all but the energy of a structure pressed as a whole, where
/// atoms that the network sees are many more than in any data.
std::vector<Finding> findings(ModelData const&, Scans const&);

}  // namespace tesseral::scans
