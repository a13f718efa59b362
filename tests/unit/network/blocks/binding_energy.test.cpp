// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/binding_energy.hpp"

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

TEST(Softened, LeavesWhatTheDataHaveAndEndsAtTheFloor) {
  double const soft_below = -4.0, floor = -4.5;
  for (double const b : {3.0, 0.0, -3.9, -4.0}) EXPECT_EQ(softened(b, soft_below, floor).value, b);
  EXPECT_NEAR(softened(-4.25, soft_below, floor).value, -4.0 - 0.5 * std::tanh(0.5), 1e-14);
  for (double const b : {-10.0, -1e6}) EXPECT_NEAR(softened(b, soft_below, floor).value, floor, 1e-9);
  auto const slope = [&](double b) { return softened(b, soft_below, floor).slope; };
  for (double const b : {-3.99, -4.01, -4.3, -5.0})
    EXPECT_NEAR(slope(b), derivative([&](double h) { return softened(b + h, soft_below, floor).value; }, 1e-4), 1e-9);
  EXPECT_NEAR(derivative([&](double h) { return slope(-4.0 + h); }, 1e-5), 0.0, 1e-4) << "twice differentiable";
}

template <class Space>
class BindingEnergyOf : public testing::Test {};
TYPED_TEST_SUITE(BindingEnergyOf, Spaces);

// A polynomial step and its slope, written out.
ValueAndSlope<double> plain_step(double x) {
  double const y = std::clamp(x, 0.0, 1.0);
  return {10.0 * std::pow(y, 3) - 15.0 * std::pow(y, 4) + 6.0 * std::pow(y, 5), 30.0 * std::pow(y * (1.0 - y), 2)};
}

ValueAndSlope<double> plain_full(double x) {
  return x < 1.0 ? ValueAndSlope<double>{1.0 - std::pow(1.0 - x, 3) * (1.0 + 3.0 * x), 12.0 * x * std::pow(1.0 - x, 2)}
                 : ValueAndSlope<double>{1.0, 0.0};
}

// By the formula of FORMAT.md: f of power 6 with its derivative written out.
TYPED_TEST(BindingEnergyOf, AtomsAndItsWayBack) {
  double const scale = 0.7, shift = -4.5, r_cut = 3.3;
  std::vector<double> const E0 = {-20.0, -3.0}, lone = {0.3, -0.2}, network = {-0.9, 0.4};
  std::vector<double> const full_neighbors = {9.0, 5.0}, full_bonds = {3.0, 7.0}, bond_radius = {3.1, 2.9, 2.9, 3.3};
  std::vector<double> const soft_below = {-0.5, -6.0}, floor = {-2.0, -7.0};
  Structure const structure = self_neighbor_cell(2, 3.5);
  auto const edges = find_edges(structure, 3.5);
  StructureGraph<TypeParam> const graph({&structure}, {&edges});
  Random random(1);
  auto const adjoints = random.normals(2);
  std::vector<double> n(2, 0.0), m(2, 0.0), f_slope, h_slope;
  for (Edge const& edge : edges) {
    double const reach = bond_radius[2 * structure.species[edge.receiver] + structure.species[edge.sender]];
    double const length = edge_length(structure, edge), s = std::min(length / r_cut, 1.0);
    n[edge.receiver] += 1.0 - 28.0 * std::pow(s, 6) + 48.0 * std::pow(s, 7) - 21.0 * std::pow(s, 8);
    f_slope.push_back(-168.0 * std::pow(s, 5) * (1.0 - s) * (1.0 - s) / r_cut);
    m[edge.receiver] += 1.0 - plain_step(2.0 * length / reach - 1.0).value;
    h_slope.push_back(-2.0 / reach * plain_step(2.0 * length / reach - 1.0).slope);
  }
  for (int i = 0; i < 2; ++i)
    ASSERT_LT(std::min(n[i] / full_neighbors[structure.species[i]], m[i] / full_bonds[structure.species[i]]), 0.95);
  for (int choice = 0; choice < 8; ++choice) {
    bool const weighted = (choice & 1) != 0, softens = (choice & 2) != 0, fades = (choice & 4) != 0;
    SCOPED_TRACE(testing::Message() << weighted << softens << fades);
    std::vector<double> energy, seed, factor, gradient;
    for (int i = 0; i < 2; ++i) {
      int const s = structure.species[i];
      double const x = n[i] / full_neighbors[s], y = m[i] / full_bonds[s];
      double const whole = shift + (fades ? scale * lone[s] : 0.0);
      double binding = scale * (network[i] - lone[s]) + whole * plain_full(x).value * plain_step(y).value;
      double slope = 1.0;
      if (double const beyond = (soft_below[s] - binding) / (soft_below[s] - floor[s]); softens && beyond > 0.0) {
        binding = soft_below[s] - (soft_below[s] - floor[s]) * std::tanh(beyond);
        slope = 1.0 / std::pow(std::cosh(beyond), 2);
      }
      EXPECT_EQ(slope < 1.0, softens && s == 0);
      energy.push_back(E0[s] + binding);
      factor.push_back(slope * (weighted ? adjoints[i] : 1.0));
      seed.push_back(scale * factor[i]);
    }
    for (std::size_t e = 0; e < edges.size(); ++e) {
      int const i = edges[e].receiver, s = structure.species[i];
      double const x = n[i] / full_neighbors[s], y = m[i] / full_bonds[s];
      double const slope = plain_full(x).slope / full_neighbors[s] * plain_step(y).value * f_slope[e] +
                           plain_full(x).value * plain_step(y).slope / full_bonds[s] * h_slope[e];
      auto const r = edge_vector(structure, edges[e]);
      for (int d = 0; d < 3; ++d)
        gradient.push_back((shift + (fades ? scale * lone[s] : 0.0)) * slope * factor[i] * r[d] /
                           edge_length(structure, edges[e]));
    }
    auto const on_space = [](std::vector<double> const& values) { return to_space<TypeParam>(values); };
    BindingEnergy<TypeParam> op{scale,
                                shift,
                                fades,
                                on_space(E0),
                                on_space(lone),
                                {r_cut, 6, on_space(full_neighbors), on_space(bond_radius), on_space(full_bonds)},
                                {},
                                {}};
    if (softens) op.soft_below = on_space(soft_below);
    if (softens) op.floor = on_space(floor);
    Array1<double const, TypeParam> energy_adj;
    if (weighted) energy_adj = on_space(adjoints);
    auto const actual_energy = on_space({5.0, 6.0}), actual_seed = on_space({7.0, 8.0});
    std::vector<std::array<double, 3>> const start(edges.size(), {-2.0, -2.0, -2.0});
    auto const actual_gradient = to_space<TypeParam>(start);
    binding_energy<TypeParam>(TypeParam{}, graph.graph(), op, on_space(network), energy_adj, actual_energy, actual_seed,
                              actual_gradient);
    EXPECT_GT(max_abs(gradient), 0.05);
    EXPECT_TRUE(all_near_relative(to_host(actual_energy), energy, 1e-13));
    EXPECT_TRUE(all_near_relative(to_host(actual_seed), seed, 1e-13));
    EXPECT_TRUE(all_near_relative(to_host(actual_gradient), gradient, 1e-12));
  }
}

