// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"

#include "reference/tensor_product.hpp"
#include "support/adjoint.hpp"
#include "support/power_operands.hpp"
#include "support/product_algorithms.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

struct PowerCase {
  int l_x, l_z, correlation, terms, types;
};
constexpr PowerCase power_cases[] = {{0, 0, 1, 1, 1}, {1, 2, 1, 2, 1}, {3, 1, 3, 2, 3}, {2, 2, 4, 1, 2},
                                     {1, 3, 5, 1, 1}, {2, 1, 6, 1, 1}, {4, 4, 2, 1, 1}};

std::vector<double> reference_power(PowerSpec const& spec, PowerOperands const& in) {
  int const rows = num_lm(spec.l_x), rows_z = num_lm(spec.l_z), C = spec.channels;
  std::vector<double> z(in.items * rows_z * C, 0.0);
  for (int i = 0; i < in.items; ++i)
    for (int c = 0; c < C; ++c)
      for (int k = 0; k < spec.terms; ++k) {
        std::vector<double> x;
        for (int l = 0; l <= spec.l_x; ++l)
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            x.push_back(in.scale[(k * (spec.l_x + 1) + l) * C + c] * in.x[(i * rows + lm) * C + c]);
        int const type = in.type.empty() ? 0 : in.type[i];
        auto const part = reference::gaunt_powers(spec.l_x, spec.l_z, spec.correlation, x, [&](int nu, int l) {
          return in.weight[(((k * spec.correlation + nu - 1) * spec.types + type) * (spec.l_z + 1) + l) * C + c];
        });
        for (int lm = 0; lm < rows_z; ++lm) z[(i * rows_z + lm) * C + c] += part[lm];
      }
  return z;
}

template <class Space, class Real = double>
PowerSpec spec_of(PowerCase const& a, int channels) {
  return {a.l_x, a.l_z, a.correlation, padded<Space, Real>(channels), a.terms, a.types};
}

/// All but `cp` serve all of the cases.
bool serves(PowerCase const& a, ProductAlgorithm algorithm) {
  return algorithm != ProductAlgorithm::cp || (a.l_z <= a.l_x && a.l_z <= max_l_hidden);
}

std::string name(PowerCase const& a, ProductAlgorithm algorithm) {
  return "l " + std::to_string(a.l_x) + " to " + std::to_string(a.l_z) + ", correlation " +
         std::to_string(a.correlation) + ", algorithm " + std::to_string(static_cast<int>(algorithm));
}

template <class Space>
class TensorPowerTest : public testing::Test {};
TYPED_TEST_SUITE(TensorPowerTest, Spaces);

TYPED_TEST(TensorPowerTest, ForwardIsEquivalentToReference) {
  for (auto const& a : power_cases)
    for (ProductAlgorithm const algorithm : every_algorithm<TypeParam>()) {
      if (!serves(a, algorithm)) continue;
      SCOPED_TRACE(name(a, algorithm));
      // 40 channels: a whole tile and a part of one
      auto const spec = spec_of<TypeParam>(a, a.l_x == 3 ? 40 : 5);
      PowerOperands const in(spec, 4, 1);
      auto const power = make_gaunt_power<TypeParam, double>(spec, algorithm);
      EXPECT_TRUE(all_near_relative(forward(power, in), reference_power(spec, in), 1e-12));
    }
}

TYPED_TEST(TensorPowerTest, BackwardIsTheAdjointOfEveryInput) {
  for (auto const& a : power_cases)
    for (ProductAlgorithm const algorithm : every_algorithm<TypeParam>()) {
      if (!serves(a, algorithm)) continue;
      SCOPED_TRACE(name(a, algorithm));
      auto const spec = spec_of<TypeParam>(a, 5);
      PowerOperands const in(spec, 7, 2);
      auto const power = make_gaunt_power<TypeParam, double>(spec, algorithm);
      auto const adjoints = backward(power, in, 3);
      auto const expect = [&](std::vector<double> PowerOperands::*input, std::vector<double> const& adjoint) {
        auto const f = [&](std::vector<double> const& values) {
          PowerOperands moved = in;
          moved.*input = values;
          return forward(power, moved);
        };
        expect_adjoint(f, in.*input, adjoint, in.z_adj, 1e-7);
      };
      expect(&PowerOperands::x, adjoints.x);
      expect(&PowerOperands::scale, adjoints.scale);
      expect(&PowerOperands::weight, adjoints.weight);
      EXPECT_TRUE(all_near_relative(backward(power, in, 0).x, adjoints.x, 1e-14));
    }
}

