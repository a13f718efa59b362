// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A structure unfolded about one of its atoms: a cluster in which every periodic image is an atom of its own.
#pragma once

#include "support/structures.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace tesseral::test {

struct Unfolded {
  Structure cluster;      // not periodic; atom 0 is the one in the middle
  std::vector<int> atom;  // [atom of the cluster], its number in the structure
};

/// All images, none of them twice, that are at most `reach` from atom `middle` of the structure.
inline Unfolded unfolded(Structure const& structure, int middle, double reach) {
  Unfolded result;
  auto const add = [&](int i, std::array<double, 3> const& x) {
    result.cluster.species.push_back(structure.species[i]);
    result.cluster.positions.push_back(x);
    result.atom.push_back(i);
  };
  auto const& center = structure.positions[middle];
  add(middle, center);
  int const most = 12;  // cells, far beyond the reach of the tests
  std::array<int, 3> cells{};
  for (int d = 0; d < 3; ++d) cells[d] = structure.periodic[d] ? most : 0;
  for (int u = -cells[0]; u <= cells[0]; ++u)
    for (int v = -cells[1]; v <= cells[1]; ++v)
      for (int w = -cells[2]; w <= cells[2]; ++w)
        for (int i = 0; i < static_cast<int>(structure.species.size()); ++i) {
          std::array<double, 3> x = structure.positions[i];
          for (int d = 0; d < 3; ++d)
            x[d] += u * structure.cell[0][d] + v * structure.cell[1][d] + w * structure.cell[2][d];
          bool const is_middle = i == middle && u == 0 && v == 0 && w == 0;
          if (!is_middle && distance(x, center) <= reach) add(i, x);
        }
  return result;
}

}  // namespace tesseral::test