// -dE/dlone_s by the formula, of weights for each atom; both species, in an order that is not theirs.
TYPED_TEST(BindingEnergyOf, ShareOfLoneAtoms) {
  Structure const structure = molecule(7, 2, 4);
  auto const edges = find_edges(structure, 3.5);
  StructureGraph<TypeParam> const graph({&structure}, {&edges});
  double const scale = 0.7, shift = -4.5;
  std::vector<double> const full_neighbors = {6.0, 3.0}, full_bonds = {2.0, 4.0}, bond_radius = {2.1, 1.9, 1.9, 2.3};
  auto const on_space = [](std::vector<double> const& values) { return to_space<TypeParam>(values); };
  NeighborCount<TypeParam> const count = {3.3, 6, on_space(full_neighbors), on_space(bond_radius),
                                          on_space(full_bonds)};
  Random random(2);
  auto const weights = random.normals(7), network = random.normals(7);
  for (bool const fades : {false, true}) {
    SCOPED_TRACE(fades);
    auto const weighted_sum = [&](std::vector<double> const& lone) {
      BindingEnergy<TypeParam> const op{scale, shift, fades, on_space({0.0, 0.0}), on_space(lone), count, {}, {}};
      auto const energy = on_space(std::vector<double>(7)), seed = on_space(std::vector<double>(7));
      auto const gradient = to_space<TypeParam>(std::vector<std::array<double, 3>>(edges.size()));
      binding_energy<TypeParam>(TypeParam{}, graph.graph(), op, on_space(network), {}, energy, seed, gradient);
      auto const energies = to_host(energy);
      double sum = 0.0;
      for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * energies[i];
      return sum;
    };
    auto const share = on_space({9.0, 9.0});
    lone_atom_share<TypeParam>(TypeParam{}, graph.graph(), count, fades, on_space(weights), share);
    double const at = 0.3, by = 0.5;  // the energies are linear in those of lone atoms
    std::vector<double> const expected = {-(weighted_sum({at + by, -0.2}) - weighted_sum({at, -0.2})) / (by * scale),
                                          -(weighted_sum({at, by - 0.2}) - weighted_sum({at, -0.2})) / (by * scale)};
    EXPECT_GT(max_abs(expected), 0.1);
    EXPECT_TRUE(all_near_relative(to_host(share), expected, 1e-12));
  }
}

}  // namespace
}  // namespace tesseral::test
