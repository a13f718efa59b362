// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// W_j[a][b] = sum_k (r_k - r_j)_a dE_k/dr_jb over all atoms k, unfolded, and the energies E_k that the potential gives
/// them: what a heat flux is made of.
#include "support/finite_differences.hpp"
#include "support/in_process_halo.hpp"
#include "support/law_test.hpp"
#include "support/source_folder.hpp"
#include "support/unfolded.hpp"
#include "tesseral/forces/edge_forces.hpp"
#include "tesseral/model/model_file.hpp"

#include <map>
#include <utility>

namespace tesseral::test {
namespace {

using Tensors = std::vector<std::array<double, 9>>;  // [atom], xx yy zz xy xz yz yx zx zy
constexpr int row[9] = {0, 1, 2, 0, 0, 1, 1, 2, 2}, column[9] = {0, 1, 2, 1, 2, 2, 0, 0, 1};

// Each domain counts its coordinates from an origin of its own.
template <class Space>
Vectors<double, Space> positions_of(Domain const& domain, Structure const& structure, int number) {
  std::array<double, 3> const origin = {7.0 * number, -3.0, 2.0 * number};
  std::vector<std::array<double, 3>> x(domain.atom.size());
  for (int i = 0; i < domain.n_owned; ++i)
    for (int d = 0; d < 3; ++d) x[i][d] = structure.positions[domain.atom[i]][d] - origin[d];
  for (Edge const& edge : domain.edges)
    for (int d = 0; d < 3; ++d) x[edge.sender][d] = x[edge.receiver][d] + edge.offset[d];
  return to_space<Space>(x);
}

// By the engine, atoms spread over domains; those of ghosts go to their owners.
template <class Space, class Real>
Tensors by_engine(Potential<Space, Real>& potential, Structure const& structure, std::vector<int> const& domain_of,
                  int n_domains) {
  auto const domains = split(structure, potential.r_cut(), domain_of, n_domains);
  HaloRecord record(domains);
  Tensors tensors;
  std::size_t const last = n_domains == 1 ? 0 : 5 * (potential.model().architecture().layers - 1) + 1;
  for (std::size_t round = 0; round <= last; ++round) {
    tensors.assign(structure.species.size(), {});
    for (int d = 0; d < n_domains; ++d) {
      DomainGraph<Space> const graph(domains[d]);
      InProcessHalo<Space> halo(record, d);
      auto const positions = positions_of<Space>(domains[d], structure, d);
      auto const result = potential.door().evaluate_with_centroid_virials(Space(), graph.graph(), positions, halo);
      auto const W = to_host(result.centroid_virials);
      for (std::size_t i = 0; i < domains[d].atom.size(); ++i)
        for (int c = 0; c < 9; ++c) tensors[domains[d].atom[i]][c] += W[9 * i + c];
    }
  }
  return tensors;
}
template <class Space, class Real>
Tensors by_engine(Potential<Space, Real>& potential, Structure const& structure) {
  return by_engine(potential, structure, std::vector<int>(structure.species.size(), 0), 1);
}

// One atom's energy after the other: as far as layers reach, all that it depends on is around it.
template <class Space>
Tensors by_single_energies(Potential<Space>& potential, Structure const& structure) {
  double const reach = potential.model().architecture().layers * potential.r_cut();
  Tensors tensors(structure.species.size());
  for (int k = 0; k < static_cast<int>(structure.species.size()); ++k) {
    auto const [cluster, atom] = unfolded(structure, k, reach);
    StructureGraph<Space> const graph({cluster}, potential.r_cut());
    std::vector<double> only_k(cluster.species.size(), 0.0);
    only_k[0] = 1.0;
    NoHalo<Space, double> no_halo;
    potential.evaluator().evaluate(Space(), graph.graph(), no_halo, WayBack::repeated);
    auto const evaluation = potential.evaluator().weighted_gradient(Space(), no_halo, to_space<Space>(only_k));
    Vectors<double, Space> const forces("test::forces", only_k.size());
    gather_forces(Space(), graph.graph(), evaluation.edge_gradient, forces);
    Space().fence();
    auto const force = to_host(forces);
    for (std::size_t j = 0; j < atom.size(); ++j)
      for (int c = 0; c < 9; ++c)
        tensors[atom[j]][c] -= (cluster.positions[0][row[c]] - cluster.positions[j][row[c]]) * force[3 * j + column[c]];
  }
  return tensors;
}

// Of a structure that is not periodic, by nothing but energies.
template <class Space>
Tensors by_finite_differences(Potential<Space>& potential, Structure const& structure) {
  constexpr double step = 2e-4;  // Å
  int const n = static_cast<int>(structure.species.size());
  Tensors tensors(n);
  for (int j = 0; j < n; ++j)
    for (int b = 0; b < 3; ++b) {
      std::map<double, std::vector<double>> energies;  // of all atoms, by how far j is moved
      for (double const h : {-2.0 * step, -step, step, 2.0 * step}) {
        Structure moved = structure;
        moved.positions[j][b] += h;
        energies[h] = potential.evaluate(moved).atom_energy;
      }
      for (int k = 0; k < n; ++k) {
        double const slope = derivative([&](double h) { return energies.at(h)[k]; }, step);
        for (int c = 0; c < 9; ++c)
          if (column[c] == b)
            tensors[j][c] += (structure.positions[k][row[c]] - structure.positions[j][row[c]]) * slope;
      }
    }
  return tensors;
}

Tensors transposed(Tensors tensors) {
  for (auto& t : tensors)
    for (int c = 3; c < 6; ++c) std::swap(t[c], t[c + 3]);
  return tensors;
}

template <class Space>
class CentroidVirial : public LawTest<Space> {};
TYPED_TEST_SUITE(CentroidVirial, Spaces);

TYPED_TEST(CentroidVirial, IsTheMomentOfEachAtomsEnergy) {
  this->for_each_case(RadialEvaluation::table, [&](auto& potential, Structure const& structure) {
    Tensors const W = by_engine(potential, structure), expected = by_single_energies(potential, structure);
    EXPECT_TRUE(all_near_relative(W, expected, 1e-11));
    // the tensors of two equal atoms in a cell, which an inversion exchanges, are symmetric
    if (potential.model().architecture().layers > 1 && structure.species.size() > 2) {
      EXPECT_FALSE(all_near_relative(transposed(W), expected, 1e-6)) << "a transposed tensor would pass";
    }
  });
}

TYPED_TEST(CentroidVirial, IsThatOfFiniteDifferencesOfTheEnergies) {
  this->for_each_case(RadialEvaluation::table, [&](auto& potential, Structure const& structure) {
    if (structure.periodic[0]) return;
    EXPECT_TRUE(all_near_relative(by_engine(potential, structure), by_finite_differences(potential, structure), 1e-7));
  });
}

TYPED_TEST(CentroidVirial, AddsUpToTheVirial) {
  this->for_each_case(RadialEvaluation::table, [&](auto& potential, Structure const& structure) {
    std::array<double, 6> sum{};
    for (auto const& t : by_engine(potential, structure))
      for (int c = 0; c < 6; ++c) sum[c] += c < 3 ? t[c] : 0.5 * (t[c] + t[c + 3]);
    EXPECT_TRUE(all_near_relative(sum, potential.evaluate(structure).virial, 1e-10));
  });
}

// Three domains, of which one owns nothing, and energies, forces and virial that stay what they are without.
TYPED_TEST(CentroidVirial, AnyDivisionIntoDomainsGivesTheSame) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    Structure const structure = triclinic_cell(5, variant.architecture.species, 12);
    EXPECT_TRUE(
        all_near_relative(by_engine(potential, structure, {0, 2, 0, 2, 0}, 3), by_engine(potential, structure), 1e-11));
  }
}

