// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A structure as LAMMPS' `read_data` wants it: the first cell vector along x, the second in the xy plane, and no tilt
/// of more than half of a length.
#pragma once

#include "tesseral/data/extxyz.hpp"

#include <array>
#include <string>
#include <vector>

namespace tesseral {

struct LammpsData {
  std::string text;                   // of the file, atom_style atomic, units metal
  std::vector<std::string> elements;  // [atom type - 1]
  std::array<bool, 3> periodic;       // along LAMMPS' x, y and z
  bool is_tilted = false;
};

/// Types are the elements that the frame has, in the order of `elements`. Atoms are turned as a whole, those of a
/// left-handed cell with two of its vectors exchanged; along an open direction the box ends 5 Å beyond them. Throws
/// Error for an element that is not there and a cell that is none.
LammpsData lammps_data(Frame const&, std::vector<std::string> const& elements);

}  // namespace tesseral
