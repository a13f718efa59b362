// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/settled_floor.hpp"

#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/potential.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

ModelData guarded_model() {
  for (auto const& variant : variants())
    if (variant.architecture.species == 2 && variant.guarded) return random_model(variant);
  throw Error("no guarded model has two species");
}

std::vector<LabelledFrame> frames() {
  std::vector<LabelledFrame> list(3);
  for (std::size_t f = 0; f < list.size(); ++f) {
    list[f].structure = molecule(6, 2, 1 + f);
    list[f].edges = find_edges(list[f].structure, guarded_model().architecture.r_cut);
  }
  return list;
}

std::vector<std::string> settle(ModelData& data) {
  auto const list = frames();
  return settle_floor(data, {&list[0], &list[1], &list[2]});
}

TEST(SettledFloor, LiesBelowWhatTheDataHave) {
  ModelData data = guarded_model();
  data.scale = 5.0;
  Potential<> free(data, {});
  std::vector<double> lowest(2, 0.0), sum(2, 0.0);
  std::vector<int> atoms(2, 0);
  for (auto const& frame : frames()) {
    auto const energies = free.evaluate(frame.structure).energies;
    for (std::size_t i = 0; i < energies.size(); ++i) {
      int const s = frame.structure.species[i];
      lowest[s] = std::min(lowest[s], energies[i] - data.E0[s]);
      sum[s] += energies[i] - data.E0[s];
      ++atoms[s];
    }
  }
  ModelData settled = data;
  // what ZBL adds is not the network's
  settled.zbl_cutoff.assign(2, std::vector<double>(2, 3.0));
  ASSERT_EQ(settle(settled).size(), 1u);
  for (int s = 0; s < 2; ++s) {
    double const spread = sum[s] / atoms[s] - lowest[s];
    ASSERT_GT(spread, 0.3);
    EXPECT_NEAR(settled.soft_below[s], lowest[s] - 0.5 * spread, 1e-6);
    EXPECT_NEAR(settled.energy_floor[s], lowest[s] - 1.5 * spread, 1e-6);
  }
  data.soft_below = settled.soft_below;
  data.energy_floor = settled.energy_floor;
  Potential<> bound(data, {});
  for (auto const& frame : frames())
    EXPECT_EQ(bound.evaluate(frame.structure).energy, free.evaluate(frame.structure).energy);
}

TEST(SettledFloor, OfAFineTunedModelRemembersItsStarts) {
  ModelData data = guarded_model();
  data.soft_below = {-50.0, -0.01};
  data.energy_floor = {-60.0, -0.02};
  settle(data);
  EXPECT_EQ(data.soft_below[0], -50.0);
  EXPECT_EQ(data.energy_floor[0], -60.0);
  EXPECT_LT(data.soft_below[1], -0.01);
  EXPECT_LT(data.energy_floor[1], -0.02);
}

TEST(SettledFloor, OfASpeciesOfWhichNothingIsKnownIsOutOfReach) {
  ModelData data = guarded_model();
  settle_floor(data, {});
  for (int s = 0; s < 2; ++s) {
    EXPECT_EQ(data.soft_below[s], -1000.0);
    EXPECT_EQ(data.energy_floor[s], -2000.0);
  }
}

TEST(SettledFloor, NeedsACommonZero) {
  ModelData data = guarded_model();
  data.lone_atom = LoneAtom::network;
  EXPECT_TRUE(settle(data).empty());
  EXPECT_TRUE(data.energy_floor.empty());
}

}  // namespace
}  // namespace tesseral::test
