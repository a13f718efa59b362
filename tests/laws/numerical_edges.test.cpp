// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where formulas, digits or memory could come to their end.
#include "support/law_test.hpp"

#include <cmath>
#include <limits>

namespace tesseral::test {
namespace {

template <class Space>
class NumericalEdges : public LawTest<Space> {};
TYPED_TEST_SUITE(NumericalEdges, Spaces);

bool all_finite(Result const& result) {
  bool finite = std::isfinite(result.energy);
  for (auto const& force : result.forces)
    for (double const x : force) finite = finite && std::isfinite(x);
  for (double const x : result.virial) finite = finite && std::isfinite(x);
  return finite;
}

// An atom with neighbours along all axes, in both directions, and two that see each other along z alone.
Structure cross_of_atoms(int species) {
  Structure s;
  double const lengths[] = {1.3, 1.7, 2.1};
  s.positions = {{0.0, 0.0, 0.0}};
  for (int d = 0; d < 3; ++d)
    for (double const sign : {1.0, -1.0}) s.positions.emplace_back()[d] = sign * lengths[d];
  s.positions.push_back({50.0, 0.0, 0.0});
  s.positions.push_back({50.0, 0.0, 1.4});
  for (std::size_t i = 0; i < s.positions.size(); ++i) s.species.push_back(static_cast<int>(i) % species);
  return s;
}

// Spherical harmonics and their gradients have no special direction.
TYPED_TEST(NumericalEdges, EdgesAlongTheAxesAreLikeOthers) {
  Random random(7);
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    if (!rotates(variant.architecture)) continue;
    Potential<TypeParam> potential(random_model(variant));
    Structure const cross = cross_of_atoms(variant.architecture.species);
    Matrix3 const rotation = random_rotation(random);
    Result const along = potential.evaluate(cross), turned = potential.evaluate(transformed(rotation, cross));
    EXPECT_TRUE(all_near_relative(along.atom_energy, turned.atom_energy, 1e-11));
    EXPECT_TRUE(all_near_relative(rotation * along.forces, turned.forces, 1e-10));
  }
}

// Down to the distance where atoms are said to coincide.
TYPED_TEST(NumericalEdges, AtomsThatAreNearlyAtOnePlaceHaveFiniteAnswers) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    ModelData const data = random_model(variant);
    for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table}) {
      Potential<TypeParam> exact(data, radial);
      Potential<TypeParam, float> mixed(data, radial);
      Structure structure = molecule(6, variant.architecture.species, 11);
      for (double const distance : {1e-1, 1e-2, 1e-4, 2e-6}) {
        structure.positions[1] = structure.positions[0];
        structure.positions[1][2] += distance;
        Result const result = exact.evaluate(structure);
        EXPECT_TRUE(all_finite(result)) << distance;
        EXPECT_TRUE(all_finite(mixed.evaluate(structure))) << distance;
        if (data.zbl_cutoff.empty()) continue;
        EXPECT_GT(result.energy, 1.0 / distance) << "no repulsion, eV";
        EXPECT_LT(result.forces[0][2], 0.0);
        EXPECT_GT(result.forces[1][2], 0.0);
      }
      structure.positions[1][2] = structure.positions[0][2] + std::numeric_limits<double>::denorm_min();
      EXPECT_THROW(exact.evaluate(structure), Error);
    }
  }
}

// 10^6 Å from the origin a coordinate has ten digits behind the point.
TYPED_TEST(NumericalEdges, FarFromTheOriginOnlyTheDigitsOfPositionsAreLost) {
  this->for_each_case(RadialEvaluation::table, [&](auto& potential, Structure structure) {
    for (auto& x : structure.positions)
      for (double& coordinate : x) coordinate = std::round(coordinate * 0x1p30) * 0x1p-30;  // exact there, too
    Result const near = potential.evaluate(structure);
    for (auto& x : structure.positions)
      for (int d = 0; d < 3; ++d) x[d] += d == 1 ? -1e6 : 1e6;
    Result const far = potential.evaluate(structure);
    EXPECT_TRUE(all_near_relative(far.atom_energy, near.atom_energy, 1e-9));
    EXPECT_TRUE(all_near_relative(far.forces, near.forces, 1e-8));
  });
}

// The same crystal by other cell vectors: sheared by many of its own, which makes the cell as good as flat.
TYPED_TEST(NumericalEdges, ShearedAndFlatCellsDescribeTheSameCrystal) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    Structure const cell = triclinic_cell(3, variant.architecture.species, 5);
    Result const expected = potential.evaluate(cell);
    for (int const turns : {1, -7, 40}) {
      Structure sheared = cell;
      for (int d = 0; d < 3; ++d) {
        sheared.cell[1][d] += turns * cell.cell[0][d];
        sheared.cell[2][d] += turns * sheared.cell[1][d];
      }
      Result const result = potential.evaluate(sheared);
      EXPECT_NEAR(result.energy, expected.energy, 1e-10 * std::abs(expected.energy)) << turns;
      EXPECT_TRUE(all_near_relative(result.forces, expected.forces, 1e-8)) << turns;
    }
  }
}

// A thin layer of vacuum: images within a hundredth of the cutoff, a thousand times the usual number of edges.
TYPED_TEST(NumericalEdges, ManyImagesOfAFlatCellAreCounted) {
  auto const variant = variants().front();
  Potential<TypeParam> potential(random_model(variant));
  Structure flat;
  flat.species = {0};
  flat.positions = {{0.3, 0.2, 0.1}};
  flat.cell = {{{30.0, 0.0, 0.0}, {0.0, 30.0, 0.0}, {0.0, 0.0, 0.02}}};
  flat.periodic = {true, true, true};
  Result const result = potential.evaluate(flat);
  EXPECT_TRUE(all_finite(result));
  EXPECT_LT(max_abs(result.forces), 1e-6) << "each image has its mirror";
  flat.cell[2][2] = 1e-5;
  EXPECT_THROW(potential.evaluate(flat), Error);
}

TYPED_TEST(NumericalEdges, ABoxMayBeEmptyOrLackSpecies) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    Result const empty = potential.evaluate(Structure{});
    EXPECT_EQ(empty.energy, 0.0);
    EXPECT_TRUE(empty.forces.empty());
    Structure one_species = molecule(5, 1, 3);
    Result const without = potential.evaluate(one_species);
    one_species.positions.push_back({60.0, 0.0, 0.0});
    one_species.species.push_back(variant.architecture.species - 1);
    Result with = potential.evaluate(one_species);
    with.atom_energy.pop_back();
    EXPECT_TRUE(all_near_relative(with.atom_energy, without.atom_energy, 1e-13));
  }
}

// Before their edges are made, which would take 300 GB.
TYPED_TEST(NumericalEdges, AHundredThousandNeighboursAreRefused) {
  Potential<TypeParam> potential(random_model(variants().front()));
  Structure structure;
  Random random(3);
  for (int i = 0; i < 100000; ++i) {
    structure.species.push_back(0);
    structure.positions.push_back({random.uniform(), random.uniform(), random.uniform()});
  }
  try {
    potential.evaluate(structure);
    FAIL() << "must be refused";
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("more than 20000 neighbours"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