TYPED_TEST(CentroidVirial, AnyProductGivesTheSame) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Architecture const& a = variant.architecture;
    ModelData const data = random_model(variant);
    Structure const structure = triclinic_cell(5, a.species, 12);
    Potential<TypeParam> chosen(data);
    Tensors const expected = by_engine(chosen, structure);
    for (ProductAlgorithm const algorithm : algorithms_for(a)) {
      Potential<TypeParam> potential(data, RadialEvaluation::network, ProductAlgorithms(a.layers, algorithm));
      EXPECT_TRUE(all_near_relative(by_engine(potential, structure), expected, 1e-11)) << name(algorithm);
    }
  }
}

TYPED_TEST(CentroidVirial, ComesWithTheSameAnswers) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Potential<TypeParam> potential(random_model(variant));
    Structure const structure = triclinic_cell(5, variant.architecture.species, 12);
    auto const domains = split(structure, potential.r_cut(), std::vector<int>(5, 0), 1);
    DomainGraph<TypeParam> const graph(domains[0]);
    HaloRecord record(domains);
    InProcessHalo<TypeParam> halo(record, 0), again(record, 0);
    auto& door = potential.door();
    auto const plain = door.evaluate(TypeParam(), graph.graph(), halo);
    auto const energies = to_host(plain.energies), forces = to_host(plain.forces),
               gradient = to_host(plain.edge_gradient), atom_virials = to_host(door.atom_virials(TypeParam()));
    auto const virial = door.virial(TypeParam());
    auto const result = door.evaluate_with_centroid_virials(TypeParam(), graph.graph(),
                                                            positions_of<TypeParam>(domains[0], structure, 0), again);
    EXPECT_EQ(to_host(result.energies), energies);
    EXPECT_EQ(to_host(result.forces), forces);
    auto const same_gradient = to_host(result.edge_gradient);
    for (EdgeIndex k = 0; k < 3 * graph.graph().n_edges(); ++k) EXPECT_EQ(same_gradient[k], gradient[k]);
    EXPECT_EQ(door.virial(TypeParam()), virial);
    EXPECT_EQ(to_host(door.atom_virials(TypeParam())), atom_virials);
  }
}

