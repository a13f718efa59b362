// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz_labels.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/cell.hpp"
#include "tesseral/data/extxyz_comment.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace tesseral::extxyz {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;
using Info = std::map<std::string, std::string>;

// Removes the key and returns its value, nothing if there is none.
std::optional<std::string> take(Info& info, std::string const& key) {
  auto const found = info.find(key);
  if (found == info.end()) return std::nullopt;
  std::string value = std::move(found->second);
  info.erase(found);
  return value;
}

std::vector<double> finite_numbers(std::string const& key, std::string const& value) {
  std::vector<double> numbers;
  require(parse_numbers(value, numbers), key + "=\"" + value + "\" is not numbers (they are needed here) correct it");
  for (double const x : numbers)
    require(std::isfinite(x), key + "=\"" + value + "\" is not finite (no label may be NaN or infinite) correct it");
  return numbers;
}

Matrix symmetric(std::string const& key, std::string const& value, double factor) {
  std::vector<double> const t = finite_numbers(key, value);
  if (t.size() == 6) {
    double const xx = factor * t[0], yy = factor * t[1], zz = factor * t[2];
    double const yz = factor * t[3], xz = factor * t[4], xy = factor * t[5];
    return {{{xx, xy, xz}, {xy, yy, yz}, {xz, yz, zz}}};
  }
  require(t.size() == 9, key + " has " + std::to_string(t.size()) +
                             " numbers (it is a matrix of 9, or 6 as xx yy zz yz xz xy) correct it");
  Matrix result;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) result[a][b] = factor * (0.5 * t[3 * a + b] + 0.5 * t[3 * b + a]);
  return result;
}

}  // namespace

void take_cell(Info& info, Frame& frame) {
  auto const lattice = take(info, "Lattice");
  if (lattice) {
    std::vector<double> const numbers = finite_numbers("Lattice", *lattice);
    require(numbers.size() == 9,
            "Lattice has " + std::to_string(numbers.size()) + " numbers (it is three vectors, 9 numbers) correct it");
    for (int k = 0; k < 9; ++k) frame.cell[k / 3][k % 3] = numbers[k];
    frame.periodic = {true, true, true};
  }
  auto const pbc = take(info, "pbc");
  if (!pbc) return;
  std::vector<bool> flags;
  require(parse_flags(*pbc, flags) && flags.size() == 3,
          "pbc=\"" + *pbc + "\" cannot be understood (it is three times T or F) correct it");
  for (int d = 0; d < 3; ++d) frame.periodic[d] = flags[d];
  require(lattice || !(flags[0] || flags[1] || flags[2]),
          "no Lattice in the comment line (pbc=\"" + *pbc + "\" makes it periodic) add the cell or set pbc=\"F F F\"");
}

void take_labels(Info& info, ExtxyzKeys const& keys, Frame& frame) {
  if (auto const value = take(info, keys.energy)) {
    std::vector<double> const numbers = finite_numbers(keys.energy, *value);
    require(numbers.size() == 1, keys.energy + "=\"" + *value + "\" is no energy (it is one number, eV) correct it");
    frame.energy = numbers[0];
  }
  auto const virial = take(info, keys.virial);
  auto const stress = take(info, keys.stress);
  if (virial) {
    frame.virial = symmetric(keys.virial, *virial, 1.0);
  } else if (stress) {
    double const volume = cell_volume(frame.cell);
    require(volume > 0.0, keys.stress + " without a Lattice of some volume (virial = -stress volume) give the cell");
    frame.virial = symmetric(keys.stress, *stress, -volume);
  }
}

}  // namespace tesseral::extxyz
