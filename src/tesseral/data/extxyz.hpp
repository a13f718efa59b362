// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Extended XYZ, as ASE writes it: frames of atoms with energies, forces and virials as labels.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// One structure with the labels that its file gives.
struct Frame {
  std::vector<std::string> symbols;                            // [atom], chemical symbols
  std::vector<std::array<double, 3>> positions;                // [atom], Å
  std::array<std::array<double, 3>, 3> cell{};                 // rows are the cell vectors, Å; zero without Lattice
  std::array<bool, 3> periodic{};                              // all true by default if there is a Lattice
  std::optional<double> energy;                                // eV
  std::vector<std::array<double, 3>> forces;                   // [atom], eV/Å; empty if absent
  std::optional<std::array<std::array<double, 3>, 3>> virial;  // -dE/d(strain), eV
  std::map<std::string, std::string> info;                     // all other keys of the comment line; a bare flag is "T"
  std::vector<std::string> unread_columns;                     // names of the columns that are none of the above
  bool has_stress_without_cell = false;                        // which is left out: a molecule has no volume
  std::string file;                                            // that it was read from
  int number = 0;                                              // in it, from 1
  int line = 0;                                                // of its atom count, from 1
};

/// Names of the labels in the comment line, and of the forces' columns (label_names.hpp). If one of stress and virial
/// has another name than the usual one, the other is not read under its usual one.
struct ExtxyzKeys {
  std::string energy = "energy";
  std::string forces;             // empty: `forces`, or else `force`
  std::string stress = "stress";  // eV/Å^3, nine numbers or Voigt's xx yy zz yz xz xy; virial = -stress * volume
  std::string virial = "virial";  // eV, the same two forms; both must agree, unless the stress is all zeros
};

/// A frame that is not as it should be.
struct RejectedFrame {
  int number = 0;       // in its file, from 1
  std::string problem;  // with file, frame and line
};

/// Reads the frames of a file, or some of them: FILE@start:stop:step, see frame_range.hpp. Throws Error that names the
/// file, the frame and the line if anything is malformed: wrong counts, columns or numbers, values that are not finite,
/// unknown elements, missing `Properties`, quotes left open, a cell that is not called Lattice, a virial and a stress
/// that contradict each other. With `rejected`, malformed frames go there instead and
/// reading goes on behind them: at the next number of atoms that has `Properties` in the line after it.
std::vector<Frame> read_extxyz(std::string const& source, ExtxyzKeys const& keys = {},
                               std::vector<RejectedFrame>* rejected = nullptr);

/// Writes frames so that read_extxyz() gives them back exactly; frames that are periodic in all directions have their
/// stress beside the virial. Throws Error if the file cannot be written.
void write_extxyz(std::string const& path, std::vector<Frame> const&);

/// The frame's atoms by species index. Throws Error naming the frame if an element is not among `elements`.
Structure to_structure(Frame const&, std::vector<std::string> const& elements);

}  // namespace tesseral
