// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/expected_errors.hpp"

#include "support/near.hpp"
#include "support/sample_uncertainty.hpp"
#include "support/spaces.hpp"
#include "tesseral/core/upload.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

template <class Space>
class ExpectedErrorsTest : public testing::Test {
 protected:
  static constexpr int atoms = 9;

  template <class Real>
  static void expect_reference(int layers, int channels, double tolerance) {
    Architecture a;
    a.species = 3;
    a.layers = layers;
    a.channels = channels;
    int const F = layers * channels;
    SCOPED_TRACE(F);
    ForceUncertainty const known = sample_uncertainty(a);
    Random random(7);
    std::vector<double> const x = random.normals(atoms * F);
    std::vector<int> species;
    std::vector<double> expected;
    for (int i = 0; i < atoms; ++i) {
      species.push_back(random.index(3));
      expected.push_back(expected_error(known, species[i], &x[i * F]));
    }
    Array2<Real, Space> const scalars("scalars", atoms + 2, F);  // more rows than there are atoms
    auto const host = Kokkos::create_mirror_view(scalars);
    for (int k = 0; k < atoms * F; ++k) host(k / F, k % F) = static_cast<Real>(x[k]);
    Kokkos::deep_copy(scalars, host);
    Array1<double, Space> const sigma("sigma", atoms);
    expected_errors<Space, Real>(Space(), Rigidity<Space>(known), upload<Space>("species", species), scalars, atoms,
                                 sigma);
    EXPECT_TRUE(all_near_relative(to_host(sigma), expected, tolerance));
  }
};
TYPED_TEST_SUITE(ExpectedErrorsTest, Spaces);

// Rows of whole packs, and others.
TYPED_TEST(ExpectedErrorsTest, AreTheDistancesOfPlainLoops) {
  for (auto const [layers, channels] : {std::array{1, 1}, std::array{2, 3}, std::array{1, 8}, std::array{3, 16}}) {
    this->template expect_reference<double>(layers, channels, 1e-13);
    this->template expect_reference<float>(layers, channels, 1e-5);
  }
}

TYPED_TEST(ExpectedErrorsTest, ScalarsOfALayerAreCopiedToTheirColumns) {
  Features<double, TypeParam> const h("h", 2, 16);
  auto const host = Kokkos::create_mirror_view(h);
  for (int k = 0; k < 32; ++k) host(k / 16, k % 16) = k;
  Kokkos::deep_copy(h, host);
  Array2<double, TypeParam> const scalars("scalars", 2, 6);
  Kokkos::deep_copy(scalars, -1.0);
  copy_scalars<TypeParam, double>(TypeParam(), h, 2, 3, 3, scalars);
  auto const copied = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), scalars);
  for (int i = 0; i < 2; ++i)
    for (int c = 0; c < 6; ++c) EXPECT_EQ(copied(i, c), c < 3 ? -1.0 : 16.0 * i + c - 3);
}

}  // namespace
}  // namespace tesseral::test