// More items than `direct` handles at a time, and a number that no share divides.
TYPED_TEST(TensorPowerTest, AlgorithmsAgreeOnManyItems) {
  auto const spec = spec_of<TypeParam>({2, 2, 3, 2, 2}, 3);
  PowerOperands const in(spec, 301, 3);
  auto const cp = make_gaunt_power<TypeParam, double>(spec, ProductAlgorithm::cp);
  auto const expected = forward(cp, in);
  auto const expected_adjoints = backward(cp, in, 2);
  for (ProductAlgorithm const algorithm : every_algorithm<TypeParam>()) {
    auto const power = make_gaunt_power<TypeParam, double>(spec, algorithm);
    EXPECT_TRUE(all_near_relative(forward(power, in), expected, 1e-12));
    auto const adjoints = backward(power, in, 5);
    EXPECT_TRUE(all_near_relative(adjoints.x, expected_adjoints.x, 1e-12));
    EXPECT_TRUE(all_near_relative(adjoints.scale, expected_adjoints.scale, 1e-12));
    EXPECT_TRUE(all_near_relative(adjoints.weight, expected_adjoints.weight, 1e-12));
  }
}

TYPED_TEST(TensorPowerTest, FloatTracksDouble) {
  for (PowerCase const& a : {PowerCase{3, 3, 3, 1, 1}, PowerCase{2, 1, 4, 1, 1}, PowerCase{4, 2, 3, 1, 1}}) {
    // packs of floats are wider than those of doubles: as many channels as both can have
    auto const spec = spec_of<TypeParam, float>(a, 8);
    PowerOperands const in(spec, 3, 4);
    auto const exact = forward(make_gaunt_power<TypeParam, double>(spec, ProductAlgorithm::cp), in);
    for (ProductAlgorithm const algorithm : every_algorithm<TypeParam>())
      EXPECT_TRUE(all_near_relative(forward(make_gaunt_power<TypeParam, float>(spec, algorithm), in), exact, 1e-5))
          << name(a, algorithm);
  }
}

TEST(TensorPower, WrongRequestsAreErrors) {
  using Space = HostSpace;
  int const C = padded<Space, double>(1);
  auto const error_of = [](PowerSpec const& spec, ProductAlgorithm algorithm) -> std::string {
    try {
      make_gaunt_power<Space, double>(spec, algorithm);
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(error_of({1, 1, 6, C}, ProductAlgorithm::cp), "no error");
  EXPECT_NE(error_of({11, 1, 2, C}, ProductAlgorithm::cp).find("degree 11"), std::string::npos);
  EXPECT_NE(error_of({1, -1, 2, C}, ProductAlgorithm::cp).find("degree -1"), std::string::npos);
  EXPECT_NE(error_of({1, 1, 7, C}, ProductAlgorithm::cp).find("power 7"), std::string::npos);
  EXPECT_NE(error_of({1, 1, 0, C}, ProductAlgorithm::cp).find("power 0"), std::string::npos);
  EXPECT_NE(error_of({1, 1, 2, C + 1}, ProductAlgorithm::cp).find("channels"), std::string::npos);
  EXPECT_NE(error_of({1, 1, 2, C, 0}, ProductAlgorithm::cp).find("terms"), std::string::npos);
  EXPECT_NE(error_of({7, 1, 2, C}, ProductAlgorithm::cp).find("choose the algorithm fourier"), std::string::npos);
  EXPECT_NE(error_of({1, 2, 2, C}, ProductAlgorithm::cp).find("choose the algorithm fourier"), std::string::npos);
  EXPECT_NE(error_of({8, 8, 5, C}, ProductAlgorithm::direct).find("choose the algorithm cp"), std::string::npos);
}

}  // namespace
}  // namespace tesseral::test
