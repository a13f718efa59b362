// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_degrees.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tesseral::test {
namespace {

using Visit = std::array<int, 5>;  // l, l1, path, first entry, first row

template <class Degrees>
std::vector<Visit> visits(EdgeCoupling<HostSpace> const& coupling) {
  std::vector<Visit> list;
  Degrees::for_each_output(coupling, [&](auto l) {
    Degrees::for_each_path_to(l, coupling, [&](auto l1, int path, int entry, int row) {
      list.push_back({l, l1, path, entry, row});
    });
  });
  return list;
}

/// The same by groups, in the order of the paths.
template <class Degrees>
std::vector<Visit> group_visits(EdgeCoupling<HostSpace> const& coupling) {
  std::vector<Visit> list;
  Degrees::for_each_group(coupling, [&](auto l1, auto const& group) {
    group.for_each_path([&](auto l, int path, int entry, int row) {
      EXPECT_LE(row + 2 * l + 1, std::decay_t<decltype(group)>::rows);
      list.push_back({l, l1, path, entry, group.first_row + row});
    });
  });
  return list;
}

template <int l_in, int l_max>
void expect_same_visits() {
  auto const coupling = make_edge_coupling<HostSpace>(l_in, l_max, 1.0);
  auto const any = visits<AnyDegrees>(coupling);
  EXPECT_EQ(static_cast<int>(any.size()), coupling.n_paths);
  EXPECT_EQ((visits<FixedDegrees<l_in, l_max>>(coupling)), any) << "l_in " << l_in << ", l_max " << l_max;
  auto by_path = any;
  std::sort(by_path.begin(), by_path.end(), [](Visit const& a, Visit const& b) { return a[2] < b[2]; });
  EXPECT_EQ((group_visits<FixedDegrees<l_in, l_max>>(coupling)), by_path) << "l_in " << l_in << ", l_max " << l_max;
  EXPECT_EQ(group_visits<AnyDegrees>(coupling), by_path) << "l_in " << l_in << ", l_max " << l_max;
}

TEST(MessageDegrees, FixedAndAnyVisitTheSamePaths) {
  expect_same_visits<0, 0>();
  expect_same_visits<0, 2>();
  expect_same_visits<1, 2>();
  expect_same_visits<0, 3>();
  expect_same_visits<1, 3>();
  expect_same_visits<2, 3>();
  expect_same_visits<3, 6>();
}

TEST(MessageDegrees, UsualDegreesAreFixed) {
  for (int l_in = 0; l_in <= max_l_hidden; ++l_in)
    for (int l_max = l_in; l_max <= max_l; ++l_max)
      with_degrees(l_in, l_max, [&](auto degrees) {
        using Degrees = decltype(degrees);
        bool const fixed = !std::is_same_v<Degrees, AnyDegrees>;
        EXPECT_EQ(fixed, l_in <= 2 && l_max <= 3 && l_max >= 2 && !(l_in == 2 && l_max == 2));
        if (fixed) {
          EXPECT_EQ(int{Degrees::l_in}, l_in);
          EXPECT_EQ(int{Degrees::l_max}, l_max);
        }
      });
}

}  // namespace
}  // namespace tesseral::test