TYPED_TEST(CentroidVirial, OfFloatsIsNear) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    Structure structure = triclinic_cell(5, variant.architecture.species, 12);
    Potential<TypeParam> potential(random_model(variant));
    Potential<TypeParam, float> floats(random_model(variant));
    Tensors const expected = by_engine(potential, structure);
    for (auto& x : structure.positions) x[1] += 4000.0;  // where the origin of coordinates is does not matter
    EXPECT_TRUE(all_near_relative(by_engine(floats, structure), expected, 2e-5));
  }
}

TYPED_TEST(CentroidVirial, OfSiliconIsTheMomentOfEachAtomsEnergy) {
  Potential<TypeParam> potential(read_model(source_folder() + "/potentials/si-small.h5"), RadialEvaluation::table);
  Structure silicon;
  double const a = 5.43;
  silicon.cell = {{{a, 0, 0}, {0, a, 0}, {0, 0, a}}};
  silicon.periodic = {true, true, true};
  Random random(8);
  for (int k = 0; k < 8; ++k) {
    std::array<double, 3> x = {(k & 2) / 4.0 + (k & 4 ? 0.25 : 0.0), 0.0, 0.0};
    x[1] = (k & 1) / 2.0 + (k & 4 ? 0.25 : 0.0);
    x[2] = ((k & 1) ^ ((k & 2) >> 1)) / 2.0 + (k & 4 ? 0.25 : 0.0);
    for (double& each : x) each = a * each + 0.1 * random.normal();
    silicon.species.push_back(0);
    silicon.positions.push_back(x);
  }
  Tensors const W = by_engine(potential, silicon), expected = by_single_energies(potential, silicon);
  EXPECT_GT(max_abs(W), 1.0);
  EXPECT_TRUE(all_near_relative(W, expected, 1e-11));
  EXPECT_FALSE(all_near_relative(transposed(W), expected, 1e-6)) << "a transposed tensor would pass";
}

}  // namespace
}  // namespace tesseral::test
