// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/replace_file.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/data/cell.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/data/label_names.hpp"

#include <charconv>

namespace tesseral {
namespace {

// The shortest text that reads back as the same number.
void append(std::string& text, double value) {
  char digits[32];
  auto const result = std::to_chars(digits, digits + sizeof(digits), value);
  text.append(digits, result.ptr);
}

void append(std::string& text, Matrix3 const& matrix, double factor) {
  for (int k = 0; k < 9; ++k) {
    if (k > 0) text += ' ';
    append(text, factor * matrix[k / 3][k % 3]);
  }
}

std::string comment(Frame const& frame) {
  std::string text;
  if (frame.cell != Matrix3{}) {
    text += "Lattice=\"";
    append(text, frame.cell, 1.0);
    text += "\" ";
  }
  text += "Properties=species:S:1:pos:R:3";
  if (!frame.forces.empty()) text += ":forces:R:3";
  if (frame.energy) {
    text += " energy=";
    append(text, *frame.energy);
  }
  if (frame.virial) {
    text += " virial=\"";
    append(text, *frame.virial, 1.0);
    text += '"';
    double const V = cell_volume(frame.cell);
    if (frame.periodic[0] && frame.periodic[1] && frame.periodic[2] && V > 0.0) {
      text += " stress=\"";
      append(text, *frame.virial, -1.0 / V);
      text += '"';
    }
  }
  text += " pbc=\"";
  for (int d = 0; d < 3; ++d) text += std::string(d > 0 ? " " : "") + (frame.periodic[d] ? 'T' : 'F');
  text += '"';
  // Labels under other keys than the usual ones may have left an entry here that would be read instead.
  for (auto const& [key, value] : frame.info)
    if (!is_same_name(key, "energy") && !is_same_name(key, "virial") && !is_same_name(key, "stress"))
      text += " " + extxyz::quoted(key) + "=" + extxyz::quoted(value);
  return text;
}

}  // namespace

void write_extxyz(std::string const& path, std::vector<Frame> const& frames) {
  std::string text;
  for (Frame const& frame : frames) {
    text += std::to_string(frame.symbols.size()) + "\n" + comment(frame) + "\n";
    for (std::size_t i = 0; i < frame.symbols.size(); ++i) {
      text += frame.symbols[i];
      for (int d = 0; d < 3; ++d) append(text += ' ', frame.positions[i][d]);
      for (int d = 0; d < 3 && !frame.forces.empty(); ++d) append(text += ' ', frame.forces[i][d]);
      text += '\n';
    }
  }
  write_whole_file(path, text);
}

}  // namespace tesseral
