// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/zbl.hpp"

#include "reference/zbl.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"
#include "support/structures.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

// The published constants, and those of the tests that say so.
constexpr ZblConstants constants;
constexpr ZblConstants others = {9.0, 0.3, 0.4235, 5, {0.1818, 0.5099, 0.2802, 0.02817}, {3.2, 0.9423, 0.4028, 0.2016}};

TEST(ZblPair, HasOtherConstantsIfTheModelHas) {
  for (double const r : {0.05, 0.7, 1.3, 2.1}) {
    double const expected = 0.5 * reference::zbl(14, 8, r, 2.2, 0.0, others);
    EXPECT_NEAR(zbl_pair(others, r, 14, 8, 2.2).value, expected, 1e-11 * (1.0 + expected));
    double const slope = zbl_pair(others, r, 14, 8, 2.2).slope;
    double const numerical = derivative([&](double h) { return zbl_pair(others, r + h, 14, 8, 2.2).value; }, 1e-4 * r);
    EXPECT_NEAR(slope, numerical, 1e-7 * (1.0 + std::abs(slope))) << r;
  }
}

TEST(ZblPair, IsEquivalentToReference) {
  for (int const Z : {1, 6, 14, 92})
    for (double r = 0.05; r < 2.6; r += 0.07) {
      double const expected = 0.5 * reference::zbl(Z, 8, r, 2.2);
      EXPECT_NEAR(zbl_pair(constants, r, Z, 8, 2.2).value, expected, 1e-11 * (1.0 + expected));
      double const whole = 0.5 * reference::zbl(Z, 8, r, 2.2, 1.7);
      EXPECT_NEAR(zbl_pair(constants, r, Z, 8, 2.2, 1.7).value, whole, 1e-11 * (1.0 + whole));
    }
}

TEST(ZblPair, SlopeIsTheDerivative) {
  for (double const r : {0.3, 0.7, 1.1, 1.9, 2.1, 2.19, 2.21, 3.0}) {
    double const slope = zbl_pair(constants, r, 14, 6, 2.2).slope;
    double const numerical = derivative([&](double h) { return zbl_pair(constants, r + h, 14, 6, 2.2).value; }, 1e-4);
    EXPECT_NEAR(slope, numerical, 1e-8 * (1.0 + std::abs(slope))) << r;
    double const whole = zbl_pair(constants, r, 14, 6, 2.2, 1.8).slope;
    double const by_differences =
        derivative([&](double h) { return zbl_pair(constants, r + h, 14, 6, 2.2, 1.8).value; }, 1e-4);
    EXPECT_NEAR(whole, by_differences, 1e-7 * (1.0 + std::abs(whole))) << r;
  }
}

TEST(ZblPair, VanishesAtItsCutoffWithTwoDerivatives) {
  for (double const inner : {0.0, 1.8}) {
    SCOPED_TRACE(inner);
    auto const slope = [&](double depth) { return zbl_pair(constants, 2.2 - depth, 14, 6, 2.2, inner).slope; };
    EXPECT_EQ(zbl_pair(constants, 2.2, 14, 6, 2.2, inner).value, 0.0);
    EXPECT_EQ(slope(0.0), 0.0);
    EXPECT_NEAR(slope(2e-4) / slope(1e-4), 4.0, 0.02);  // of second order, so that the next derivative vanishes too
  }
}

// Twice differentiable where ZBL begins to be whole, which it is from there on.
TEST(ZblPair, IsWholeWhereTheNetworkIsSilent) {
  double const inner = 1.8, silent = 0.7 * inner;
  EXPECT_EQ(zbl_taper(0.999 * silent, 2.2, 6, inner).value, 1.0);
  EXPECT_EQ(zbl_taper(0.999 * silent, 2.2, 6, inner).slope, 0.0);
  auto const slope = [&](double beyond) { return zbl_taper(silent + beyond, 2.2, 6, inner).slope; };
  EXPECT_NEAR(slope(2e-4) / slope(1e-4), 4.0, 0.02);
}

template <class Space>
class Zbl : public testing::Test {};
TYPED_TEST_SUITE(Zbl, Spaces);

// Half of each pair to either atom, in arrays that hold something already.
TYPED_TEST(Zbl, AddsEnergiesAndEdgeGradients) {
  std::vector<double> const Z = {8, 14}, pair_cutoff = {1.5, 2.0, 2.0, 3.1};
  Structure const structure = self_neighbor_cell(2, 3.5);
  auto const edges = find_edges(structure, 3.5);
  StructureGraph<TypeParam> const graph({&structure}, {&edges});
  Random random(1);
  auto const seeds = random.normals(2);
  for (bool const seeded : {false, true}) {
    SCOPED_TRACE(seeded);
    std::vector<double> const inner = seeded ? std::vector<double>{1.1, 1.2, 1.2, 1.9} : std::vector<double>{};
    std::vector<double> energy(2, 1.0), gradient(3 * edges.size(), -2.0);
    for (std::size_t e = 0; e < edges.size(); ++e) {
      int const i = edges[e].receiver, j = edges[e].sender, si = structure.species[i], sj = structure.species[j];
      auto const r = edge_vector(structure, edges[e]);
      double const length = std::hypot(r[0], r[1], r[2]);
      auto const pair =
          zbl_pair(constants, length, Z[si], Z[sj], pair_cutoff[2 * si + sj], seeded ? inner[2 * si + sj] : 0.0);
      energy[i] += pair.value;
      for (int d = 0; d < 3; ++d) gradient[3 * e + d] += (seeded ? seeds[i] : 1.0) * pair.slope * r[d] / length;
    }
    auto const actual_energy = to_space<TypeParam>(std::vector<double>(2, 1.0));
    std::vector<std::array<double, 3>> const start(edges.size(), {-2.0, -2.0, -2.0});
    auto const actual_gradient = to_space<TypeParam>(start);
    Array1<double const, TypeParam> energy_adj;
    if (seeded) energy_adj = to_space<TypeParam>(seeds);
    zbl<TypeParam>(TypeParam{}, graph.graph(), constants, to_space<TypeParam>(Z), to_space<TypeParam>(pair_cutoff),
                   to_space<TypeParam>(inner), energy_adj, actual_energy, actual_gradient);
    EXPECT_GT(max_abs(energy), 1.1);
    EXPECT_TRUE(all_near_relative(to_host(actual_energy), energy, 1e-13));
    EXPECT_TRUE(all_near_relative(to_host(actual_gradient), gradient, 1e-13));
  }
}

}  // namespace
}  // namespace tesseral::test
