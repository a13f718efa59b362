// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/image_halo.hpp"

#include "support/adjoint.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr int n_owned = 7, n_ghosts = 40, width = 16;

std::vector<int> random_owners() {
  Random random(3);
  std::vector<int> owner(n_ghosts);
  for (int& i : owner) i = random.index(n_owned - 1);  // the last one has no image
  return owner;
}

template <class Real>
Features<Real, HostSpace> rows_of(std::vector<double> const& values) {
  Features<Real, HostSpace> const rows("test::rows", n_owned + n_ghosts, width);
  for (std::size_t k = 0; k < values.size(); ++k) rows.data()[k] = static_cast<Real>(values[k]);
  return rows;
}

template <class Real>
class ImageHaloTest : public testing::Test {};
using Reals = testing::Types<double, float>;
TYPED_TEST_SUITE(ImageHaloTest, Reals);

TYPED_TEST(ImageHaloTest, GhostsGetTheRowsOfTheirOwners) {
  auto const owner = random_owners();
  ImageHalo halo;
  halo.set_owners(n_owned, n_ghosts, owner.data());
  auto const rows = rows_of<TypeParam>(Random(4).normals((n_owned + n_ghosts) * width));
  auto const before = to_host(rows);
  halo.copy_owned_to_ghosts(rows);
  for (int i = 0; i < n_owned + n_ghosts; ++i)
    for (int k = 0; k < width; ++k)
      EXPECT_EQ(rows(i, k), before[(i < n_owned ? i : owner[i - n_owned]) * width + k]) << i << ", " << k;
}

// <copy x, y> = <x, add y>, where copy leaves nothing of what the ghosts of x held.
TYPED_TEST(ImageHaloTest, AddingIsTheAdjointOfCopying) {
  auto const owner = random_owners();
  ImageHalo halo;
  halo.set_owners(n_owned, n_ghosts, owner.data());
  auto const x = rows_of<TypeParam>(Random(5).normals(n_owned * width));
  auto const y = rows_of<TypeParam>(Random(6).normals((n_owned + n_ghosts) * width));
  auto const y_before = to_host(y), x_before = to_host(x);
  halo.copy_owned_to_ghosts(x);
  halo.add_ghosts_to_owned(y);
  auto y_after = to_host(y);
  double const copied = dot(to_host(x), y_before);
  EXPECT_GT(std::abs(copied), 1.0);
  EXPECT_NEAR(dot(x_before, y_after), copied, (sizeof(TypeParam) == 8 ? 1e-13 : 1e-5) * std::abs(copied));
}

TEST(ImageHalo, RefusesOwnersThatDoNotExist) {
  ImageHalo halo;
  for (int const wrong : {-1, 2}) {
    std::vector<int> const owner = {0, wrong};
    EXPECT_THROW(halo.set_owners(2, 2, owner.data()), Error);
  }
}

}  // namespace
}  // namespace tesseral::test
