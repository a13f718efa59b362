// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/layers/product_choice.hpp"

#include "support/architectures.hpp"
#include "support/spaces.hpp"
#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

std::string error_of(Architecture const& a, ProductRequest choice) {
  try {
    choose_products<HostSpace, double>(HostSpace(), a, choice);
  } catch (Error const& error) {
    return error.what();
  }
  return "no error";
}

template <class Space>
class ProductChoiceTest : public testing::Test {};
TYPED_TEST_SUITE(ProductChoiceTest, Spaces);

TYPED_TEST(ProductChoiceTest, CountedIsOneOfTheAlgorithmsThatCan) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    auto const& a = variant.architecture;
    auto const choices = choose_products<TypeParam, double>(TypeParam(), a, {}, ChoiceBasis::counted);
    ASSERT_EQ(static_cast<int>(choices.size()), a.layers);
    for (int t = 0; t < a.layers; ++t) {
      auto const able = a.layer_kind == "message" ? node_algorithms_for(a) : algorithms_for(a);
      EXPECT_NE(std::find(able.begin(), able.end(), choices[t].algorithm), able.end());
      // fft is never the fastest
      EXPECT_EQ(choices[t].candidates.size(),
                able.size() - std::count(able.begin(), able.end(), ProductAlgorithm::fft));
      EXPECT_EQ(choices[t].reason, able.size() == 1 ? ChoiceReason::only_one : ChoiceReason::counted);
      for (auto const& candidate : choices[t].candidates) {
        EXPECT_GT(candidate.operations, 0.0);
        EXPECT_EQ(candidate.nanoseconds, 0.0);
      }
    }
    EXPECT_EQ(algorithms_of(choose_products_by_count<TypeParam, double>(a)), algorithms_of(choices));
  }
}

// The algorithm of potentials that were there before there was a choice.
TEST(ProductChoice, CountedIsCpForUsualNetworks) {
  for (int const l_max : {2, 3, 4})
    for (int const correlation : {3, 4}) {
      Architecture a;
      a.l_max = l_max;
      a.l_hidden = 1;
      a.correlation = correlation;
      EXPECT_EQ(names_of(algorithms_of(choose_products_by_count<HostSpace, double>(a))), "cp") << l_max << correlation;
    }
}

Architecture attention(int l_max, double noise) {
  Architecture a;
  set_attention_defaults(a);
  a.l_max = a.l_hidden = l_max;
  a.channels = 16;
  a.average_neighbors = 10.0;
  a.factors = coupling_factors(l_max, noise);
  return a;
}

// A request is for convolutions too; without one they are direct.
TEST(ProductChoice, ConvolutionsAreProductsIfAskedForAndIfTheirWeightsFactor) {
  Architecture a;
  auto const counted = algorithms_of(choose_products_by_count<HostSpace, double>(a));
  auto const asked = algorithms_of(choose_products<HostSpace, double>(HostSpace(), a, ProductAlgorithm::fourier));
  for (auto const weights : {RadialWeights::path, RadialWeights::degree, RadialWeights::shared}) {
    a.radial_weights = weights;
    bool const factors = weights != RadialWeights::path;
    EXPECT_EQ(convolution_is_product(a), factors);
    EXPECT_EQ(convolution_of(a, counted[0]), ProductAlgorithm::direct);
    EXPECT_EQ(convolution_of(a, asked[0]), factors ? ProductAlgorithm::fourier : ProductAlgorithm::direct);
    EXPECT_EQ(describe_with_convolutions(a, counted), "product cp");
    EXPECT_EQ(describe_with_convolutions(a, asked),
              factors ? "product fourier, convolution fourier" : "product fourier");
  }
  EXPECT_FALSE(convolution_is_product(attention(2, 0.0)));
}

TYPED_TEST(ProductChoiceTest, MeasuredIsTimedOnceAndFast) {
  Architecture a;
  a.l_max = 3;
  a.channels = 16;
  auto const first = choose_products<TypeParam, double>(TypeParam(), a, {});
  auto const again = choose_products<TypeParam, double>(TypeParam(), a, {});
  for (int t = 0; t < a.layers; ++t) {
    EXPECT_EQ(first[t].reason, ChoiceReason::measured);
    double chosen = 0.0, fastest = 1e9;
    for (std::size_t k = 0; k < first[t].candidates.size(); ++k) {
      auto const& candidate = first[t].candidates[k];
      if (candidate.nanoseconds == 0.0) continue;
      EXPECT_EQ(candidate.nanoseconds, again[t].candidates[k].nanoseconds);
      fastest = std::min(fastest, candidate.nanoseconds);
      if (candidate.algorithm == first[t].algorithm) chosen = candidate.nanoseconds;
    }
    EXPECT_GT(chosen, 0.0);
    EXPECT_LE(chosen, fastest / 0.67);
  }
}

