// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Work memory grows with atoms × channels, never with edges × channels.
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

// Bytes per additional edge between two structures of equally many atoms.
template <class Space>
double bytes_per_edge(int channels) {
  Architecture architecture;
  architecture.channels = channels;
  architecture.l_max = 3;
  architecture.radial_hidden = {16};
  architecture.r_cut = 4.0;
  std::size_t bytes[2];
  EdgeIndex edges[2];
  for (int dense = 0; dense < 2; ++dense) {
    Potential<Space> potential(random_model(architecture, 3));
    Structure const wide = triclinic_cell(40, 1, 41);
    double const factor = dense ? 0.6 : 1.0;
    StructureGraph<Space> const graph({transformed({{{factor, 0, 0}, {0, factor, 0}, {0, 0, factor}}}, wide)}, 4.0);
    potential.evaluate(graph.graph());
    bytes[dense] = potential.evaluator().work_bytes();
    edges[dense] = graph.graph().n_edges();
  }
  EXPECT_GT(edges[1], 2 * edges[0]);
  EXPECT_GT(bytes[0], 40 * 16 * channels * sizeof(double));
  return (static_cast<double>(bytes[1]) - static_cast<double>(bytes[0])) / static_cast<double>(edges[1] - edges[0]);
}

template <class Space>
class WorkMemory : public testing::Test {};
TYPED_TEST_SUITE(WorkMemory, Spaces);

// A few numbers per edge, such as its gradient, are the output itself.
TYPED_TEST(WorkMemory, DoesNotGrowWithEdgesTimesChannels) {
  double const few = bytes_per_edge<TypeParam>(8);
  double const many = bytes_per_edge<TypeParam>(48);
  EXPECT_LE(few, 64.0);
  EXPECT_EQ(few, many);
}

}  // namespace
}  // namespace tesseral::test
