// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where data ends: an atom alone has its E0, and atoms that touch have ZBL's energy.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/network/blocks/binding_energy.hpp"
#include "tesseral/network/blocks/zbl.hpp"

#include <cmath>

namespace tesseral::test {
namespace {

template <class Space>
class VacuumAndContact : public LawTest<Space> {};
TYPED_TEST_SUITE(VacuumAndContact, Spaces);

std::vector<ModelData> guarded_models() {
  std::vector<ModelData> models;
  for (auto const& variant : variants())
    for (LoneAtom const lone_atom : {LoneAtom::reference, LoneAtom::faded}) {
      ModelData model = random_model(variant);
      std::size_t const species = model.elements.size();
      model.zbl_cutoff.assign(species, std::vector<double>(species, 3.2));
      guard(model, 6, lone_atom);
      models.push_back(std::move(model));
    }
  return models;
}

/// What an atom with all its neighbours has besides what the network makes of it.
template <class Space>
double whole_shift(ModelData data, int species) {
  if (data.lone_atom == LoneAtom::reference) return data.shift;
  data.lone_atom = LoneAtom::network;
  for (auto* const counts : {&data.full_neighbors, &data.full_bonds}) counts->clear();
  data.bond_radius.clear();
  Structure lone;
  lone.species = {species};
  lone.positions = {{0.0, 0.0, 0.0}};
  return Potential<Space>(data).evaluate(lone).energy - data.E0[species];
}

Structure atoms_at(std::vector<int> const& species, std::vector<std::array<double, 3>> const& positions) {
  Structure structure;
  structure.species = species;
  structure.positions = positions;
  return structure;
}

TYPED_TEST(VacuumAndContact, AnAtomAloneHasE0) {
  for (ModelData const& data : guarded_models())
    for (int s = 0; s < data.architecture.species; ++s) {
      Structure const lone = atoms_at({s}, {{0.3, 0.2, 0.1}});
      EXPECT_NEAR((Potential<TypeParam>(data).evaluate(lone).energy), data.E0[s], 1e-14);
      EXPECT_NEAR((Potential<TypeParam, float>(data).evaluate(lone).energy), data.E0[s], 1e-14);
      // beyond the reach of others, too
      Structure const far = atoms_at({s, 0, 0}, {{9.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {1.9, 0.3, 0.2}});
      EXPECT_NEAR(Potential<TypeParam>(data).evaluate(far).atom_energy[0], data.E0[s], 1e-14);
    }
}

// The old meaning is that of files without the field.
TYPED_TEST(VacuumAndContact, WithoutAReferenceAnAtomAloneHasTheShiftToo) {
  ModelData data = random_model(variants().front());
  data.weights.assign(data.weights.size(), 0.0);
  EXPECT_NEAR(Potential<TypeParam>(data).evaluate(atoms_at({0}, {{0.0, 0.0, 0.0}})).energy, data.E0[0] + data.shift,
              1e-14);
}

TYPED_TEST(VacuumAndContact, WeightsOfTrainingMoveTheReference) {
  ModelData data = random_model(variants()[2]);
  guard(data);
  Potential<TypeParam> potential(data);
  Structure const lone = atoms_at({1}, {{0.0, 0.0, 0.0}});
  EXPECT_NEAR(potential.evaluate(lone).energy, data.E0[1], 1e-14);
  for (double& w : data.weights) w *= 1.1;
  potential.model().set_weights(data.weights);
  EXPECT_NEAR(potential.evaluate(lone).energy, data.E0[1], 1e-14);
}

// Atoms that touch do not see one another in the network; each sees the third as if the other were not there.
TYPED_TEST(VacuumAndContact, TheNetworkIsSilentAtContact) {
  for (ModelData const& data : guarded_models()) {
    int const last = data.architecture.species - 1;
    double const touch = 0.69 * data.inner_radius[0][last];
    std::array<double, 3> const a{0.0, 0.0, 0.0}, b{0.0, touch * 0.6, touch * 0.8};
    for (RadialEvaluation const radial : {RadialEvaluation::network, RadialEvaluation::table}) {
      Potential<TypeParam> potential(data, radial);
      double const r = std::hypot(b[1], b[2]);
      double const n = polynomial_cutoff(r, data.architecture.r_cut, data.architecture.cutoff_power).value;
      double const m = bond_weight(r, data.bond_radius[0][last]).value;
      auto const share = [&](int s) {
        return fullness(n / data.full_neighbors[s]).value * smooth_step(m / data.full_bonds[s]).value;
      };
      double const expected = data.E0[0] + data.E0[last] + whole_shift<TypeParam>(data, 0) * share(0) +
                              whole_shift<TypeParam>(data, last) * share(last) +
                              2.0 * zbl_pair(data.zbl, r, atomic_number(data.elements[0]),
                                             atomic_number(data.elements[last]), data.zbl_cutoff[0][last],
                                             data.zbl_polynomial[0][last] != 0.0 ? 0.0 : data.inner_radius[0][last])
                                        .value;
      EXPECT_NEAR(potential.evaluate(atoms_at({0, last}, {a, b})).energy, expected, 1e-12 * std::abs(expected));
    }
  }
}

// Where the lone atom's energy fades, an atom among many has the energy that it would have without a reference.
TYPED_TEST(VacuumAndContact, AmongManyNothingIsTakenFromAnAtomWhereItFades) {
  for (ModelData data : guarded_models()) {
    if (data.lone_atom != LoneAtom::faded) continue;
    Structure const crowd = molecule(6, data.architecture.species, 3);
    for (auto* const counts : {&data.full_neighbors, &data.full_bonds}) counts->assign(counts->size(), 1e-3);
    auto const faded = Potential<TypeParam>(data).evaluate(crowd);
    data.lone_atom = LoneAtom::network;
    for (auto* const counts : {&data.full_neighbors, &data.full_bonds}) counts->clear();
    data.bond_radius.clear();
    auto const plain = Potential<TypeParam>(data).evaluate(crowd);
    EXPECT_NEAR(faded.energy, plain.energy, 1e-12 * (1.0 + std::abs(plain.energy)));
    EXPECT_TRUE(all_near_relative(faded.forces, plain.forces, 1e-11));
  }
}

// However atoms crowd, a network with a floor has none of the thousands of eV that it finds without.
TYPED_TEST(VacuumAndContact, NoAtomBindsByMoreThanTheFloor) {
  for (ModelData const& model : guarded_models()) {
    Structure crowd = molecule(12, model.architecture.species, 3);
    for (auto& position : crowd.positions)
      for (double& x : position) x *= 0.7;
    double deepest = 0.0;
    for (double const scale : {3000.0, -3000.0}) {  // the network's energies have either sign
      ModelData data = model;
      data.scale = scale;
      data.zbl_cutoff.clear();  // which has no floor, and is at least 0
      Result const free = Potential<TypeParam>(data).evaluate(crowd);
      give_floor(data);
      Result const bound = Potential<TypeParam>(data).evaluate(crowd);
      for (std::size_t i = 0; i < crowd.species.size(); ++i) {
        int const s = crowd.species[i];
        double const unlimited = free.atom_energy[i] - data.E0[s], energy = bound.atom_energy[i] - data.E0[s];
        EXPECT_GT(energy, data.energy_floor[s] - 1e-12);
        deepest = std::min(deepest, unlimited - data.energy_floor[s]);
      }
    }
    EXPECT_LT(deepest, -1.0);
  }
}

// Twice differentiable where the network begins to fall silent and where it has done so: the force between two atoms
// has a derivative that is continuous there.
TYPED_TEST(VacuumAndContact, ForcesAreSmoothWhereTheNetworkFallsSilent) {
  for (ModelData const& data : guarded_models()) {
    Potential<TypeParam> potential(data);
    double const radius = data.inner_radius[0][0];
    auto const force = [&](double r) {
      return potential.evaluate(atoms_at({0, 0, 0}, {{0.0, 0.0, 0.0}, {0.0, 0.0, r}, {0.2, 2.9, 0.4}})).forces[1][2];
    };
    for (double const at : {radius, 0.7 * radius}) {
      // slopes from 3 h before to 3 h behind: across the place they differ no more than on either side of it
      double const h = 1e-4;
      double slope[6];
      for (int k = 0; k < 6; ++k) slope[k] = (force(at + (k - 2) * h) - force(at + (k - 3) * h)) / h;
      double const aside = std::max(std::abs(slope[1] - slope[0]), std::abs(slope[5] - slope[4]));
      for (int k = 1; k < 4; ++k)
        EXPECT_LT(std::abs(slope[k + 1] - slope[k]), 3.0 * aside + 1e-3 * std::abs(slope[0])) << at << " " << k;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
