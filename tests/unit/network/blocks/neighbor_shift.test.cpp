// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/neighbor_shift.hpp"

#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"
#include "support/structures.hpp"
#include "tesseral/graph/neighbor_list.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral::test {
namespace {

TEST(SmoothStep, GoesFromZeroToOneWithTheSlopeThatItTells) {
  for (double const x : {-1.0, 0.0}) EXPECT_EQ(smooth_step(x).value, 0.0);
  for (double const x : {1.0, 7.0}) EXPECT_EQ(smooth_step(x).value, 1.0);
  EXPECT_EQ(smooth_step(0.5).value, 0.5);
  for (double const x : {-0.3, 0.1, 0.4, 0.9, 1.2})
    EXPECT_NEAR(smooth_step(x).slope, derivative([&](double h) { return smooth_step(x + h).value; }, 1e-4), 1e-9) << x;
}

template <class Space>
class NeighborShift : public testing::Test {};
TYPED_TEST_SUITE(NeighborShift, Spaces);

// By the formula of FORMAT.md: f of power 6 with its derivative written out.
TYPED_TEST(NeighborShift, AddsEnergiesAndSetsEdgeGradients) {
  double const shift = -4.5, r_cut = 3.3;
  std::vector<double> const full = {9.0, 5.0};
  Structure const structure = self_neighbor_cell(2, 3.5);
  auto const edges = find_edges(structure, 3.5);
  StructureGraph<TypeParam> const graph({&structure}, {&edges});
  Random random(1);
  auto const seeds = random.normals(2);
  for (bool const seeded : {false, true}) {
    SCOPED_TRACE(seeded);
    std::vector<double> n(2, 0.0), energy(2, 1.0), gradient(3 * edges.size(), 0.0);
    for (std::size_t e = 0; e < edges.size(); ++e) {
      int const i = edges[e].receiver;
      auto const r = edge_vector(structure, edges[e]);
      double const length = std::hypot(r[0], r[1], r[2]), s = length / r_cut;
      if (s >= 1.0) continue;
      n[i] += 1.0 - 28.0 * std::pow(s, 6) + 48.0 * std::pow(s, 7) - 21.0 * std::pow(s, 8);
      double const slope = -168.0 * std::pow(s, 5) * (1.0 - s) * (1.0 - s) / r_cut;
      for (int d = 0; d < 3; ++d) gradient[3 * e + d] = slope * r[d] / length;
    }
    ASSERT_GT(n[0] + n[1], 2.0);
    auto const x = [&](int i) { return n[i] / full[structure.species[i]]; };
    ASSERT_LT(std::min(x(0), x(1)), 0.95);
    for (int i = 0; i < 2; ++i)
      if (x(i) < 1.0)
        energy[i] += shift * (10.0 * std::pow(x(i), 3) - 15.0 * std::pow(x(i), 4) + 6.0 * std::pow(x(i), 5));
      else
        energy[i] += shift;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      int const i = edges[e].receiver;
      double const slope = x(i) < 1.0 ? 30.0 * std::pow(x(i) * (1.0 - x(i)), 2) / full[structure.species[i]] : 0.0;
      for (int d = 0; d < 3; ++d) gradient[3 * e + d] *= shift * slope * (seeded ? seeds[i] : 1.0);
    }
    auto const actual_energy = to_space<TypeParam>(std::vector<double>(2, 1.0));
    std::vector<std::array<double, 3>> const start(edges.size(), {-2.0, -2.0, -2.0});
    auto const actual_gradient = to_space<TypeParam>(start);
    Array1<double const, TypeParam> energy_adj;
    if (seeded) energy_adj = to_space<TypeParam>(seeds);
    neighbor_shift<TypeParam>(TypeParam{}, graph.graph(), shift, {r_cut, 6, to_space<TypeParam>(full)}, energy_adj,
                              actual_energy, actual_gradient);
    EXPECT_TRUE(all_near_relative(to_host(actual_energy), energy, 1e-13));
    EXPECT_TRUE(all_near_relative(to_host(actual_gradient), gradient, 1e-12));
  }
}

}  // namespace
}  // namespace tesseral::test
