// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Cell, periodicity, energy and virial from the pairs of a comment line.
#pragma once

#include "tesseral/data/extxyz.hpp"

#include <map>
#include <string>

namespace tesseral::extxyz {

/// Moves `Lattice`, `pbc` and the labels from `info` into the frame. Throws Error with the problem alone (no file, no
/// line).
void take_cell(std::map<std::string, std::string>& info, Frame&);
void take_labels(std::map<std::string, std::string>& info, ExtxyzKeys const&, Frame&);

}  // namespace tesseral::extxyz
