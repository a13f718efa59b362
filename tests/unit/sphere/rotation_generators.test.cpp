// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/rotation_generators.hpp"

#include "reference/sphere.hpp"
#include "support/finite_differences.hpp"
#include "support/near.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

// u turned by the angle h about axis d
std::array<double, 3> turned(std::array<double, 3> u, int d, double h) {
  int const a = (d + 1) % 3, b = (d + 2) % 3;
  double const x = u[a], y = u[b];
  u[a] = x * std::cos(h) - y * std::sin(h);
  u[b] = x * std::sin(h) + y * std::cos(h);
  return u;
}

// <p, D_d Y(u)> is the derivative of <p, Y> when u turns about axis d.
template <int l>
void expect_generators_turn_harmonics() {
  Random random(l);
  for (int trial = 0; trial < 5; ++trial) {
    auto const u = random.unit_vector();
    auto const p = random.normals(2 * l + 1);
    auto const Y = reference::harmonics(l, u);
    double const start[3] = {1.0, -2.0, 0.5};
    double torque[3] = {start[0], start[1], start[2]};
    subtract_generators<l, double>(p.data(), Y.data() + l * l, torque);
    for (int d = 0; d < 3; ++d) {
      double const expected = derivative(
          [&](double h) {
            auto const rotated = reference::harmonics(l, turned(u, d, h));
            double sum = 0.0;
            for (int m = 0; m < 2 * l + 1; ++m) sum += p[m] * rotated[l * l + m];
            return sum;
          },
          1e-3);
      EXPECT_NEAR(start[d] - torque[d], expected, 1e-8) << "l " << l << ", axis " << d;
    }
  }
}

TEST(RotationGenerators, TurnHarmonics) {
  expect_generators_turn_harmonics<0>();
  expect_generators_turn_harmonics<1>();
  expect_generators_turn_harmonics<2>();
  expect_generators_turn_harmonics<3>();
  expect_generators_turn_harmonics<4>();
  expect_generators_turn_harmonics<5>();
  expect_generators_turn_harmonics<6>();
}

}  // namespace
}  // namespace tesseral::test
