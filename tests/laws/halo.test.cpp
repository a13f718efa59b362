// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Ghost atoms and their exchange change nothing: the same energies, forces and virial as from one graph whose edges go
/// to periodic images directly.
#include "support/in_process_halo.hpp"
#include "support/law_test.hpp"

#include <algorithm>

namespace tesseral::test {
namespace {

// Results of domains put together in the structure's numbering; forces on ghosts go to their owners.
Result gathered(std::vector<Domain> const& domains, std::vector<Result> const& results, std::size_t n_atoms) {
  Result whole;
  whole.atom_energy.resize(n_atoms);
  whole.forces.resize(n_atoms);
  for (std::size_t d = 0; d < domains.size(); ++d) {
    for (int i = 0; i < domains[d].n_owned; ++i) whole.atom_energy[domains[d].atom[i]] = results[d].atom_energy[i];
    for (std::size_t i = 0; i < domains[d].atom.size(); ++i)
      for (int k = 0; k < 3; ++k) whole.forces[domains[d].atom[i]][k] += results[d].forces[i][k];
    for (int k = 0; k < 6; ++k) whole.virial[k] += results[d].virial[k];
  }
  return whole;
}

void expect_same(Result const& actual, Result const& expected, double tolerance = 1e-12) {
  EXPECT_TRUE(all_near_relative(actual.atom_energy, expected.atom_energy, tolerance));
  EXPECT_TRUE(all_near_relative(actual.forces, expected.forces, tolerance));
  EXPECT_TRUE(all_near_relative(actual.virial, expected.virial, tolerance));
}

template <class Space>
class Halo : public LawTest<Space> {};
TYPED_TEST_SUITE(Halo, Spaces);

TYPED_TEST(Halo, GhostImagesOfOneDomainServeAsWellAsImageEdges) {
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Result const expected = potential.evaluate(structure);
    std::vector<int> const all_here(structure.species.size(), 0);
    auto const domains = split(structure, potential.r_cut(), all_here, 1);
    DomainGraph<TypeParam> const graph(domains[0]);
    if (structure.periodic[0]) {
      EXPECT_GT(graph.graph().n_total, graph.graph().n_owned);
    }
    HaloRecord record(domains);
    InProcessHalo<TypeParam> halo(record, 0);
    Result const actual = potential.evaluate(graph.graph(), halo);
    expect_same(gathered(domains, {actual}, structure.species.size()), expected);
    if (potential.model().architecture().layers > 1) {
      EXPECT_GT(halo.calls(), 0u);
    }
  });
}

TYPED_TEST(Halo, CarriesFloatsToo) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam, float> potential(random_model(variant));
    Structure const structure = triclinic_cell(5, variant.architecture.species, 12);
    auto const domains = split(structure, potential.r_cut(), {0, 0, 0, 0, 0}, 1);
    HaloRecord record(domains);
    InProcessHalo<TypeParam> halo(record, 0);
    Result const actual = potential.evaluate(DomainGraph<TypeParam>(domains[0]).graph(), halo);
    expect_same(gathered(domains, {actual}, structure.species.size()), potential.evaluate(structure), 1e-5);
    EXPECT_EQ(halo.calls(), 2u * (variant.architecture.layers - 1));
  }
}

// Three domains, of which one owns nothing but has to join in every exchange.
TYPED_TEST(Halo, AnyDivisionIntoDomainsGivesTheSame) {
  Random random(3);
  this->for_each_case([&](auto& potential, Structure const& structure) {
    Result const expected = potential.evaluate(structure);
    std::vector<int> domain_of(structure.species.size());
    for (int& d : domain_of) d = 2 * random.index(2);
    domain_of[0] = 0;
    domain_of[1] = 2;
    auto const domains = split(structure, potential.r_cut(), domain_of, 3);
    HaloRecord record(domains);
    std::vector<Result> results(3);
    std::size_t exchanges = 0;
    for (std::size_t round = 0; round <= exchanges; ++round)
      for (int d = 0; d < 3; ++d) {
        DomainGraph<TypeParam> const graph(domains[d]);
        InProcessHalo<TypeParam> halo(record, d);
        results[d] = potential.evaluate(graph.graph(), halo);
        if (round == 0 && d == 0) exchanges = halo.calls();
        EXPECT_EQ(halo.calls(), exchanges) << "domain " << d;
      }
    expect_same(gathered(domains, results, structure.species.size()), expected);
  });
}

// <copy x, y> = <x, add y>: the exchange that these tests trust is its own adjoint's adjoint.
TYPED_TEST(Halo, AddingIsTheAdjointOfCopying) {
  Structure const structure = self_neighbor_cell(1, 4.0);
  auto const domains = split(structure, 4.0, {0, 0}, 1);
  std::size_t const n_owned = domains[0].n_owned, n_total = domains[0].atom.size(), width = 5;
  ASSERT_GT(n_total, n_owned);
  HaloRecord record(domains);
  InProcessHalo<TypeParam> halo(record, 0);
  Features<double, TypeParam> const x("test::x", n_total, width), y("test::y", n_total, width);
  Random random(4);
  for (std::size_t i = 0; i < n_total; ++i)
    for (std::size_t k = 0; k < width; ++k) {
      if (i < n_owned) x(i, k) = random.normal();
      y(i, k) = random.normal();
    }
  auto const dot = [&](std::size_t rows) {
    double sum = 0.0;
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < width; ++k) sum += x(i, k) * y(i, k);
    return sum;
  };
  halo.copy_owned_to_ghosts(x);
  double const copied = dot(n_total);
  halo.add_ghosts_to_owned(y);
  EXPECT_NEAR(dot(n_owned), copied, 1e-12 * std::abs(copied));
}

}  // namespace
}  // namespace tesseral::test
