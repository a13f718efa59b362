// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energy, forces and their derivatives stay continuous while an atom crosses the cutoff.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tesseral::test {
namespace {

template <class Space>
class Cutoff : public LawTest<Space> {};
TYPED_TEST_SUITE(Cutoff, Spaces);

// Atom 4 stands at `distance` from atom 0 and farther than the cutoff from every other atom but 5, its companion, which
// gives it features of more than one degree and moves along with it.
Structure with_atom_at(double distance, Architecture const& architecture) {
  double const x = -distance / std::sqrt(3.0);
  Structure structure;
  structure.positions = {{0.0, 0.0, 0.0}, {1.3, 0.2, 0.5}, {0.1, 1.6, 0.9},
                         {0.4, 0.3, 2.1}, {x, x, x},       {x - 1.1, x, x + 0.4}};
  for (int i = 0; i < 6; ++i) structure.species.push_back(i % architecture.species);
  return structure;
}

bool connects_0_and_4(Edge const& edge) { return edge.receiver + edge.sender == 4 && edge.receiver * edge.sender == 0; }

struct Jump {
  double energy, force, curvature;
};

// What the edges between atoms 0 and 4 contribute when the atoms are `depth` inside the cutoff: to the energy, to its
// first and to its second derivative with respect to the position of atom 4.
template <class Space>
Jump contribution(Potential<Space>& potential, double depth) {
  auto const& architecture = potential.model().architecture();
  auto const difference = [&](double d) {
    Structure const structure = with_atom_at(potential.r_cut() - d, architecture);
    auto edges = find_edges(structure, potential.r_cut());
    Result const with = potential.evaluate(structure, edges);
    std::size_t const all = edges.size();
    edges.erase(std::remove_if(edges.begin(), edges.end(), connects_0_and_4), edges.end());
    EXPECT_EQ(edges.size(), all - 2);
    Result const without = potential.evaluate(structure, edges);
    return std::array<double, 2>{with.energy - without.energy, with.forces[4][0] - without.forces[4][0]};
  };
  auto const here = difference(depth);
  double const step = 0.02 * depth;
  double const curvature = derivative([&](double h) { return difference(depth + h)[1]; }, step);
  return {std::abs(here[0]), std::abs(here[1]), std::abs(curvature)};
}

// A contribution to the energy of order depth^3 or higher has a second derivative that vanishes at the cutoff. Every
// factor of a message is a power of at least 4 here; the order is measured, halving the depth, and rounded down. The
// weights of attention are of order 3, and so is what an edge counts for the shift, and a radial basis whose sines do
// not vanish at the cutoff.
TYPED_TEST(Cutoff, ContributionOfAnEdgeVanishesWithTwoDerivatives) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    bool const is_cubic = variant.architecture.layer_kind == "attention" || variant.guarded || variant.transformed;
    double const part = variant.transformed ? 0.002 : is_cubic ? 0.005 : 0.02, below = is_cubic ? 0.25 : 0.1;
    double const depth = part * potential.r_cut();
    Jump const outer = contribution(potential, depth);
    Jump const inner = contribution(potential, 0.5 * depth);
    ASSERT_GT(inner.energy, 0.0);
    EXPECT_GT(std::log2(outer.energy / inner.energy), 3.0 - below) << outer.energy << " " << inner.energy;
    EXPECT_GT(std::log2(outer.force / inner.force), 2.0 - below) << outer.force << " " << inner.force;
    EXPECT_GT(std::log2(outer.curvature / inner.curvature), 1.0 - below) << outer.curvature << " " << inner.curvature;
  }
}

// An atom whose last neighbour leaves becomes a lone atom without a jump of the energy, the forces or their slope,
// though attention averages over its neighbours.
TYPED_TEST(Cutoff, TheLastNeighbourLeavesSmoothly) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    auto const pair_at = [&](double depth) {
      Structure pair;
      pair.species = {0, variant.architecture.species - 1};
      double const x = (potential.r_cut() - depth) / std::sqrt(3.0);
      pair.positions = {{0.0, 0.0, 0.0}, {x, x, x}};
      return potential.evaluate(pair);
    };
    Result const alone = pair_at(-0.1);
    EXPECT_EQ(max_abs(alone.forces), 0.0);
    auto const energy = [&](double depth) { return std::abs(pair_at(depth).energy - alone.energy); };
    auto const force = [&](double depth) { return max_abs(pair_at(depth).forces); };
    // several factors that vanish at the cutoff meet in attention: nearer to it nothing is left of their product
    double const depth = (variant.architecture.layer_kind == "attention" ? 0.1 : 0.01) * potential.r_cut();
    ASSERT_GT(energy(depth), 0.0);
    EXPECT_GT(std::log2(energy(2.0 * depth) / energy(depth)), 2.7);
    EXPECT_GT(std::log2(force(2.0 * depth) / force(depth)), 1.7);
  }
}

TYPED_TEST(Cutoff, EnergyAndForcesAreContinuousAcrossIt) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    bool const is_cubic = variant.architecture.layer_kind == "attention" || variant.guarded || variant.transformed;
    double const depth = (is_cubic ? 1e-6 : 1e-5) * potential.r_cut();
    auto const at = [&](double distance) {
      Structure const structure = with_atom_at(distance, variant.architecture);
      return std::pair(potential.evaluate(structure), find_edges(structure, potential.r_cut()).size());
    };
    auto const [inside, edges_inside] = at(potential.r_cut() - depth);
    auto const [outside, edges_outside] = at(potential.r_cut() + depth);
    EXPECT_EQ(edges_inside, edges_outside + 2);
    // Atoms 4 and 5 move together: but for the edges that end, nothing distinguishes the two.
    EXPECT_NEAR(inside.energy, outside.energy, 1e-10 * std::abs(outside.energy));
    EXPECT_TRUE(all_near_relative(inside.forces, outside.forces, 1e-10));
  }
}

// Programs keep neighbour lists with a skin: longer edges must be as if they were not there.
TYPED_TEST(Cutoff, LongerEdgesContributeExactlyNothing) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    auto const edges = find_edges(structure, potential.r_cut());
    auto const more_edges = find_edges(structure, 1.3 * potential.r_cut());
    if (structure.periodic[0]) {
      EXPECT_GT(more_edges.size(), edges.size());
    }
    Result const expected = potential.evaluate(structure, edges);
    Result const actual = potential.evaluate(structure, more_edges);
    EXPECT_TRUE(all_near(actual.atom_energy, expected.atom_energy, 1e-13 * max_abs(expected.atom_energy)));
    EXPECT_TRUE(all_near(actual.forces, expected.forces, 1e-13 * max_abs(expected.forces)));

    StructureGraph<TypeParam> const graph({&structure}, {&more_edges});
    NoHalo<TypeParam, double> halo;
    auto const evaluation = potential.evaluator().evaluate(TypeParam{}, graph.graph(), halo);
    auto const gradient = to_host(evaluation.edge_gradient);
    auto const displacement = to_host(graph.graph().displacement);
    for (std::size_t e = 0; e < more_edges.size(); ++e) {
      double const* r = &displacement[3 * e];
      if (std::hypot(r[0], r[1], r[2]) < potential.r_cut()) continue;
      for (int d = 0; d < 3; ++d) ASSERT_EQ(gradient[3 * e + d], 0.0) << "edge " << e;
    }
  });
}

}  // namespace
}  // namespace tesseral::test
