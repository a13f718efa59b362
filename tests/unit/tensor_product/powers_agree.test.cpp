// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// All algorithms compute the same power, and that power is equivariant.
#include "support/power_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/tensor_product/tensor_power.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Space = HostSpace;

template <class Real>
void expect_agreement(PowerSpec const& spec, double tolerance) {
  PowerOperands const in(spec, 2, 10 + spec.l_x);
  auto const cp = make_gaunt_power<Space, Real>(spec, ProductAlgorithm::cp);
  auto const expected = forward(cp, in);
  auto const expected_adjoints = backward(cp, in, 0);
  for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::fourier}) {
    // the sums of `direct` between powers are as long as all of the rest
    if (algorithm == ProductAlgorithm::direct && spec.correlation > 2 && spec.l_x > 4) continue;
    SCOPED_TRACE(std::string(name(algorithm)) + ", l " + std::to_string(spec.l_x) + ", correlation " +
                 std::to_string(spec.correlation));
    auto const power = make_gaunt_power<Space, Real>(spec, algorithm);
    EXPECT_TRUE(all_near_relative(forward(power, in), expected, tolerance));
    EXPECT_TRUE(all_near_relative(backward(power, in, 0).x, expected_adjoints.x, tolerance));
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
      for (ProductAlgorithm const algorithm : product_algorithms) {
        auto const power = make_gaunt_power<Space, double>(spec, algorithm);
        EXPECT_TRUE(all_near_relative(forward(power, moved), turned(forward(power, in), in.items, spec.l_z, R), 1e-13))
            << name(algorithm) << ", correlation " << correlation;
      }
    }
  }
}

}  // namespace
}  // namespace tesseral::test
