// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Whatever algorithm computes the node products: energies, forces, virials and the weights' gradient are the same.
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

/// What an evaluation finds.
struct Answers {
  Result result;
  std::vector<double> weight_gradient;
};

template <class Space, class Real>
Answers answers_of(ModelData const& data, ProductAlgorithms const& products, Structure const& structure) {
  Potential<Space, Real> potential(data, RadialEvaluation::network, products);
  Answers answers{potential.evaluate(structure), std::vector<double>(data.weights.size(), 0.0)};
  StructureGraph<Space> const graph({structure}, potential.r_cut());
  NoHalo<Space, Real> halo;
  Array1<Real, Space> const weight_adj("test::weight_adj", potential.model().values().extent(0));
  potential.evaluator().evaluate_with_weight_gradient(
      Space{}, graph.graph(), halo, to_space<Space>(std::vector<double>(graph.graph().n_owned, 1.0)), weight_adj);
  potential.model().add_gradient_to_host(weight_adj, answers.weight_gradient);
  return answers;
}

template <class Space, class Real>
void expect_agreement(double tolerance) {
  int compared = 0;
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    auto const& a = variant.architecture;
    ModelData const data = random_model(variant);
    auto const structure = triclinic_cell(5, a.species, 12);
    auto const expected =
        answers_of<Space, double>(data, ProductAlgorithms(a.layers, algorithms_for(a).front()), structure);
    for (ProductAlgorithm const algorithm : algorithms_for(a)) {
      SCOPED_TRACE(name(algorithm));
      auto const actual = answers_of<Space, Real>(data, ProductAlgorithms(a.layers, algorithm), structure);
      EXPECT_TRUE(all_near_relative(actual.result.atom_energy, expected.result.atom_energy, tolerance));
      EXPECT_TRUE(all_near_relative(actual.result.forces, expected.result.forces, tolerance));
      EXPECT_TRUE(all_near(actual.result.virial, expected.result.virial,
                           tolerance * max_abs(expected.result.forces) * a.r_cut));
      // where those of lone atoms are subtracted, digits go with what they have in common
      EXPECT_TRUE(
          all_near_relative(actual.weight_gradient, expected.weight_gradient, (variant.guarded ? 5 : 1) * tolerance));
      ++compared;
    }
  }
  EXPECT_GT(compared, 20);
}

template <class Space>
class ProductsAgree : public testing::Test {};
TYPED_TEST_SUITE(ProductsAgree, Spaces);

TYPED_TEST(ProductsAgree, InDoublePrecision) { expect_agreement<TypeParam, double>(1e-12); }
TYPED_TEST(ProductsAgree, InSinglePrecision) { expect_agreement<TypeParam, float>(1e-5); }

// Layers may have different algorithms, and rounding tells whether the one that was asked for is in use.
TYPED_TEST(ProductsAgree, AndAreThoseThatWereAskedFor) {
  auto const variant = variants()[2];
  ModelData const data = random_model(variant);
  auto const structure = triclinic_cell(5, variant.architecture.species, 12);
  // of many numbers, as energies of a few atoms may round alike
  auto const gradient = [&](ProductAlgorithms const& products) {
    return answers_of<TypeParam, float>(data, products, structure).weight_gradient;
  };
  auto const direct = ProductAlgorithm::direct, cp = ProductAlgorithm::cp, fourier = ProductAlgorithm::fourier;
  auto const expected = gradient({cp, cp});
  EXPECT_EQ(gradient({cp, cp}), expected);
  for (ProductAlgorithms const& products : {ProductAlgorithms{direct, cp}, {cp, fourier}, {direct, fourier}}) {
    auto const actual = gradient(products);
    EXPECT_NE(actual, expected) << names_of(products);
    EXPECT_TRUE(all_near_relative(actual, expected, 1e-5)) << names_of(products);
  }
}

}  // namespace
}  // namespace tesseral::test
