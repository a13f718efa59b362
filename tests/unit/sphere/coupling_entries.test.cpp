// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/coupling_entries.hpp"

#include "support/near.hpp"
#include "support/wigner_d.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/sphere/clebsch_gordan.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include <tuple>

namespace tesseral::test {
namespace {

constexpr Coupling couplings[] = {Coupling::gaunt, Coupling::clebsch_gordan};

std::vector<double> product(std::vector<ProductTerm> const& entries, int l, std::vector<double> const& x,
                            std::vector<double> const& y) {
  std::vector<double> z(num_lm(l), 0.0);
  for (auto const& entry : entries) z[entry.lm] += entry.value * x[entry.lm1] * y[entry.lm2];
  return z;
}

TEST(CouplingEntries, AreEquivariantUnderRotations) {
  Random random(3);
  for (Coupling const coupling : couplings) {
    auto const entries = coupling_entries(coupling, 6, 4, 5);
    for (int k = 0; k < 4; ++k) {
      auto const D = wigner_d(6, random_rotation(random));
      auto x = random.normals(num_lm(6)), y = random.normals(num_lm(4));
      auto rotated = D * product(entries, 5, x, y);
      rotated.resize(num_lm(5));
      auto padded = y;
      padded.resize(num_lm(6), 0.0);
      EXPECT_TRUE(all_near_relative(product(entries, 5, D * x, D * padded), rotated, 1e-13)) << name(coupling);
    }
  }
}

// Under x -> -x features of degree l have parity (-1)^l; a path with l1 + l2 + l odd breaks it.
TEST(CouplingEntries, OnlyGauntKeepsParity) {
  auto const odd = [](ProductTerm const& entry) {
    auto const degree = [](int lm) { return static_cast<int>(std::sqrt(lm + 0.5)); };
    return (degree(entry.lm1) + degree(entry.lm2) + degree(entry.lm)) % 2 == 1;
  };
  int found[2] = {0, 0};
  for (Coupling const coupling : couplings)
    for (auto const& entry : coupling_entries(coupling, 2, 2, 2)) found[coupling == Coupling::gaunt] += odd(entry);
  EXPECT_EQ(found[1], 0);
  EXPECT_EQ(found[0], 54);
}

TEST(CouplingEntries, HoldEveryPathOnceAndAreSorted) {
  for (Coupling const coupling : couplings) {
    auto const entries = coupling_entries(coupling, 2, 3, 4);
    auto const key = [](ProductTerm const& e) { return std::tuple(e.lm, e.lm1, e.lm2); };
    for (std::size_t k = 1; k < entries.size(); ++k) EXPECT_LT(key(entries[k - 1]), key(entries[k]));
    std::size_t terms = 0;
    for (int l1 = 0; l1 <= 2; ++l1)
      for (int l2 = 0; l2 <= 3; ++l2)
        for (int l = 0; l <= 4; ++l)
          if (coupling == Coupling::clebsch_gordan || (l1 + l2 + l) % 2 == 0)
            terms += clebsch_gordan_terms(l1, l2, l).size();
    EXPECT_EQ(entries.size(), terms);
  }
}

TEST(CouplingEntries, TheTensorHasThemInPlace) {
  auto const tensor = coupling_tensor(Coupling::clebsch_gordan, 1, 2, 3);
  ASSERT_EQ(tensor.size(), 4u * 9u * 16u);
  double norm2 = 0.0, squares = 0.0;
  for (double const t : tensor) norm2 += t * t;
  for (auto const& entry : coupling_entries(Coupling::clebsch_gordan, 1, 2, 3)) {
    EXPECT_EQ(tensor[(entry.lm1 * 9 + entry.lm2) * 16 + entry.lm], entry.value);
    squares += entry.value * entry.value;
  }
  EXPECT_NEAR(norm2, squares, 1e-13);
  EXPECT_NEAR(norm2, 10.0, 1e-13);  // each block has norm 1: 3 paths from l1 = 0, 7 from l1 = 1
}

TEST(CouplingEntries, DegreesOutOfRangeAreErrors) {
  EXPECT_THROW(coupling_entries(Coupling::gaunt, 7, 1, 1), Error);
  EXPECT_THROW(coupling_entries(Coupling::clebsch_gordan, 1, 11, 1), Error);
  EXPECT_THROW(coupling_entries(Coupling::clebsch_gordan, 1, 1, -1), Error);
  EXPECT_NO_THROW(coupling_entries(Coupling::clebsch_gordan, 7, 7, 0));
}

// Paths and nonzeros with an odd sum of degrees up to L: counted independently. (Even ones:
// gaunt_coefficients.test.cpp)
TEST(CouplingEntries, HaveTheKnownNumbersOfPathsAndNonzeros) {
  int const even_paths[] = {4, 11, 23, 42, 69, 106}, odd_paths[] = {1, 4, 11, 23, 42, 69};
  int const odd_nonzeros[] = {6, 54, 258, 894, 2358, 5436};
  for (int L = 1; L <= 6; ++L) {
    auto const degree = [](int lm) { return static_cast<int>(std::sqrt(lm + 0.5)); };
    std::set<std::array<int, 3>> paths[2];
    int nonzeros = 0;
    for (auto const& t : coupling_entries(Coupling::clebsch_gordan, L, L, L)) {
      std::array<int, 3> const path = {degree(t.lm1), degree(t.lm2), degree(t.lm)};
      int const odd = (path[0] + path[1] + path[2]) % 2;
      paths[odd].insert(path);
      nonzeros += odd;
    }
    EXPECT_EQ(static_cast<int>(paths[0].size()), even_paths[L - 1]) << "L = " << L;
    EXPECT_EQ(static_cast<int>(paths[1].size()), odd_paths[L - 1]) << "L = " << L;
    EXPECT_EQ(nonzeros, odd_nonzeros[L - 1]) << "L = " << L;
  }
}

}  // namespace
}  // namespace tesseral::test
