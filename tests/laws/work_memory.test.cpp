// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Work memory grows with atoms × channels, never with edges × channels, and is allocated once.
#include "support/law_test.hpp"
#include "tesseral/network/message/convolution_choice.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tesseral::test {
namespace {

// Bytes per additional edge between two structures of equally many atoms.
template <class Space>
double bytes_per_edge(std::string const& kind, int channels) {
  Architecture architecture;
  architecture.channels = channels;
  architecture.l_max = 3;
  architecture.radial_hidden = {16};
  architecture.r_cut = 4.0;
  if (kind == "clebsch_gordan message") {
    architecture.coupling = Coupling::clebsch_gordan;
    architecture.radial_weights = RadialWeights::shared;
    architecture.factors = coupling_factors(3);
  }
  if (kind == "attention") {
    set_attention_defaults(architecture);
    architecture.l_max = architecture.l_hidden = 2;
    architecture.factors = coupling_factors(2);
  }
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
  EXPECT_GT(bytes[0], 40 * num_lm(architecture.l_max) * channels * sizeof(double));
  return (static_cast<double>(bytes[1]) - static_cast<double>(bytes[0])) / static_cast<double>(edges[1] - edges[0]);
}

template <class Space>
class WorkMemory : public testing::Test {};
TYPED_TEST_SUITE(WorkMemory, Spaces);

// A few numbers per edge, such as its gradient, are the output itself.
TYPED_TEST(WorkMemory, DoesNotGrowWithEdgesTimesChannels) {
  for (std::string const kind : {"message", "clebsch_gordan message", "attention"}) {
    double const few = bytes_per_edge<TypeParam>(kind, 8);
    double const many = bytes_per_edge<TypeParam>(kind, 48);
    EXPECT_LE(few, 64.0);
    EXPECT_EQ(few, many);
  }
}

// Bytes per atom without those per edge.
template <class Space, class Real>
double bytes_per_atom(Architecture const& architecture, int atoms) {
  Potential<Space, Real> potential(random_model(architecture, 3));
  StructureGraph<Space> const graph({triclinic_cell(atoms, 1, 41)}, architecture.r_cut);
  potential.evaluate(graph.graph());
  std::size_t const edges = 3 * sizeof(double) * (graph.graph().n_edges() + graph.graph().n_edges() / 10);
  return static_cast<double>(potential.evaluator().work_bytes() - edges) / graph.graph().n_owned;
}

// Bytes per atom, those per edge and of a block of atoms aside, which are the same for both structures.
template <class Space, class Real>
double bytes_of_an_atom(Architecture const& architecture) {
  double const few = 600, many = 900;
  double const bytes[2] = {few * bytes_per_atom<Space, Real>(architecture, static_cast<int>(few)),
                           many * bytes_per_atom<Space, Real>(architecture, static_cast<int>(many))};
  return (bytes[1] - bytes[0]) / (many - few);
}

// A row of all degrees per layer, besides what has the degrees of features only.
TYPED_TEST(WorkMemory, GrowsWithTheNumbersInAMessage) {
  Architecture a;
  a.layers = 2;
  a.channels = 16;
  a.l_hidden = 1;
  a.radial_hidden = {4};
  a.r_cut = 4.0;
  a.l_max = 2;
  double const low = bytes_of_an_atom<TypeParam, double>(a);
  a.l_max = 4;
  double const high = bytes_of_an_atom<TypeParam, double>(a);
  double const rows = (high - low) / (1.1 * (num_lm(4) - num_lm(2)) * a.channels * sizeof(double));  // 1.1: see grow()
  EXPECT_NEAR(rows, 2.0, 1e-6);
  a.channels = 48;
  double constexpr doubles = 3 * 1.1 * sizeof(double);  // energies and such
  EXPECT_NEAR((bytes_of_an_atom<TypeParam, double>(a) - doubles) / (high - doubles), 3.0, 1e-6);
}

TYPED_TEST(WorkMemory, OfAUsualModelInSinglePrecision) {
  Architecture a;
  a.layers = 2;
  a.channels = 64;
  a.l_max = 3;
  a.l_hidden = 1;
  a.radial_hidden = {4};
  a.r_cut = 4.0;
  double const bytes = bytes_per_atom<TypeParam, float>(a, 40);
  EXPECT_LE(bytes, 24e3);
  EXPECT_GE(bytes, 64 * sizeof(float) * 3 * num_lm(3));
}

std::vector<std::string>& allocations() {
  static std::vector<std::string> labels;
  return labels;
}

template <class Space>
void expect_one_allocation(Variant const& variant, ProductAlgorithms const& products) {
  Potential<Space> potential(random_model(variant), RadialEvaluation::network, products);
  StructureGraph<Space> graph({triclinic_cell(5, variant.architecture.species, 12)}, potential.r_cut());
  auto const evaluate = [&] {
    allocations().clear();
    Kokkos::Tools::Experimental::set_allocate_data_callback(
        [](auto, char const* label, void const*, std::uint64_t) { allocations().push_back(label); });
    potential.door().evaluate(Space{}, graph.graph());
    potential.door().virial(Space{});
    potential.door().atom_virials(Space{});
    Space{}.fence();
    Kokkos::Tools::Experimental::set_allocate_data_callback(nullptr);
    return allocations();
  };
  EXPECT_GT(evaluate().size(), 5u);
  auto positions = graph.positions();
  positions[0][1] += 0.01;
  graph.set_positions(positions);
  EXPECT_EQ(evaluate(), std::vector<std::string>{});
}

TYPED_TEST(WorkMemory, IsAllocatedOnce) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Architecture const& a = variant.architecture;
    expect_one_allocation<TypeParam>(variant, {});
    if (convolution_is_product(a))
      expect_one_allocation<TypeParam>(variant, ProductAlgorithms(a.layers, ProductAlgorithm::fourier));
  }
}

std::int64_t allocated = 0;

// Of a potential that has evaluated so many atoms: what it says to hold, and what was allocated and is still there.
template <class Space>
std::pair<std::int64_t, std::int64_t> said_and_allocated(Variant const& variant, int atoms) {
  StructureGraph<Space> const graph({triclinic_cell(atoms, variant.architecture.species, 12)},
                                    variant.architecture.r_cut);
  allocated = 0;
  Kokkos::Tools::Experimental::set_allocate_data_callback(
      [](auto, char const*, void const*, std::uint64_t bytes) { allocated += static_cast<std::int64_t>(bytes); });
  Kokkos::Tools::Experimental::set_deallocate_data_callback(
      [](auto, char const*, void const*, std::uint64_t bytes) { allocated -= static_cast<std::int64_t>(bytes); });
  Potential<Space> potential(random_model(variant), RadialEvaluation::network);
  potential.door().evaluate(Space{}, graph.graph());
  Space{}.fence();
  Kokkos::Tools::Experimental::set_allocate_data_callback(nullptr);
  Kokkos::Tools::Experimental::set_deallocate_data_callback(nullptr);
  return {static_cast<std::int64_t>(potential.door().work_bytes()), allocated};
}

TYPED_TEST(WorkMemory, IsWhatIsAllocated) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    // what does not grow with the atoms, tables and weights, is left out
    said_and_allocated<TypeParam>(variant, 5);  // tables that all potentials share are made
    auto const few = said_and_allocated<TypeParam>(variant, 5), many = said_and_allocated<TypeParam>(variant, 60);
    EXPECT_GT(many.first, few.first);
    EXPECT_EQ(many.first - few.first, many.second - few.second);
  }
}

}  // namespace
}  // namespace tesseral::test
