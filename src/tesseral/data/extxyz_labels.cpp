// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz_labels.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/utf8.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/data/cell.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/data/label_names.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace tesseral::extxyz {
namespace {

using Info = std::map<std::string, std::string>;

std::vector<double> finite_numbers(std::string const& key, std::string const& value) {
  std::vector<double> numbers;
  require(parse_numbers(value, numbers), key + "=\"" + value + "\" is not numbers (they are needed here) correct it");
  for (double const x : numbers)
    require(std::isfinite(x), key + "=\"" + value + "\" is not finite (no label may be NaN or infinite) correct it");
  return numbers;
}

Matrix3 symmetric(std::string const& key, std::string const& value, double factor) {
  std::vector<double> const t = finite_numbers(key, value);
  if (t.size() == 6) {
    double const xx = factor * t[0], yy = factor * t[1], zz = factor * t[2];
    double const yz = factor * t[3], xz = factor * t[4], xy = factor * t[5];
    return {{{xx, xy, xz}, {xy, yy, yz}, {xz, yz, zz}}};
  }
  require(t.size() == 9, key + " has " + std::to_string(t.size()) +
                             " numbers (it is a matrix of 9, or 6 as xx yy zz yz xz xy) correct it");
  Matrix3 result;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) result[a][b] = factor * (0.5 * t[3 * a + b] + 0.5 * t[3 * b + a]);
  return result;
}

// Without a Lattice a crystal is a molecule: a cell under another name must not be passed over.
void refuse_other_cells(Info const& info) {
  std::vector<double> numbers;
  for (auto const& [key, value] : info)
    require(meaning_of(key) != Meaning::cell || !parse_numbers(value, numbers) || numbers.size() < 3,
            "'" + printable(key) +
                "' and no Lattice in the comment line (without it the atoms are in a vacuum) call the cell Lattice, or "
                "remove it");
}

// Without pbc a cell is periodic: other words must not say anything else.
void refuse_other_periodicities(Info const& info) {
  std::vector<bool> flags;
  for (auto const& [key, value] : info) {
    if (meaning_of(key) != Meaning::periodicity) continue;
    bool const is_periodic = value.find_first_not_of("p ") == std::string::npos ||
                             (parse_flags(value, flags) && std::find(flags.begin(), flags.end(), false) == flags.end());
    require(is_periodic, "'" + printable(key) +
                             "' and no pbc in the comment line (a Lattice without it is periodic in all directions) "
                             "call it pbc, or remove it");
  }
}

// Files print few digits, and a program that knows no stress may write zeros beside a virial.
void require_agreement(Matrix3 const& virial, Matrix3 const& from_stress, ExtxyzKeys const& keys) {
  constexpr double tolerance = 0.01;
  double difference = 0.0, largest = 0.0, of_stress = 0.0;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      difference = std::max(difference, std::abs(virial[a][b] - from_stress[a][b]));
      largest = std::max({largest, std::abs(virial[a][b]), std::abs(from_stress[a][b])});
      of_stress = std::max(of_stress, std::abs(from_stress[a][b]));
    }
  require(of_stress == 0.0 || difference <= tolerance * largest,
          keys.virial + " and " + keys.stress + " contradict each other (virial = -stress volume, by up to " +
              std::to_string(difference) + " eV) correct one, or read one alone by another key");
}

}  // namespace

void take_cell(Info& info, Frame& frame) {
  auto const lattice = take_key(info, "Lattice", true);
  if (lattice) {
    std::vector<double> const numbers = finite_numbers("Lattice", *lattice);
    require(numbers.size() == 9,
            "Lattice has " + std::to_string(numbers.size()) + " numbers (it is three vectors, 9 numbers) correct it");
    for (int k = 0; k < 9; ++k) frame.cell[k / 3][k % 3] = numbers[k];
    frame.periodic = {true, true, true};
  } else {
    refuse_other_cells(info);
  }
  auto const pbc = take_key(info, "pbc", true);
  if (!pbc && lattice) refuse_other_periodicities(info);
  if (!pbc) return;
  std::vector<bool> flags;
  require(parse_flags(*pbc, flags) && flags.size() == 3,
          "pbc=\"" + *pbc + "\" cannot be understood (it is three times T or F) correct it");
  for (int d = 0; d < 3; ++d) frame.periodic[d] = flags[d];
  require(lattice || !(flags[0] || flags[1] || flags[2]),
          "no Lattice in the comment line (pbc=\"" + *pbc + "\" makes it periodic) add the cell or set pbc=\"F F F\"");
}

void take_labels(Info& info, ExtxyzKeys const& keys, Frame& frame) {
  ExtxyzKeys const usual;
  auto const take = [&](std::string const& key, std::string const& usual_key) {
    return take_key(info, key, key == usual_key);
  };
  if (auto const value = take(keys.energy, usual.energy)) {
    std::vector<double> const numbers = finite_numbers(keys.energy, *value);
    require(numbers.size() == 1, keys.energy + "=\"" + *value + "\" is no energy (it is one number, eV) correct it");
    frame.energy = numbers[0];
  }
  // Who names one of the two means that, and not another program's numbers under the usual name of the other.
  bool const names_virial = keys.virial != usual.virial, names_stress = keys.stress != usual.stress;
  std::optional<std::string> virial, stress;
  if (names_virial || !names_stress) virial = take(keys.virial, usual.virial);
  if (names_stress || !names_virial) stress = take(keys.stress, usual.stress);
  if (virial) frame.virial = symmetric(keys.virial, *virial, 1.0);
  if (!stress) return;
  double const volume = cell_volume(frame.cell);
  Matrix3 const from_stress = symmetric(keys.stress, *stress, -volume);
  frame.has_stress_without_cell = !(volume > 0.0);
  if (frame.has_stress_without_cell) return;
  if (frame.virial)
    require_agreement(*frame.virial, from_stress, keys);
  else
    frame.virial = from_stress;
}

}  // namespace tesseral::extxyz
