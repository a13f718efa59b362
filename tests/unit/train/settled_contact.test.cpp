// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/settled_contact.hpp"

#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/scans/scans.hpp"
#include "tesseral/self_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

// Two species whose network falls silent, and whose energies are `scale` times those of a random network.
ModelData fitted(double scale) {
  ModelData data = random_model(variants()[3]);
  data.lone_atom = LoneAtom::reference;
  int const species = data.architecture.species;
  data.full_neighbors.assign(species, 1.0);
  data.full_bonds.assign(species, 1.0);
  data.bond_radius.assign(species, std::vector<double>(species, 3.0));
  data.inner_radius.assign(species, std::vector<double>(species, 1.2));
  data.zbl_cutoff = data.inner_radius;
  data.zbl_polynomial.clear();
  data.scale = scale;
  data.shift = 0.0;
  compute_self_test(data, {molecule(6, 3, 1)});
  return data;
}

bool all_fall(ModelData const& data) {
  Potential<> potential(data, {});
  auto const found = scans::scan_all(data, potential);
  for (auto const* curves : {&found.dimers, &found.third_atoms, &found.pushed_atoms})
    for (auto const& curve : *curves)
      if (!scans::judge(curve).falls()) return false;
  return true;
}

TEST(SettledContact, IsLeftAloneWhereAtomsRepelEachOther) {
  ModelData data = fitted(0.0);
  ASSERT_TRUE(all_fall(data));
  ModelData const before = data;
  EXPECT_TRUE(settle_contact(data).empty());
  EXPECT_EQ(data.inner_radius, before.inner_radius);
  EXPECT_EQ(data.zbl_cutoff, before.zbl_cutoff);
}

// C-C, which are still in contact at 1.21 Å, where their ZBL has ended.
TEST(SettledContact, MovesOrWidensUntilAtomsRepelEachOther) {
  ModelData data = fitted(3.0);
  ASSERT_FALSE(all_fall(data));
  ModelData const before = data;
  auto const lines = settle_contact(data);
  EXPECT_TRUE(all_fall(data));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0], "C-C: ZBL within 1.260 instead of 1.200 Å, so that atoms repel each other up to contact");
  EXPECT_EQ(data.zbl_cutoff[1][0], before.zbl_cutoff[1][0]);
  EXPECT_EQ(data.inner_radius, before.inner_radius) << "an inner radius is moved only if that helps";
}

// Where ZBL acts among the data the network learnt what is left of them: more of it would be wrong there.
TEST(SettledContact, DoesNotWidenWhatTheNetworkLearntBeside) {
  ModelData data = fitted(3.0);
  data.zbl_polynomial.assign(data.elements.size(), std::vector<double>(data.elements.size(), 1.0));
  SpeciesPairs const before = data.zbl_cutoff;
  EXPECT_FALSE(settle_contact(data).empty());
  EXPECT_EQ(data.zbl_cutoff, before);
}

TEST(SettledContact, SaysWhatItCannotMendAndLeavesIt) {
  ModelData data = fitted(1000.0);
  ModelData const before = data;
  auto const lines = settle_contact(data);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], "O-O: silent within 1.320 instead of 1.200 Å, so that atoms repel each other up to contact");
  EXPECT_EQ(lines[1].find("C-C: nothing that was tried makes atoms repel each other up to contact"), 0u) << lines[1];
  EXPECT_EQ(data.inner_radius[1][1], before.inner_radius[1][1]);
  EXPECT_EQ(data.zbl_cutoff[1][1], before.zbl_cutoff[1][1]);
  EXPECT_FALSE(all_fall(data));
}

TEST(SettledContact, LeavesModelsOfOldAlone) {
  ModelData data = fitted(1000.0);
  data.inner_radius.clear();
  EXPECT_TRUE(settle_contact(data).empty());
}

}  // namespace
}  // namespace tesseral::test
