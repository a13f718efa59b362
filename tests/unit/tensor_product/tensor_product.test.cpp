// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

#include "reference/tensor_product.hpp"
#include "support/adjoint.hpp"
#include "support/product_algorithms.hpp"
#include "support/product_operands.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr SecondOperand seconds[] = {SecondOperand::per_channel, SecondOperand::broadcast};
// unrolled and generic sums, rules with both kinds of reflections, unequal degrees
constexpr int degrees[][3] = {{0, 0, 0}, {1, 1, 1}, {1, 3, 3}, {3, 2, 3}, {3, 3, 0}, {2, 4, 3}, {5, 5, 5}, {2, 6, 7}};

template <class Space, class Real = double>
ProductSpec spec_of(int const (&l)[3], SecondOperand second, int channels) {
  return {l[0], l[1], l[2], padded<Space, Real>(channels), second};
}

std::string name(ProductSpec const& spec, ProductAlgorithm algorithm, int terms) {
  return "l " + std::to_string(spec.l_x) + " " + std::to_string(spec.l_y) + " " + std::to_string(spec.l_z) +
         ", algorithm " + std::to_string(static_cast<int>(algorithm)) +
         (spec.second == SecondOperand::broadcast ? ", shared" : "") + ", terms " + std::to_string(terms);
}

/// Calls test(spec, algorithm, number of weight terms) for everything that a product can be.
template <class Space, class Test>
void for_each_product(Test const& test) {
  for (auto const& l : degrees)
    for (SecondOperand const second : seconds)
      for (ProductAlgorithm const algorithm : every_algorithm<Space>())
        for (int const terms : {0, 2}) {
          // 40 channels: a whole tile and a part of one
          auto const spec = spec_of<Space>(l, second, l[0] == 2 ? 40 : 5);
          SCOPED_TRACE(name(spec, algorithm, terms));
          test(spec, algorithm, terms);
        }
}

std::vector<double> column(std::vector<double> const& values, int item, int rows, int channels, int c) {
  std::vector<double> x;
  for (int lm = 0; lm < rows; ++lm) x.push_back(values[(item * rows + lm) * channels + c]);
  return x;
}

/// The product by quadrature; weight(l1, l2, l, c).
template <class Weight>
std::vector<double> reference_product(ProductSpec const& spec, ProductOperands const& in, Weight const& weight) {
  int const rows = num_lm(spec.l_z), C = spec.channels;
  std::vector<double> z(in.items * rows * C);
  for (int i = 0; i < in.items; ++i)
    for (int c = 0; c < C; ++c) {
      bool const shared = spec.second == SecondOperand::broadcast;
      auto const column_z =
          reference::gaunt_product(spec.l_x, spec.l_y, spec.l_z, column(in.x, i, num_lm(spec.l_x), C, c),
                                   column(in.y, i, num_lm(spec.l_y), shared ? 1 : C, shared ? 0 : c),
                                   [&](int l1, int l2, int l) { return weight(l1, l2, l, c); });
      for (int lm = 0; lm < rows; ++lm) z[(i * rows + lm) * C + c] = column_z[lm];
    }
  return z;
}

double factored_weight(ProductSpec const& spec, ProductOperands const& in, int l1, int l2, int l, int c) {
  if (in.terms == 0) return 1.0;
  double sum = 0.0;
  for (int k = 0; k < in.terms; ++k)
    sum += in.w_x[(k * (spec.l_x + 1) + l1) * spec.channels + c] *
           in.w_y[(k * (spec.l_y + 1) + l2) * spec.channels + c] * in.w_z[(k * (spec.l_z + 1) + l) * spec.channels + c];
  return sum;
}

template <class Space>
class TensorProductTest : public testing::Test {};
TYPED_TEST_SUITE(TensorProductTest, Spaces);

TYPED_TEST(TensorProductTest, ForwardIsEquivalentToReference) {
  for_each_product<TypeParam>([](ProductSpec const& spec, ProductAlgorithm algorithm, int terms) {
    ProductOperands const in(spec, 2, terms, 1);
    auto const product = make_gaunt_product<TypeParam, double>(spec, algorithm);
    auto const expected = reference_product(
        spec, in, [&](int l1, int l2, int l, int c) { return factored_weight(spec, in, l1, l2, l, c); });
    EXPECT_TRUE(all_near_relative(forward(product, in), expected, 1e-12));
  });
}

