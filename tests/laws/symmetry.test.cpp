// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The energy does not change, and the forces turn along, when a structure is rotated, inverted, moved or renumbered.
#include "support/law_test.hpp"

#include <algorithm>
#include <numeric>

namespace tesseral::test {
namespace {

constexpr double tolerance = 1e-10;  // relative

template <class Space>
class Symmetry : public LawTest<Space> {};
TYPED_TEST_SUITE(Symmetry, Spaces);

// Energies relative to the free atoms' would be small by chance: the scale is that of the energy per atom.
void expect_same_energy(Result const& actual, Result const& expected) {
  EXPECT_TRUE(all_near_relative(std::vector<double>{actual.energy}, std::vector<double>{expected.energy}, tolerance));
}

TYPED_TEST(Symmetry, ForcesRotateWithTheStructure) {
  Random random(1);
  this->for_each_case([&](auto& potential, Structure const& structure) {
    if (!rotates(potential.model().architecture())) return;
    Result const before = potential.evaluate(structure);
    EXPECT_GT(max_abs(before.forces), 1e-3);
    Matrix3 const rotation = random_rotation(random);
    Result const after = potential.evaluate(transformed(rotation, structure));
    expect_same_energy(after, before);
    EXPECT_TRUE(all_near_relative(after.atom_energy, before.atom_energy, tolerance));
    EXPECT_TRUE(all_near_relative(after.forces, rotation * before.forces, tolerance));
  });
}

TYPED_TEST(Symmetry, ForcesInvertWithTheStructure) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    if (!inverts(potential.model().architecture())) return;
    Result const before = potential.evaluate(structure);
    Result const after = potential.evaluate(transformed(inversion, structure));
    expect_same_energy(after, before);
    EXPECT_TRUE(all_near_relative(after.forces, inversion * before.forces, tolerance));
  });
}

// All paths of a Clebsch-Gordan product, odd ones included, tell left from right: in attention from the third layer on,
// since before it every odd path to a scalar vanishes, as both products of an edge have the same direction; in messages
// from the second on, whose odd paths meet even ones in the node product; self products, which have the sum over
// neighbours in both operands, from the second on too. Fitted factors also tell directions.
TYPED_TEST(Symmetry, IsBrokenWhereTheArchitectureSaysSo) {
  Random random(1);
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    auto const& a = variant.architecture;
    if (a.l_max == 0) continue;
    Potential<TypeParam> potential(random_model(variant));
    Structure const structure = molecule(6, a.species, 11);
    double const before = potential.evaluate(structure).energy;
    auto const change = [&](Matrix3 const& m) {
      return std::abs(potential.evaluate(transformed(m, structure)).energy - before) / std::abs(before);
    };
    bool const meets_even_paths = a.layer_kind == "message" && a.correlation > 1 && a.l_hidden > 0;
    int const layers = a.self_product || meets_even_paths ? 2 : 3;
    bool const tells_left_from_right = !inverts(a) && (a.layers >= layers || !rotates(a));
    EXPECT_EQ(change(inversion) > 1e-9, tells_left_from_right) << change(inversion);
    Matrix3 const rotation = random_rotation(random);
    EXPECT_EQ(change(rotation) > 1e-9, !rotates(a)) << change(rotation);
  }
}

TYPED_TEST(Symmetry, NothingChangesUnderTranslation) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Result const before = potential.evaluate(structure);
    Structure moved = structure;
    for (auto& x : moved.positions) x = {x[0] + 3.7, x[1] - 11.3, x[2] + 0.9};
    Result const after = potential.evaluate(moved);
    expect_same_energy(after, before);
    EXPECT_TRUE(all_near_relative(after.forces, before.forces, tolerance));
  });
}

TYPED_TEST(Symmetry, AnyPeriodicImageOfAnAtomServes) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Result const before = potential.evaluate(structure);
    Structure moved = structure;
    for (int k = 0; k < 3; ++k)
      if (structure.periodic[k])
        for (int d = 0; d < 3; ++d) moved.positions[1][d] += (k - 2) * structure.cell[k][d];
    Result const after = potential.evaluate(moved);
    expect_same_energy(after, before);
    EXPECT_TRUE(all_near_relative(after.forces, before.forces, tolerance));
  });
}

TYPED_TEST(Symmetry, AtomsMayBeRenumbered) {
  Random random(2);
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Result const before = potential.evaluate(structure);
    std::vector<int> order(structure.positions.size());
    std::iota(order.begin(), order.end(), 0);
    for (int k = static_cast<int>(order.size()) - 1; k > 0; --k) std::swap(order[k], order[random.index(k + 1)]);
    std::swap(order.front(), order.back());

    Structure renumbered = structure;
    Result expected = before;
    for (std::size_t k = 0; k < order.size(); ++k) {
      renumbered.species[k] = structure.species[order[k]];
      renumbered.positions[k] = structure.positions[order[k]];
      expected.forces[k] = before.forces[order[k]];
      expected.atom_energy[k] = before.atom_energy[order[k]];
    }
    Result const after = potential.evaluate(renumbered);
    expect_same_energy(after, before);
    EXPECT_TRUE(all_near_relative(after.atom_energy, expected.atom_energy, tolerance));
    EXPECT_TRUE(all_near_relative(after.forces, expected.forces, tolerance));
  });
}

}  // namespace
}  // namespace tesseral::test
