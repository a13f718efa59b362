// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/path_constants.hpp"

#include "support/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

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

// What a product with one weight for each degree of each factor cannot do: a weight of its own for every path of the
// Gaunt coupling. A sum of such products can, and is the nearer the more terms it has.
TEST(PathConstants, TermsWinFreeWeightsOfPathsBack) {
  constexpr int draws = 8;
  int const exact_from[] = {1, 2, 2, 3};  // terms, by l_max
  Random random(6);
  for (int l_max = 1; l_max <= 3; ++l_max) {
    std::vector<PathConstant> weights[draws];
    for (auto& list : weights)
      for (int l1 = 0; l1 <= l_max; ++l1)
        for (int l2 = 0; l2 <= l_max; ++l2)
          for (int l3 = std::abs(l1 - l2); l3 <= std::min(l1 + l2, l_max); l3 += 2)
            list.push_back({l1, l2, l3, random.normal()});
    double before = 1.0;
    for (int terms = 1; terms <= exact_from[l_max]; ++terms) {
      double square = 0.0;
      for (auto const& list : weights) square += std::pow(fit_path_constants(list, terms).error, 2) / draws;
      double const error = std::sqrt(square);
      RecordProperty("l_max_" + std::to_string(l_max) + "_terms_" + std::to_string(terms), std::to_string(error));
      EXPECT_LT(error, 0.7 * before) << "l_max " << l_max << ", terms " << terms;
      EXPECT_EQ(error < 1e-12, terms == exact_from[l_max]) << "l_max " << l_max << ", terms " << terms;
      before = error;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
