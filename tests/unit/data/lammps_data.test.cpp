// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/lammps_data.hpp"

#include "support/structures.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace tesseral::test {
namespace {

std::vector<std::string> const elements = {"Si", "O", "H"};

Frame frame_of(Structure const& structure) {
  Frame frame;
  for (int const s : structure.species) frame.symbols.push_back(elements[s]);
  frame.positions = structure.positions;
  frame.cell = structure.cell;
  frame.periodic = structure.periodic;
  return frame;
}

// What LAMMPS makes of the text: box, tilts, types from 1.
struct ReadBack {
  Structure structure;
  std::array<double, 3> low{}, high{};
  std::vector<double> masses;
};

ReadBack read_back(LammpsData const& data) {
  ReadBack back;
  back.structure.periodic = data.periodic;
  std::istringstream lines(data.text);
  std::string line, section;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    double a = 0, b = 0, c = 0, x, y, z;
    if (line.find(" xy xz yz") != std::string::npos) {
      words >> a >> b >> c;
      back.structure.cell[1][0] = a;
      back.structure.cell[2] = {b, c, back.structure.cell[2][2]};
    } else if (line.size() > 8 && line.substr(line.size() - 2) == "hi") {
      int const d = line[line.size() - 3] - 'x';
      words >> back.low[d] >> back.high[d];
      back.structure.cell[d][d] = back.high[d] - back.low[d];
    } else if (line == "Masses" || line == "Atoms  # atomic") {
      section = line;
    } else if (section == "Masses" && words >> a >> b) {
      back.masses.push_back(b);
    } else if (section == "Atoms  # atomic" && words >> a >> b >> x >> y >> z) {
      back.structure.species.push_back(static_cast<int>(b) - 1);
      back.structure.positions.push_back({x, y, z});
    }
  }
  return back;
}

// Sorted distances of the neighbours of each atom, and who they are.
std::vector<std::vector<std::pair<double, int>>> surroundings(Structure const& structure) {
  std::vector<std::vector<std::pair<double, int>>> all(structure.species.size());
  for (Edge const& edge : find_edges(structure, 4.5)) {
    double const rounded = std::round(1e6 * edge_length(structure, edge));
    all[edge.receiver].emplace_back(rounded, edge.sender);
  }
  for (auto& each : all) std::sort(each.begin(), each.end());
  return all;
}

void expect_same(Structure const& structure) {
  LammpsData const data = lammps_data(frame_of(structure), elements);
  ReadBack const back = read_back(data);
  ASSERT_EQ(back.structure.positions.size(), structure.positions.size());
  EXPECT_EQ(surroundings(back.structure), surroundings(structure));
  auto const& cell = back.structure.cell;
  EXPECT_LE(std::abs(cell[1][0]), 0.5 * cell[0][0] + 1e-9);
  EXPECT_LE(std::abs(cell[2][0]), 0.5 * cell[0][0] + 1e-9);
  EXPECT_LE(std::abs(cell[2][1]), 0.5 * cell[1][1] + 1e-9);
  for (int d = 0; d < 3; ++d) {
    EXPECT_GT(cell[d][d], 0.0);
    if (structure.periodic[d]) continue;
    for (auto const& x : back.structure.positions) {
      EXPECT_GE(x[d], back.low[d] + 4.999);
      EXPECT_LE(x[d], back.high[d] - 4.999);
    }
  }
}

TEST(LammpsData, HasTheDistancesOfTheFrame) {
  for (int seed = 1; seed <= 5; ++seed) expect_same(triclinic_cell(12, 3, seed));
}

TEST(LammpsData, OfALeftHandedCell) {
  Structure structure = triclinic_cell(12, 3, 7);
  std::swap(structure.cell[0], structure.cell[1]);
  expect_same(structure);
}

TEST(LammpsData, OfACellThatIsTiltedManyTimes) {
  Structure structure = triclinic_cell(12, 3, 8);
  for (int d = 0; d < 3; ++d) {
    structure.cell[1][d] += 3 * structure.cell[0][d];
    structure.cell[2][d] += 2 * structure.cell[1][d] - 5 * structure.cell[0][d];
  }
  expect_same(structure);
}

TEST(LammpsData, OfEveryMixtureOfOpenDirections) {
  for (int mask = 0; mask < 8; ++mask) {
    SCOPED_TRACE(mask);
    for (int const handed : {1, -1}) {
      Structure structure = triclinic_cell(12, 3, 20 + mask);
      for (int d = 0; d < 3; ++d) structure.periodic[d] = (mask >> d & 1) != 0;
      for (double& x : structure.cell[2]) x *= handed;
      expect_same(structure);
    }
  }
}

TEST(LammpsData, TypesAreTheElementsThereAre) {
  Structure structure = triclinic_cell(6, 3, 2);
  structure.species = {2, 0, 2, 2, 0, 0};
  LammpsData const data = lammps_data(frame_of(structure), elements);
  EXPECT_EQ(data.elements, (std::vector<std::string>{"Si", "H"}));
  ReadBack const back = read_back(data);
  EXPECT_EQ(back.structure.species, (std::vector<int>{1, 0, 1, 1, 0, 0}));
  ASSERT_EQ(back.masses.size(), 2u);
  EXPECT_NEAR(back.masses[0], 28.085, 1e-3);
  EXPECT_NEAR(back.masses[1], 1.008, 1e-3);
  EXPECT_THROW(lammps_data(frame_of(structure), {"H"}), Error);
}

}  // namespace
}  // namespace tesseral::test
