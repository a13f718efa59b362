// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A system that is worked through in several blocks of atoms has the energies and gradients of one that is a single
/// block, as it is when the weights' gradient is asked for.
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class BlocksOfAtoms : public testing::Test {};
TYPED_TEST_SUITE(BlocksOfAtoms, Spaces);

Architecture wide_network(NodeProductKind node_product) {
  Architecture a;
  a.species = 2;
  a.channels = 64;
  a.l_max = 3;
  a.l_hidden = 1;
  a.node_product = node_product;
  a.product_terms = 1;
  a.radial_hidden = {4};
  a.r_cut = 3.0;
  return a;
}

TYPED_TEST(BlocksOfAtoms, ChangeNothing) {
  constexpr int atoms = 150;  // rows of 8 kB: blocks of 32 atoms for each thread
  StructureGraph<TypeParam> const graph({triclinic_cell(atoms, 2, 41)}, 3.0);
  for (auto const node_product : {NodeProductKind::gaunt, NodeProductKind::exact}) {
    Potential<TypeParam> potential(random_model(wide_network(node_product), 3));
    auto& evaluator = potential.evaluator();
    TypeParam const space{};
    NoHalo<TypeParam, double> halo;
    auto const in_blocks = evaluator.evaluate(space, graph.graph(), halo);
    auto const bytes_in_blocks = evaluator.work_bytes();
    auto const energy = to_host(in_blocks.energy);
    auto const gradient = to_host(in_blocks.edge_gradient);

    Array1<double, TypeParam> const weight_adj("test::weight_adj", potential.model().values().extent(0));
    auto const at_once = evaluator.evaluate_with_weight_gradient(
        space, graph.graph(), halo, to_space<TypeParam>(std::vector<double>(atoms, 1.0)), weight_adj);
    space.fence();
    EXPECT_GT(evaluator.work_bytes(), bytes_in_blocks + atoms * 8000) << "there was one block only";
    auto const energy_at_once = to_host(at_once.energy);
    for (int i = 0; i < atoms; ++i) EXPECT_EQ(energy[i], energy_at_once[i]) << "atom " << i;
    EXPECT_TRUE(all_near_relative(gradient, to_host(at_once.edge_gradient), 1e-13));
  }
}

}  // namespace
}  // namespace tesseral::test
