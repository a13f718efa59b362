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

#include <algorithm>
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

// A polynomial step and its slope, written out.
ValueAndSlope<double> plain_step(double x) {
  double const y = std::clamp(x, 0.0, 1.0);
  return {10.0 * std::pow(y, 3) - 15.0 * std::pow(y, 4) + 6.0 * std::pow(y, 5), 30.0 * std::pow(y * (1.0 - y), 2)};
}

// By the formula of FORMAT.md: f of power 6 with its derivative written out.
TYPED_TEST(NeighborShift, AddsEnergiesAndSetsEdgeGradients) {
  double const shift = -4.5, r_cut = 3.3;
  std::vector<double> const full_neighbors = {9.0, 5.0}, full_bonds = {3.0, 7.0}, bond_radius = {3.1, 2.9, 2.9, 3.3};
  Structure const structure = self_neighbor_cell(2, 3.5);
  auto const edges = find_edges(structure, 3.5);
  StructureGraph<TypeParam> const graph({&structure}, {&edges});
  Random random(1);
  auto const seeds = random.normals(2);
  for (bool const seeded : {false, true}) {
    SCOPED_TRACE(seeded);
    std::vector<double> n(2, 0.0), m(2, 0.0), energy(2, 1.0), f_slope, h_slope, gradient;
    for (Edge const& edge : edges) {
      double const reach = bond_radius[2 * structure.species[edge.receiver] + structure.species[edge.sender]];
      double const length = edge_length(structure, edge), s = std::min(length / r_cut, 1.0);
      n[edge.receiver] += 1.0 - 28.0 * std::pow(s, 6) + 48.0 * std::pow(s, 7) - 21.0 * std::pow(s, 8);
      f_slope.push_back(-168.0 * std::pow(s, 5) * (1.0 - s) * (1.0 - s) / r_cut);
      m[edge.receiver] += 1.0 - plain_step(2.0 * length / reach - 1.0).value;
      h_slope.push_back(-2.0 / reach * plain_step(2.0 * length / reach - 1.0).slope);
    }
    auto const x = [&](int i) { return n[i] / full_neighbors[structure.species[i]]; };
    auto const y = [&](int i) { return m[i] / full_bonds[structure.species[i]]; };
    ASSERT_LT(std::min(x(0), x(1)), 0.95);
    ASSERT_LT(std::min(y(0), y(1)), 0.95);
    for (int i = 0; i < 2; ++i) energy[i] += shift * plain_step(x(i)).value * plain_step(y(i)).value;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      int const i = edges[e].receiver, s = structure.species[i];
      double const slope = plain_step(x(i)).slope / full_neighbors[s] * plain_step(y(i)).value * f_slope[e] +
                           plain_step(x(i)).value * plain_step(y(i)).slope / full_bonds[s] * h_slope[e];
      auto const r = edge_vector(structure, edges[e]);
      for (int d = 0; d < 3; ++d)
        gradient.push_back(shift * slope * (seeded ? seeds[i] : 1.0) * r[d] / edge_length(structure, edges[e]));
    }
    auto const actual_energy = to_space<TypeParam>(std::vector<double>(2, 1.0));
    std::vector<std::array<double, 3>> const start(edges.size(), {-2.0, -2.0, -2.0});
    auto const actual_gradient = to_space<TypeParam>(start);
    Array1<double const, TypeParam> energy_adj;
    if (seeded) energy_adj = to_space<TypeParam>(seeds);
    neighbor_shift<TypeParam>(TypeParam{}, graph.graph(), shift,
                              {r_cut, 6, to_space<TypeParam>(full_neighbors), to_space<TypeParam>(bond_radius),
                               to_space<TypeParam>(full_bonds)},
                              energy_adj, actual_energy, actual_gradient);
    EXPECT_GT(max_abs(gradient), 0.1);
    EXPECT_TRUE(all_near_relative(to_host(actual_energy), energy, 1e-13));
    EXPECT_TRUE(all_near_relative(to_host(actual_gradient), gradient, 1e-12));
  }
}

}  // namespace
}  // namespace tesseral::test
