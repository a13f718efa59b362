// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/lammps_data.hpp"

#include "tesseral/graph/cell_basis.hpp"
#include "tesseral/model/elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace tesseral {
namespace {

constexpr double margin = 5.0;  // Å

struct Box {
  Matrix3 edges;  // rows, lower triangular, positive diagonal
  std::array<double, 3> low{};
};

// Rows that are right-handed; what is exchanged or turned for it changes no distance.
Matrix3 right_handed(Matrix3 basis, std::array<bool, 3> const& periodic) {
  if (dot(basis[0], cross(basis[1], basis[2])) > 0.0) return basis;
  auto const open = std::find(periodic.begin(), periodic.end(), false);
  if (open == periodic.end())
    std::swap(basis[1], basis[2]);
  else
    for (double& x : basis[open - periodic.begin()]) x = -x;
  return basis;
}

Matrix3 lower_triangular(Matrix3 const& basis) {
  auto const& [a, b, c] = basis;
  Matrix3 edges{};
  edges[0][0] = norm(a);
  edges[1][0] = dot(a, b) / edges[0][0];
  edges[1][1] = norm(cross(a, b)) / edges[0][0];
  edges[2][0] = dot(a, c) / edges[0][0];
  edges[2][1] = (dot(b, c) - edges[1][0] * edges[2][0]) / edges[1][1];
  edges[2][2] = dot(cross(a, b), c) / (edges[0][0] * edges[1][1]);
  return edges;
}

// The same lattice: each vector less so many of those before it.
void untilt(Matrix3& edges) {
  for (auto const& [row, by] : {std::pair(1, 0), std::pair(2, 1), std::pair(2, 0)}) {
    double const times = std::round(edges[row][by] / edges[by][by]);
    for (int d = 0; d <= by; ++d) edges[row][d] -= times * edges[by][d];
  }
}

// What is along an open direction, where vectors have unit length, becomes as long as the atoms need.
void enclose(std::vector<Vector3> const& coordinates, std::array<bool, 3> const& periodic, Box& box) {
  for (int d = 0; d < 3; ++d) {
    if (periodic[d]) continue;
    auto const [low, high] = std::minmax_element(coordinates.begin(), coordinates.end(),
                                                 [d](Vector3 const& s, Vector3 const& t) { return s[d] < t[d]; });
    box.low[d] = (*low)[d] - margin;
    box.edges[d][d] = (*high)[d] - (*low)[d] + 2.0 * margin;
  }
}

std::string header(Box const& box, std::size_t atoms, std::size_t types, bool is_tilted) {
  std::string text = fmt::format("a structure, by tesseral lammps\n\n{} atoms\n{} atom types\n", atoms, types);
  for (int d = 0; d < 3; ++d)
    text += fmt::format("{} {} {}lo {}hi\n", box.low[d], box.low[d] + box.edges[d][d], "xyz"[d], "xyz"[d]);
  if (is_tilted) text += fmt::format("{} {} {} xy xz yz\n", box.edges[1][0], box.edges[2][0], box.edges[2][1]);
  return text;
}

}  // namespace

LammpsData lammps_data(Frame const& frame, std::vector<std::string> const& elements) {
  Structure const structure = to_structure(frame, elements);
  LammpsData data;
  std::copy_if(elements.begin(), elements.end(), std::back_inserter(data.elements), [&](std::string const& element) {
    return std::find(frame.symbols.begin(), frame.symbols.end(), element) != frame.symbols.end();
  });
  data.periodic = structure.periodic;
  Matrix3 const basis = right_handed(complete_basis(structure), structure.periodic);
  Matrix3 const rows = reciprocal(basis), turned = lower_triangular(basis);
  std::vector<Vector3> coordinates, positions;
  for (Vector3 const& x : structure.positions) {
    Vector3 s, y{};
    for (int d = 0; d < 3; ++d) {
      s[d] = dot(rows[d], x);
      if (data.periodic[d]) s[d] -= std::floor(s[d]);
      for (int k = 0; k <= d; ++k) y[k] += s[d] * turned[d][k];
    }
    coordinates.push_back(s);
    positions.push_back(y);
  }
  Box box{turned};
  untilt(box.edges);
  enclose(coordinates, data.periodic, box);
  for (auto const& [row, by] : {std::pair(1, 0), std::pair(2, 0), std::pair(2, 1)})
    data.is_tilted = data.is_tilted || std::abs(box.edges[row][by]) > 1e-10 * box.edges[by][by];

  data.text = header(box, positions.size(), data.elements.size(), data.is_tilted) + "\nMasses\n\n";
  for (std::size_t t = 0; t < data.elements.size(); ++t)
    data.text += fmt::format("{} {}  # {}\n", t + 1, atomic_mass(atomic_number(data.elements[t])), data.elements[t]);
  data.text += "\nAtoms  # atomic\n\n";
  for (std::size_t i = 0; i < positions.size(); ++i) {
    auto const type = std::find(data.elements.begin(), data.elements.end(), frame.symbols[i]) - data.elements.begin();
    data.text += fmt::format("{} {} {} {} {}\n", i + 1, type + 1, positions[i][0], positions[i][1], positions[i][2]);
  }
  return data;
}

}  // namespace tesseral
