// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

#include "reference/sphere.hpp"
#include "support/near.hpp"
#include "support/random.hpp"
#include "tesseral/model/architecture.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr double factor = 0.37;
struct Degrees {
  int l_in, l_max;
};
constexpr Degrees cases[] = {{0, 0}, {0, 4}, {1, 1}, {1, 3}, {2, 2}, {3, 4}, {2, 6}};

// Tables are read by plain host code here: the host space sees host memory.
using Coupling = EdgeCoupling<HostSpace>;

TEST(EdgeCoupling, ContractionIsEquivalentToReference) {
  Random random(1);
  for (auto const [l_in, l_max] : cases) {
    Coupling const coupling = make_edge_coupling<HostSpace>(l_in, l_max, factor);
    auto const paths = message_paths(l_in, l_max);
    ASSERT_EQ(coupling.n_paths, static_cast<int>(paths.size()));
    auto const Y = random.normals(num_lm(l_max));
    std::vector<double> actual(coupling.n_entries), expected;
    for (int entry = 0; entry < coupling.n_entries; ++entry) actual[entry] = coupling.contract(entry, Y.data());
    for (std::size_t q = 0; q < paths.size(); ++q) {
      auto const [l1, l2, l] = paths[q];
      EXPECT_EQ(coupling.paths(q).l1, l1);
      EXPECT_EQ(coupling.paths(q).l2, l2);
      EXPECT_EQ(coupling.paths(q).l, l);
      EXPECT_EQ(coupling.paths(q).first_entry, static_cast<int>(expected.size()));
      auto const G = reference::gaunt(l1, l2, l);
      for (int m = 0; m < 2 * l + 1; ++m)
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1) {
          double sum = 0.0;
          for (int m2 = 0; m2 < 2 * l2 + 1; ++m2)
            sum += factor * G[(m1 * (2 * l2 + 1) + m2) * (2 * l + 1) + m] * Y[l2 * l2 + m2];
          expected.push_back(sum);
        }
    }
    EXPECT_TRUE(all_near(actual, expected, 1e-12)) << "l_in " << l_in << ", l_max " << l_max;
  }
}

}  // namespace
}  // namespace tesseral::test
