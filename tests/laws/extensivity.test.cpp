// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Twice the system has twice the energy, and atoms that do not touch do not know of each other.
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

// The cell repeated n[k] times along its vector k; the atoms of the first copy come first.
Structure repeated(Structure const& cell, std::array<int, 3> const& n) {
  Structure result = cell;
  for (int k = 0; k < 3; ++k)
    for (double& x : result.cell[k]) x *= n[k];
  for (int u = 0; u < n[0]; ++u)
    for (int v = 0; v < n[1]; ++v)
      for (int w = 0; w < n[2]; ++w) {
        if (u + v + w == 0) continue;
        for (std::size_t i = 0; i < cell.positions.size(); ++i) {
          auto x = cell.positions[i];
          for (int d = 0; d < 3; ++d) x[d] += u * cell.cell[0][d] + v * cell.cell[1][d] + w * cell.cell[2][d];
          result.positions.push_back(x);
          result.species.push_back(cell.species[i]);
        }
      }
  return result;
}

template <class Space>
class Extensivity : public LawTest<Space> {};
TYPED_TEST_SUITE(Extensivity, Spaces);

TYPED_TEST(Extensivity, SupercellsHaveTheSameEnergyPerAtom) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    if (!structure.periodic[2]) return;
    Result const cell = potential.evaluate(structure);
    for (std::array<int, 3> const n : {std::array<int, 3>{2, 1, 1}, {1, 2, 1}, {1, 1, 2}, {4, 3, 2}}) {
      int const copies = n[0] * n[1] * n[2];
      Result const supercell = potential.evaluate(repeated(structure, n));
      EXPECT_NEAR(supercell.energy, copies * cell.energy, 1e-11 * std::abs(copies * cell.energy));
      std::vector<std::array<double, 3>> expected;
      for (int k = 0; k < copies; ++k) expected.insert(expected.end(), cell.forces.begin(), cell.forces.end());
      EXPECT_TRUE(all_near_relative(supercell.forces, expected, 1e-11));
    }
  });
}

TYPED_TEST(Extensivity, ABatchOfStructuresIsTheirSum) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    std::vector<Structure> batch;
    std::vector<double> atom_energy;
    std::vector<std::array<double, 3>> forces;
    for (auto const& [name, structure] : test_structures(variant.architecture.species, potential.r_cut())) {
      batch.push_back(structure);
      Result const alone = potential.evaluate(structure);
      atom_energy.insert(atom_energy.end(), alone.atom_energy.begin(), alone.atom_energy.end());
      forces.insert(forces.end(), alone.forces.begin(), alone.forces.end());
    }
    StructureGraph<TypeParam> const graph(batch, potential.r_cut());
    Result const together = potential.evaluate(graph.graph());
    EXPECT_TRUE(all_near_relative(together.atom_energy, atom_energy, 1e-12));
    EXPECT_TRUE(all_near_relative(together.forces, forces, 1e-12));
  }
}

// E0 + shift + scale times what the network makes of an atom without neighbours, which depends on its species only.
TYPED_TEST(Extensivity, LoneAtomsHaveNoForcesAndTheEnergyOfTheirSpecies) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    int const species = variant.architecture.species - 1;
    Structure pair;
    pair.species = {species, species};
    pair.positions = {{0, 0, 0}, {0, 0, 1.01 * potential.r_cut()}};
    Structure single = pair;
    single.species.pop_back();
    single.positions.pop_back();
    Result const two = potential.evaluate(pair);
    Result const one = potential.evaluate(single);
    EXPECT_EQ(two.energy, 2.0 * one.energy);
    EXPECT_EQ(max_abs(two.forces), 0.0);
  }
}

}  // namespace
}  // namespace tesseral::test
