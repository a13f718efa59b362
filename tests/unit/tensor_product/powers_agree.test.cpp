// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// All algorithms compute the same power, and that power is equivariant.
#include "support/power_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace tesseral::test {
namespace {

using Space = HostSpace;

/// Every way to a Gaunt power, by name; the first serves every degree. `direct` is left out where its sums between
/// powers would be as long as all of the rest.
template <class Real>
std::vector<std::pair<std::string, TensorPower<Space, Real>>> all_powers(PowerSpec const& spec) {
  std::vector<ProductAlgorithm> algorithms = {ProductAlgorithm::fourier};
  if (has_gaunt_power(spec, ProductAlgorithm::cp)) algorithms.push_back(ProductAlgorithm::cp);
  if (has_fast_fourier<Space>()) algorithms.push_back(ProductAlgorithm::fft);
  if (spec.correlation <= 2 || spec.l_x <= 4) algorithms.push_back(ProductAlgorithm::direct);
  std::vector<std::pair<std::string, TensorPower<Space, Real>>> powers;
  for (auto const algorithm : algorithms)
    powers.emplace_back(name(algorithm), make_gaunt_power<Space, Real>(spec, algorithm));
  return powers;
}

template <class Real>
void expect_agreement(PowerSpec const& spec, double tolerance) {
  PowerOperands const in(spec, 2, 10 + spec.l_x);
  auto const powers = all_powers<Real>(spec);
  auto const expected = forward(powers.front().second, in);
  auto const expected_adjoints = backward(powers.front().second, in, 2);
  for (auto const& [name, power] : powers) {
    SCOPED_TRACE(name + ", l " + std::to_string(spec.l_x) + ", correlation " + std::to_string(spec.correlation));
    EXPECT_TRUE(all_near_relative(forward(power, in), expected, tolerance));
    auto const adjoints = backward(power, in, 2);
    EXPECT_TRUE(all_near_relative(adjoints.x, expected_adjoints.x, tolerance));
    EXPECT_TRUE(all_near_relative(adjoints.scale, expected_adjoints.scale, tolerance));
    EXPECT_TRUE(all_near_relative(adjoints.weight, expected_adjoints.weight, tolerance));
  }
}

TEST(PowerAlgorithms, AgreeInDoubleForEveryDegree) {
  for (int l = 0; l <= 8; ++l)
    for (int correlation : {2, 3})
      expect_agreement<double>({l, correlation == 2 ? l : std::min(l, 1), correlation, padded<Space, double>(1)},
                               1e-12);
}

TEST(PowerAlgorithms, AgreeInFloatForEveryDegree) {
  for (int l = 0; l <= 8; ++l)
    for (int correlation : {2, 3})
      expect_agreement<float>({l, correlation == 2 ? l : std::min(l, 1), correlation, padded<Space, float>(1)}, 1e-5);
}

TEST(PowerAlgorithms, AreEquivariantUnderRotationsAndReflections) {
  Random random(41);
  for (int correlation = 2; correlation <= 6; ++correlation) {
    int const l = correlation < 4 ? 4 : 2;
    PowerSpec const spec{l, 3, correlation, padded<Space, double>(1)};
    PowerOperands const in(spec, 2, 42);
    for (Matrix3 const& R : {random_rotation(random), random_rotation(random), inversion}) {
      PowerOperands moved = in;
      moved.x = turned(in.x, in.items, spec.l_x, R);
      for (auto const& [name, power] : all_powers<double>(spec))
        EXPECT_TRUE(all_near_relative(forward(power, moved), turned(forward(power, in), in.items, spec.l_z, R), 1e-13))
            << name << ", correlation " << correlation;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
