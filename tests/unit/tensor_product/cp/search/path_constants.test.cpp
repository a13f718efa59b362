// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/search/path_constants.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

double value(PathProducts const& products, PathConstant const& path) {
  std::size_t const degrees = products.a.size() / products.terms;
  double sum = 0.0;
  for (int k = 0; k < products.terms; ++k)
    sum += products.a[k * degrees + path.l1] * products.b[k * degrees + path.l2] * products.c[k * degrees + path.l3];
  return sum;
}

std::vector<PathConstant> sum_of_products(int terms, int degrees) {
  Random random(5);
  std::vector<PathConstant> values;
  auto const a = random.normals(terms * degrees), b = random.normals(terms * degrees),
             c = random.normals(terms * degrees);
  for (int l1 = 0; l1 < degrees; ++l1)
    for (int l2 = 0; l2 < degrees; ++l2)
      for (int l3 = 0; l3 < degrees; ++l3) {
        double sum = 0.0;
        for (int k = 0; k < terms; ++k) sum += a[k * degrees + l1] * b[k * degrees + l2] * c[k * degrees + l3];
        values.push_back({l1, l2, l3, sum});
      }
  return values;
}

TEST(PathConstants, TheFewestTermsAreFound) {
  for (int const terms : {1, 2, 3}) {
    auto const values = sum_of_products(terms, 4);
    PathProducts const products = factor_path_constants(values);
    EXPECT_EQ(products.terms, terms);
    for (auto const& path : values) EXPECT_NEAR(value(products, path), path.value, 1e-12);
  }
}

// Four numbers on the paths of l <= 1 need one product; as a full 2 x 2 x 2 array with zeros they would need more.
TEST(PathConstants, OtherPathsAreFree) {
  std::vector<PathConstant> values = {{0, 0, 0, 1.0}, {0, 1, 1, 2.0}, {1, 0, 1, 3.0}, {1, 1, 0, 5.0}};
  EXPECT_EQ(factor_path_constants(values).terms, 1);
  for (auto const& zero : {PathConstant{0, 0, 1, 0.0}, {0, 1, 0, 0.0}, {1, 0, 0, 0.0}, {1, 1, 1, 0.0}})
    values.push_back(zero);
  PathProducts const products = factor_path_constants(values);
  EXPECT_GT(products.terms, 1);
  for (auto const& path : values) EXPECT_NEAR(value(products, path), path.value, 1e-12);
}

}  // namespace
}  // namespace tesseral::test
