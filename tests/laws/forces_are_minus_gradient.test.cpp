// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// F = -dE/dx, against differences of energies whose edges are sought anew for each displacement.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

constexpr double tolerance = 1e-7;  // relative to the largest force
constexpr double step = 2e-4;       // Å

template <class Space>
std::vector<std::array<double, 3>> numerical_forces(Potential<Space>& potential, Structure const& structure) {
  std::vector<std::array<double, 3>> forces(structure.positions.size());
  for (std::size_t i = 0; i < forces.size(); ++i)
    for (int d = 0; d < 3; ++d)
      forces[i][d] = -derivative(
          [&](double h) {
            Structure moved = structure;
            moved.positions[i][d] += h;
            return potential.evaluate(moved).energy;
          },
          step);
  return forces;
}

template <class Space>
class ForcesAreMinusGradient : public LawTest<Space> {};
TYPED_TEST_SUITE(ForcesAreMinusGradient, Spaces);

TYPED_TEST(ForcesAreMinusGradient, OfTheEnergy) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    auto const forces = potential.evaluate(structure).forces;
    EXPECT_GT(max_abs(forces), 1e-3);
    EXPECT_TRUE(all_near_relative(forces, numerical_forces(potential, structure), tolerance));
  });
}

// Displacements of atom 1 put it inside and outside of the cutoff of atom 0.
TYPED_TEST(ForcesAreMinusGradient, WithAnAtomAtTheCutoff) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    Structure structure = molecule(4, variant.architecture.species, 21);
    auto const& x = structure.positions[0];
    structure.positions.push_back({x[0] - potential.r_cut() * 0.6, x[1] - potential.r_cut() * 0.8, x[2]});
    structure.species.push_back(0);
    auto const forces = potential.evaluate(structure).forces;
    EXPECT_TRUE(all_near_relative(forces, numerical_forces(potential, structure), tolerance));
  }
}

TYPED_TEST(ForcesAreMinusGradient, AndBalanceEachOther) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    auto const forces = potential.evaluate(structure).forces;
    std::array<double, 3> sum{};
    for (auto const& f : forces)
      for (int d = 0; d < 3; ++d) sum[d] += f[d];
    EXPECT_TRUE(all_near(sum, std::array<double, 3>{}, 1e-12 * max_abs(forces)));
  });
}

// Only without periodicity: a cell does not turn along.
TYPED_TEST(ForcesAreMinusGradient, AndExertNoTorque) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    if (structure.periodic[0] || !rotates(potential.model().architecture())) return;
    auto const forces = potential.evaluate(structure).forces;
    std::array<double, 3> torque{};
    for (std::size_t i = 0; i < forces.size(); ++i)
      for (int d = 0; d < 3; ++d) {
        int const a = (d + 1) % 3, b = (d + 2) % 3;
        torque[d] += structure.positions[i][a] * forces[i][b] - structure.positions[i][b] * forces[i][a];
      }
    EXPECT_TRUE(all_near(torque, std::array<double, 3>{}, 1e-11 * max_abs(forces) * max_abs(structure.positions)));
  });
}

}  // namespace
}  // namespace tesseral::test
