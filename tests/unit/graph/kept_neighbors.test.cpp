// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/kept_neighbors.hpp"

#include "support/random.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace tesseral::test {
namespace {

void expect_found_anew(KeptNeighbors& kept, Structure const& s, double r_cut) {
  auto const& edges = kept.edges(s);
  auto const expected = find_edges(s, r_cut);
  ASSERT_EQ(edges.size(), expected.size());
  for (std::size_t e = 0; e < edges.size(); ++e) {
    ASSERT_EQ(edges[e].receiver, expected[e].receiver);
    ASSERT_EQ(edges[e].sender, expected[e].sender);
    ASSERT_EQ(edges[e].offset, expected[e].offset);
  }
}

void shake(Structure& s, double by, Random& random) {
  for (auto& x : s.positions)
    for (double& each : x) each += random.uniform(-by, by);
}

TEST(KeptNeighbors, AreThoseFoundAnewWhileAtomsWander) {
  double const r_cut = 3.5;
  for (double const skin : {0.0, 0.4, 1.0}) {
    SCOPED_TRACE(skin);
    Random random(4);
    Structure s = triclinic_cell(12, 2, 6);  // thinner than the cutoff
    KeptNeighbors kept(r_cut, skin);
    int const steps = 60;
    for (int step = 0; step < steps; ++step) {
      shake(s, 0.06, random);
      expect_found_anew(kept, s, r_cut);
    }
    if (skin == 0.0) {
      EXPECT_EQ(kept.n_searches(), steps);
    } else {
      EXPECT_GT(kept.n_searches(), 1u);
      EXPECT_LT(kept.n_searches(), steps / 2u);
    }
  }
}

TEST(KeptNeighbors, AreSearchedForAgainWhenMoreThanPositionsChange) {
  Structure s = triclinic_cell(12, 2, 6);
  KeptNeighbors kept(3.0, 1.0);
  std::size_t searches = 0;
  auto const expect_search = [&](Structure const& changed) {
    expect_found_anew(kept, changed, 3.0);
    EXPECT_EQ(kept.n_searches(), ++searches);
    expect_found_anew(kept, changed, 3.0);
    EXPECT_EQ(kept.n_searches(), searches);
  };
  expect_search(s);
  s.cell[1][1] += 1e-9;
  expect_search(s);
  std::swap(s.species[0], s.species[1]);
  expect_search(s);
  s.periodic[2] = false;
  expect_search(s);
  s.positions.pop_back();
  s.species.pop_back();
  expect_search(s);
  for (int d = 0; d < 3; ++d) s.positions[3][d] += s.cell[0][d];  // an image of itself, but the offsets are others
  expect_search(s);
}

TEST(KeptNeighbors, WhatIsWrongIsSaidAndForgotten) {
  Structure s;
  s.positions = {{0, 0, 0}, {0.4, 0, 0}, {2, 0, 0}};
  s.species = {0, 0, 0};
  auto const error_of = [](KeptNeighbors& kept, Structure const& wrong) -> std::string {
    try {
      kept.edges(wrong);
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  KeptNeighbors kept(3.0, 1.0);
  EXPECT_EQ(kept.edges(s).size(), 6u);
  Structure wrong = s;
  wrong.positions[1] = wrong.positions[0];  // within the skin
  EXPECT_NE(error_of(kept, wrong).find("atoms 1 and 2 coincide"), std::string::npos);
  EXPECT_EQ(kept.n_searches(), 1u);
  wrong.positions[1][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(error_of(kept, wrong).find("position of atom 2"), std::string::npos);
  EXPECT_EQ(kept.edges(s).size(), 6u);
  EXPECT_THROW(KeptNeighbors(0.0, 1.0), Error);
  EXPECT_THROW(KeptNeighbors(3.0, -1.0), Error);
  EXPECT_TRUE(kept.edges(Structure{}).empty());
}

}  // namespace
}  // namespace tesseral::test