TYPED_TEST(ProductChoiceTest, AttentionIsTimedOncePerShape) {
  Architecture a = attention(2, 0.0);
  auto const first = choose_products<TypeParam, float>(TypeParam(), a, {});
  a.average_neighbors *= 2;
  auto const twice = choose_products<TypeParam, float>(TypeParam(), a, {});
  ASSERT_EQ(static_cast<int>(first.size()), a.layers);
  for (int t = 0; t < a.layers; ++t) {
    EXPECT_EQ(first[t].reason, ChoiceReason::measured);
    EXPECT_EQ(first[t].algorithm, first[0].algorithm);
    ASSERT_EQ(first[t].candidates.size(), 2u);
    double const direct = first[t].candidates[0].nanoseconds, cp = first[t].candidates[1].nanoseconds;
    EXPECT_LE(first[t].algorithm == ProductAlgorithm::direct ? direct : cp, std::min(direct, cp) / 0.67);
    for (int k = 0; k < 2; ++k) {
      EXPECT_GT(first[t].candidates[k].nanoseconds, 0.0);
      EXPECT_EQ(2 * first[t].candidates[k].nanoseconds, twice[t].candidates[k].nanoseconds);
      EXPECT_EQ(2 * first[t].candidates[k].operations, twice[t].candidates[k].operations);
    }
  }
}

TEST(ProductChoice, FittedFactorsAreNotTimed) {
  for (AlgorithmChoice const& choice : choose_products<HostSpace, double>(HostSpace(), attention(2, 0.1), {})) {
    EXPECT_EQ(choice.algorithm, ProductAlgorithm::cp);
    EXPECT_EQ(choice.reason, ChoiceReason::only_one);
    ASSERT_EQ(choice.candidates.size(), 1u);
    EXPECT_EQ(choice.candidates[0].nanoseconds, 0.0);
  }
}

// The matrices of edges are computed directly if they can be, unless another algorithm is asked for.
TEST(ProductChoice, MatricesOfEdgesAreConvolutions) {
  Architecture a;
  a.coupling = Coupling::clebsch_gordan;
  a.radial_weights = RadialWeights::shared;
  a.l_max = 2;
  a.factors = coupling_factors(2);
  auto const convolution = [&](ProductRequest request) {
    return convolution_of(a, algorithms_of(choose_products<HostSpace, double>(HostSpace(), a, request)).at(0));
  };
  EXPECT_EQ(convolution({}), ProductAlgorithm::direct);
  EXPECT_EQ(convolution(ProductAlgorithm::direct), ProductAlgorithm::direct);
  EXPECT_EQ(convolution(ProductAlgorithm::cp), ProductAlgorithm::cp);
  EXPECT_NE(error_of(a, ProductAlgorithm::fourier).find("choose auto, direct or cp"), std::string::npos);
  auto const of_matrix = [&](ProductAlgorithm algorithm) {
    auto const count = count_shared_coupling(a.factors, algorithm);
    return count.forward + count.backward;
  };
  a.factors.rank = num_lm(2);  // fewer terms than its degrees has no coupling
  EXPECT_LT(of_matrix(ProductAlgorithm::direct), of_matrix(ProductAlgorithm::cp));

  a.factors = coupling_factors(2, 0.1);
  EXPECT_EQ(convolution({}), ProductAlgorithm::cp);
  EXPECT_EQ(convolution(ProductAlgorithm::cp), ProductAlgorithm::cp);
  EXPECT_NE(error_of(a, ProductAlgorithm::direct).find("would be another potential"), std::string::npos);
  a.node_product = NodeProductKind::exact;
  EXPECT_EQ(convolution({}), ProductAlgorithm::cp);
  EXPECT_NE(error_of(a, ProductAlgorithm::cp).find("product cp is not available"), std::string::npos);
}

TEST(ProductChoice, IsAsAskedFor) {
  Architecture a;
  for (ProductAlgorithm const algorithm : algorithms_for(a))
    EXPECT_EQ(names_of(algorithms_of(choose_products<HostSpace, float>(HostSpace(), a, algorithm))), name(algorithm));
  EXPECT_EQ(names_of({ProductAlgorithm::cp, ProductAlgorithm::direct, ProductAlgorithm::cp}), "direct+cp");
}

TEST(ProductChoice, WhatCannotBeDoneIsAnError) {
  Architecture a;
  EXPECT_EQ(error_of(a, ProductAlgorithm::cp), "no error");
  a.node_product = NodeProductKind::exact;
  EXPECT_EQ(error_of(a, ProductAlgorithm::direct), "no error");
  EXPECT_NE(error_of(a, ProductAlgorithm::cp).find("product cp is not available"), std::string::npos);
  EXPECT_NE(error_of(a, ProductAlgorithm::fourier).find("choose auto or direct"), std::string::npos);
  set_attention_defaults(a);
  a.factors = coupling_factors(2);
  EXPECT_EQ(error_of(a, ProductAlgorithm::direct), "no error");
  EXPECT_EQ(error_of(a, ProductAlgorithm::cp), "no error");
  EXPECT_NE(error_of(a, ProductAlgorithm::fourier).find("choose auto, direct or cp"), std::string::npos);
  a.factors = coupling_factors(2, 0.1);
  EXPECT_EQ(error_of(a, ProductAlgorithm::cp), "no error");
  EXPECT_NE(error_of(a, ProductAlgorithm::direct).find("would be another potential"), std::string::npos);
  a = {};
  EXPECT_THROW(product_of("gemm"), Error);
  EXPECT_EQ(product_of("auto"), ProductRequest());
}

TEST(ProductChoice, SaysWhy) {
  AlgorithmChoice const choice{ProductAlgorithm::cp,
                               ChoiceReason::measured,
                               {{ProductAlgorithm::direct, 4100.0, 2.5}, {ProductAlgorithm::cp, 2000.0, 0.5}}};
  EXPECT_EQ(
      to_string(choice),
      "cp (measured; operations, and ns where timed, per atom and channel: direct 4.1e+03 2.5 ns, cp 2e+03 0.5 ns)");
}

}  // namespace
}  // namespace tesseral::test