// The product is linear in each operand and in each factor of the weights: <f(v), z_adj> = <v, adjoint> for any v.
TYPED_TEST(TensorProductTest, BackwardIsTheAdjointOfEveryInput) {
  for_each_product<TypeParam>([](ProductSpec const& spec, ProductAlgorithm algorithm, int terms) {
    ProductOperands const in(spec, 9, terms, 2);
    ProductOperands const v(spec, 9, terms, 3);
    auto const product = make_gaunt_product<TypeParam, double>(spec, algorithm);
    auto const adjoints = backward(product, in, terms > 0 ? 4 : 0);
    auto const expect = [&](char const* what, std::vector<double> ProductOperands::*input,
                            std::vector<double> const& adjoint) {
      ProductOperands moved = in;
      moved.*input = v.*input;
      auto const z = forward(product, moved);
      double const scale = std::sqrt(dot(z, z) * dot(in.z_adj, in.z_adj));
      ASSERT_EQ((v.*input).size(), adjoint.size()) << what;
      EXPECT_GT(scale, 0.0) << what;
      EXPECT_NEAR(dot(v.*input, adjoint), dot(z, in.z_adj), 1e-13 * scale) << what;
    };
    expect("x", &ProductOperands::x, adjoints.x);
    expect("y", &ProductOperands::y, adjoints.y);
    if (terms == 0) return;
    expect("w_x", &ProductOperands::w_x, adjoints.w_x);
    expect("w_y", &ProductOperands::w_y, adjoints.w_y);
    expect("w_z", &ProductOperands::w_z, adjoints.w_z);
    auto const without = backward(product, in, 0);
    EXPECT_TRUE(all_near_relative(without.x, adjoints.x, 1e-14));
    EXPECT_TRUE(all_near_relative(without.y, adjoints.y, 1e-14));
  });
}

// The same by differences, which know nothing of linearity.
TYPED_TEST(TensorProductTest, BackwardIsTheDerivative) {
  for_each_product<TypeParam>([](ProductSpec const& spec, ProductAlgorithm algorithm, int terms) {
    if (spec.channels > 8) return;  // one tile is enough here
    ProductOperands const in(spec, 2, terms, 12);
    auto const product = make_gaunt_product<TypeParam, double>(spec, algorithm);
    auto const adjoints = backward(product, in, terms > 0 ? 1 : 0);
    auto const expect = [&](std::vector<double> ProductOperands::*input, std::vector<double> const& adjoint) {
      auto const f = [&](std::vector<double> const& values) {
        ProductOperands moved = in;
        moved.*input = values;
        return forward(product, moved);
      };
      expect_adjoint(f, in.*input, adjoint, in.z_adj, 1e-8);
    };
    expect(&ProductOperands::x, adjoints.x);
    expect(&ProductOperands::y, adjoints.y);
    if (terms > 0) expect(&ProductOperands::w_x, adjoints.w_x);
  });
}

// Free weights of paths, and their gradient.
TYPED_TEST(TensorProductTest, DirectTakesAWeightForEveryPath) {
  for (auto const& l : degrees)
    for (SecondOperand const second : seconds) {
      auto const spec = spec_of<TypeParam>(l, second, 5);
      SCOPED_TRACE(name(spec, ProductAlgorithm::direct, 0));
      auto const product = make_gaunt_product<TypeParam, double>(spec, ProductAlgorithm::direct);
      auto const& paths = std::get<DirectProduct<TypeParam, double>>(product.tables).paths;
      ProductOperands in(spec, 3, 0, 4);
      Random random(5);
      in.w_path = random.normals(paths.paths.size() * spec.channels);
      auto const expected = reference_product(spec, in, [&](int l1, int l2, int l, int c) {
        int const path = paths.find(l1, l2, l);
        return path < 0 ? 0.0 : in.w_path[path * spec.channels + c];
      });
      EXPECT_TRUE(all_near_relative(forward(product, in), expected, 1e-12));
      auto const adjoints = backward(product, in, 2);
      auto const v = random.normals(in.w_path.size());
      ProductOperands moved = in;
      moved.w_path = v;
      EXPECT_NEAR(dot(v, adjoints.w_path), dot(forward(product, moved), in.z_adj), 1e-10);
      auto const v_x = random.normals(in.x.size());
      moved = in;
      moved.x = v_x;
      EXPECT_NEAR(dot(v_x, adjoints.x), dot(forward(product, moved), in.z_adj), 1e-10);
    }
}

/// Naive sums over any coefficients.
std::vector<double> sparse_product(ProductSpec const& spec, ProductOperands const& in,
                                   std::vector<ProductTerm> const& terms) {
  int const C = spec.channels;
  std::vector<double> z(in.items * num_lm(spec.l_z) * C, 0.0);
  for (int i = 0; i < in.items; ++i)
    for (auto const& t : terms)
      for (int c = 0; c < C; ++c)
        z[(i * num_lm(spec.l_z) + t.lm) * C + c] +=
            t.value * in.x[(i * num_lm(spec.l_x) + t.lm1) * C + c] * in.y[(i * num_lm(spec.l_y) + t.lm2) * C + c];
  return z;
}

