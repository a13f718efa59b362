// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// W_ab = -dE/d(strain_ab) for x -> (1 + strain) x of positions and cell, sign included. A single component at a time:
/// the antisymmetric part of a strain is a rotation, which the energy does not see.
#include "support/finite_differences.hpp"
#include "support/law_test.hpp"
#include "tesseral/forces/edge_forces.hpp"

namespace tesseral::test {
namespace {

constexpr double tolerance = 1e-7;  // relative to the largest component
constexpr double step = 2e-4;

template <class Space>
class Virial : public LawTest<Space> {};
TYPED_TEST_SUITE(Virial, Spaces);

TYPED_TEST(Virial, IsMinusTheStrainDerivative) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Matrix3 numerical{};
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b)
        numerical[a][b] = -derivative(
            [&](double h) {
              Matrix3 map = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
              map[a][b] += h;
              return potential.evaluate(transformed(map, structure)).energy;
            },
            step);
    // an energy that changes under rotation has an antisymmetric part too, which is not the virial's
    if (!rotates(potential.model().architecture()))
      for (int a = 0; a < 3; ++a)
        for (int b = 0; b < a; ++b) numerical[a][b] = numerical[b][a] = 0.5 * (numerical[a][b] + numerical[b][a]);
    auto const w = potential.evaluate(structure).virial;
    Matrix3 const analytical = {{{w[0], w[3], w[4]}, {w[3], w[1], w[5]}, {w[4], w[5], w[2]}}};
    EXPECT_GT(max_abs(w), 1e-3);
    for (int a = 0; a < 3; ++a)
      EXPECT_TRUE(all_near(analytical[a], numerical[a], tolerance * max_abs(w))) << "row " << a;
  });
}

// The sum over atoms of either per-atom form by edges is the virial; the first three of the centroid form are its
// diagonal.
TYPED_TEST(Virial, IsTheSumOfPerAtomVirials) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    TypeParam const space{};
    StructureGraph<TypeParam> const structure_graph({structure}, potential.r_cut());
    auto const& graph = structure_graph.graph();
    NoHalo<TypeParam, double> halo;
    auto const evaluation = potential.evaluator().evaluate(space, graph, halo);
    auto const total = virial(space, graph, evaluation.edge_gradient);

    Array2<double, TypeParam> const atom_virial("test::atom_virial", graph.n_total, 6);
    gather_atom_virial(space, graph, evaluation.edge_gradient, atom_virial);
    Array2<double, TypeParam> const centroid("test::centroid_virial", graph.n_total, 9);
    gather_centroid_virial(space, graph, evaluation.edge_gradient, centroid);
    space.fence();
    std::array<double, 6> sum{}, centroid_sum{};
    auto const per_atom = to_host(atom_virial);
    auto const per_centroid = to_host(centroid);
    for (int i = 0; i < graph.n_total; ++i)
      for (int k = 0; k < 6; ++k) {
        sum[k] += per_atom[6 * i + k];
        centroid_sum[k] +=
            k < 3 ? per_centroid[9 * i + k] : 0.5 * (per_centroid[9 * i + k] + per_centroid[9 * i + k + 3]);
      }
    EXPECT_TRUE(all_near_relative(sum, total, 1e-12));
    EXPECT_TRUE(all_near_relative(centroid_sum, total, 1e-12));
  });
}

}  // namespace
}  // namespace tesseral::test
