// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// All algorithms compute the same map, and that map is equivariant.
#include "support/product_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace tesseral::test {
namespace {

using Space = HostSpace;

/// Every way to a Gaunt product, by name; the first is `direct`.
template <class Real>
std::vector<std::pair<std::string, TensorProduct<Space, Real>>> all_products(ProductSpec const& spec) {
  int const degree = spec.l_x + spec.l_y + spec.l_z;
  auto const cp = [&](OrbitRule const& rule) {
    return TensorProduct<Space, Real>{spec, make_gaunt_cp_product<Space, Real>(spec, rule)};
  };
  std::vector<std::pair<std::string, TensorProduct<Space, Real>>> products = {
      {"direct", make_gaunt_product<Space, Real>(spec, ProductAlgorithm::direct)},
      {"cp", make_gaunt_product<Space, Real>(spec, ProductAlgorithm::cp)},
      {"fourier", make_gaunt_product<Space, Real>(spec, ProductAlgorithm::fourier)},
      {"cp antipodal", cp(antipodal_rule(degree))},
      {"cp reflections", cp(reflection_rule(degree))}};
  if (has_fast_fourier<Space>())
    products.emplace_back("fft", make_gaunt_product<Space, Real>(spec, ProductAlgorithm::fft));
  return products;
}

template <class Real>
void expect_agreement(int l_x, int l_y, int l_z, SecondOperand second, double tolerance) {
  // a whole tile of channels and a part of one
  ProductSpec const spec{l_x, l_y, l_z, 5 * lanes_of<Space, Real>, second};
  ProductOperands const in(spec, 2, 0, 10 + l_x);
  auto const products = all_products<Real>(spec);
  auto const expected = forward(products.front().second, in);
  auto const expected_adjoints = backward(products.front().second, in, 0);
  for (auto const& [name, product] : products) {
    SCOPED_TRACE(name + ", l " + std::to_string(l_x) + " " + std::to_string(l_y) + " " + std::to_string(l_z) +
                 (second == SecondOperand::broadcast ? ", shared" : ""));
    EXPECT_TRUE(all_near_relative(forward(product, in), expected, tolerance));
    auto const adjoints = backward(product, in, 0);
    EXPECT_TRUE(all_near_relative(adjoints.x, expected_adjoints.x, tolerance));
    EXPECT_TRUE(all_near_relative(adjoints.y, expected_adjoints.y, tolerance));
  }
}

TEST(ProductAlgorithms, AgreeInDouble) {
  for (int l = 0; l <= max_l_product; ++l)
    for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast})
      expect_agreement<double>(l, l, l, second, 1e-12);
}

TEST(ProductAlgorithms, AgreeInFloat) {
  for (int l = 0; l <= 8; ++l)
    for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast})
      expect_agreement<float>(l, l, l, second, 1e-5);
}

// The highest degree may be of either factor or of the product, and there may be no path to it.
TEST(ProductAlgorithms, AgreeWithDegreesThatDiffer) {
  for (int l_x : {0, 1, 3, 6})
    for (int l_y : {0, 1, 3, 6})
      for (int l_z : {0, 2, 5})
        for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast})
          expect_agreement<double>(l_x, l_y, l_z, second, 1e-12);
}

TEST(ProductAlgorithms, FloatTracksDouble) {
  ProductSpec const spec{4, 4, 4, padded<Space, float>(16), SecondOperand::per_channel};
  ProductOperands const in(spec, 3, 0, 30);
  auto const exact = forward(make_gaunt_product<Space, double>(spec, ProductAlgorithm::direct), in);
  for (auto const& [name, product] : all_products<float>(spec))
    EXPECT_TRUE(all_near_relative(forward(product, in), exact, 3e-6)) << name;
}

TEST(ProductAlgorithms, AreEquivariantUnderRotationsAndReflections) {
  Random random(31);
  for (SecondOperand const second : {SecondOperand::per_channel, SecondOperand::broadcast}) {
    ProductSpec const spec{4, 6, 5, padded<Space, double>(1), second};
    ProductOperands const in(spec, 2, 2, 32);
    for (Matrix3 R : {random_rotation(random), random_rotation(random), inversion}) {
      ProductOperands moved = in;
      moved.x = turned(in.x, in.items, spec.l_x, R);
      moved.y = turned(in.y, in.items, spec.l_y, R);
      for (auto const& [name, product] : all_products<double>(spec))
        EXPECT_TRUE(
            all_near_relative(forward(product, moved), turned(forward(product, in), in.items, spec.l_z, R), 1e-13))
            << name;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