// Coefficients of paths with l1 + l2 + l odd, of other symmetry than Gaunt's and with paths missing.
TYPED_TEST(TensorProductTest, DirectTakesAnyCoefficients) {
  Random random(6);
  auto const spec = spec_of<TypeParam>({2, 3, 2}, SecondOperand::per_channel, 5);
  std::vector<ProductTerm> terms;
  for (int lm = 0; lm < num_lm(spec.l_z); ++lm)
    for (int lm1 = 1; lm1 < num_lm(spec.l_x); ++lm1)
      for (int lm2 = 0; lm2 < num_lm(spec.l_y); ++lm2)
        if (random.uniform() < 0.1) terms.push_back({lm1, lm2, lm, random.normal()});
  ProductOperands const in(spec, 4, 0, 7);
  auto const product = make_sparse_product<TypeParam, double>(spec, terms);
  EXPECT_TRUE(all_near_relative(forward(product, in), sparse_product(spec, in, terms), 1e-13));
  auto const adjoints = backward(product, in, 0);
  ProductOperands moved = in;
  moved.y = random.normals(in.y.size());
  EXPECT_NEAR(dot(moved.y, adjoints.y), dot(forward(product, moved), in.z_adj), 1e-10);
}

TYPED_TEST(TensorProductTest, UnrolledSumsServeLowDegreesOfTheGauntCoupling) {
  auto const unrolled = [](std::vector<ProductTerm> const& terms, int l) {
    ProductSpec const spec{l, l, l, padded<TypeParam, double>(1), SecondOperand::per_channel};
    auto const product = make_sparse_product<TypeParam, double>(spec, terms);
    return std::get<DirectProduct<TypeParam, double>>(product.tables).forward.unrolled;
  };
  auto terms = gaunt_product_terms(3, 3, 3);
  EXPECT_TRUE(unrolled(terms, 3));
  EXPECT_FALSE(unrolled(gaunt_product_terms(4, 4, 4), 4));
  terms.push_back({2, 2, 2, 1.0});  // (1, 1, 1) has an odd sum
  EXPECT_FALSE(unrolled(terms, 3));
}

TYPED_TEST(TensorProductTest, NoItemsAreNoError) {
  auto const spec = spec_of<TypeParam>({1, 1, 1}, SecondOperand::per_channel, 1);
  for (ProductAlgorithm const algorithm : every_algorithm<TypeParam>()) {
    auto const product = make_gaunt_product<TypeParam, double>(spec, algorithm);
    Features<double, TypeParam> const none("none", 0, 4 * spec.channels);
    EXPECT_NO_THROW((product_forward<TypeParam, double>(TypeParam{}, product, {}, 0, none, none, none)));
    EXPECT_NO_THROW((product_backward<TypeParam, double>(TypeParam{}, product, {}, 0, none, none, none, none, none)));
  }
}

TEST(TensorProduct, WrongRequestsAreErrors) {
  using Space = HostSpace;
  int const C = padded<Space, double>(1);
  auto const error_of = [](auto const& call) -> std::string {
    try {
      call();
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  auto const make = [&](int l_x, int l_y, int channels) {
    return error_of([&] { make_gaunt_product<Space, double>({l_x, l_y, 1, channels}, ProductAlgorithm::cp); });
  };
  EXPECT_EQ(make(1, 10, C), "no error");
  EXPECT_NE(make(11, 1, C).find("degree 11"), std::string::npos);
  EXPECT_NE(make(1, -1, C).find("degree -1"), std::string::npos);
  EXPECT_NE(make(1, 1, C + 1).find("channels"), std::string::npos);
  EXPECT_NE(make(1, 1, 0).find("channels"), std::string::npos);
  ProductSpec const spec{1, 1, 1, C};
  EXPECT_NE(error_of([&] {
              make_sparse_product<Space, double>(spec, {{0, 4, 0, 1.0}});
            }).find("(0, 4, 0)"),
            std::string::npos);
  ProductWeights<Space, double> paths;
  paths.path = to_space<Space>(std::vector<double>(4 * C));
  auto const cp = make_gaunt_product<Space, double>(spec, ProductAlgorithm::cp);
  ProductWeights<Space, double> typed;
  typed.type = to_space<Space>(std::vector<int>(1));
  EXPECT_NE(error_of([&] { product_forward<Space, double>(Space{}, cp, typed, 0, {}, {}, {}); }).find("types of items"),
            std::string::npos);
  EXPECT_NE(error_of([&] { product_forward<Space, double>(Space{}, cp, paths, 0, {}, {}, {}); }).find("free weights"),
            std::string::npos);
  ProductGradient<Space, double> gradient;
  gradient.x = Array2<double, Space>("gradient", 1, 2 * C);
  EXPECT_NE(error_of([&] {
              product_backward<Space, double>(Space{}, cp, {}, 0, {}, {}, {}, {}, {}, gradient);
            }).find("no such weights"),
            std::string::npos);
}

}  // namespace
}  // namespace tesseral::test
