// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/symmetric_paths.hpp"

#include "support/random.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tesseral::test {
namespace {

/// Dimension of the maps x -> z_l of degree 2 or 3 in x[lm], l <= l_x, that commute with rotations and inversions:
/// <h(g) chi_l(g)> over the group, h the character of symmetric powers from those of x at multiples of the angle.
int dimension(int l_x, int l, int degree) {
  constexpr int angles = 2000;
  double const pi = std::acos(-1.0);
  double mean = 0.0;
  for (int k = 0; k < angles; ++k)
    for (double const parity : {1.0, -1.0}) {
      double const angle = (k + 0.5) * pi / angles;
      auto const character = [&](int to, double at, double sign) {
        double sum = 0.0;
        for (int m = -to; m <= to; ++m) sum += std::cos(m * at);
        return to % 2 == 0 ? sum : sign * sum;
      };
      auto const x = [&](int power) {
        double sum = 0.0;
        for (int to = 0; to <= l_x; ++to) sum += character(to, power * angle, power % 2 == 0 ? 1.0 : parity);
        return sum;
      };
      double const symmetric =
          degree == 2 ? (x(1) * x(1) + x(2)) / 2.0 : (x(1) * x(1) * x(1) + 3.0 * x(1) * x(2) + 2.0 * x(3)) / 6.0;
      mean += (1.0 - std::cos(angle)) / angles / 2.0 * symmetric * character(l, angle, parity);
    }
  EXPECT_NEAR(mean, std::round(mean), 1e-6);
  return static_cast<int>(std::round(mean));
}

using Row = std::vector<double>;

/// Values of a coupling, all orders, at random points: rows of the same length for all couplings to l.
class Values {
 public:
  Values(int l_x, int points) : x_(points) {
    Random random(81);
    for (Row& x : x_) x = random.normals((l_x + 1) * (l_x + 1));
  }
  Row of(PairPath const& path) {
    Row row;
    for (Row const& x : x_) append(row, coupled(path, part(x, path[0]), part(x, path[1])));
    return row;
  }
  Row of(TriplePath const& path) {
    auto const [l1, l2, l12, l3, l] = path;
    Row row;
    for (Row const& x : x_)
      append(row, coupled({l12, l3, l}, coupled({l1, l2, l12}, part(x, l1), part(x, l2)), part(x, l3)));
    return row;
  }

 private:
  static Row part(Row const& x, int l) { return {x.begin() + l * l, x.begin() + (l + 1) * (l + 1)}; }
  static void append(Row& row, Row const& more) { row.insert(row.end(), more.begin(), more.end()); }
  Row coupled(PairPath const& path, Row const& a, Row const& b) {
    auto const [found, is_new] = terms_.try_emplace(path);
    if (is_new) found->second = gaunt_terms(path[0], path[1], path[2]);
    Row c(2 * path[2] + 1, 0.0);
    for (CouplingTerm const& term : found->second) c[term.m] += term.value * a[term.m1] * b[term.m2];
    return c;
  }
  std::vector<Row> x_;
  std::map<PairPath, std::vector<CouplingTerm>> terms_;
};

/// By elimination with the largest pivot that is left.
int rank(std::vector<Row> rows) {
  for (Row& row : rows) {
    double norm = 0.0;
    for (double const x : row) norm += x * x;
    for (double& x : row) x /= std::sqrt(norm) > 0.0 ? std::sqrt(norm) : 1.0;
  }
  int result = 0;
  for (;; ++result) {
    std::size_t best = result, column = 0;
    double largest = 0.0;
    for (std::size_t k = result; k < rows.size(); ++k)
      for (std::size_t j = 0; j < rows[k].size(); ++j)
        if (std::abs(rows[k][j]) > largest) {
          largest = std::abs(rows[k][j]);
          best = k;
          column = j;
        }
    if (largest < 1e-10) return result;
    std::swap(rows[result], rows[best]);
    for (std::size_t k = result + 1; k < rows.size(); ++k) {
      double const factor = rows[k][column] / rows[result][column];
      for (std::size_t j = 0; j < rows[k].size(); ++j) rows[k][j] -= factor * rows[result][j];
    }
  }
}

template <class Path>
std::vector<Path> of_degree(std::vector<Path> const& paths, int l) {
  std::vector<Path> result;
  for (Path const& path : paths)
    if (path.back() == l) result.push_back(path);
  return result;
}

template <class Path>
int rank_of(std::vector<Path> const& paths, int l_x, int points) {
  Values values(l_x, points);
  std::vector<Row> rows;
  for (Path const& path : paths) rows.push_back(values.of(path));
  return rank(std::move(rows));
}

// The numbers of potentials/FORMAT.md's networks, l_max 1 … 4: dimensions of the third degree.
TEST(SymmetricPaths, DimensionsAreThoseOfTheCharacters) {
  constexpr int expected[][3] = {{2, 2, 1}, {5, 5, 6}, {8, 12, 14}, {14, 21, 29}};
  for (int l_x = 1; l_x <= 4; ++l_x)
    for (int l = 0; l <= 2; ++l) EXPECT_EQ(dimension(l_x, l, 3), expected[l_x - 1][l]);
  EXPECT_EQ(dimension(3, 0, 2), 4);
  EXPECT_EQ(dimension(3, 1, 2), 3);
  EXPECT_EQ(dimension(3, 2, 2), 5);
}

TEST(SymmetricPaths, ThereAreAsManyAsDimensions) {
  for (int l_x = 0; l_x <= 6; ++l_x) {
    auto const pairs = symmetric_pairs(l_x, 6);
    auto const triples = symmetric_triples(l_x, 6);
    for (int l = 0; l <= 6; ++l) {
      EXPECT_EQ(of_degree(pairs, l).size(), dimension(l_x, l, 2)) << l_x << " to " << l;
      int const missing = l_x == 6 && l > 4 ? 1 : 0;  // it needs l12 = 7
      EXPECT_EQ(of_degree(triples, l).size(), dimension(l_x, l, 3) - missing) << l_x << " to " << l;
    }
  }
}

TEST(SymmetricPaths, AreIndependent) {
  for (int l_x = 0; l_x <= 4; ++l_x) {
    auto const pairs = symmetric_pairs(l_x, 3);
    auto const triples = symmetric_triples(l_x, 3);
    for (int l = 0; l <= 3; ++l) {
      int const n = static_cast<int>(of_degree(triples, l).size()), n2 = static_cast<int>(of_degree(pairs, l).size());
      EXPECT_EQ(rank_of(of_degree(triples, l), l_x, n + 4), n) << l_x << " to " << l;
      EXPECT_EQ(rank_of(of_degree(pairs, l), l_x, n2 + 4), n2) << l_x << " to " << l;
    }
  }
}

// No left-nested coupling with even sums adds anything, whatever its degree in between.
TEST(SymmetricPaths, SpanAllNestedCouplings) {
  for (int l_x : {1, 2, 3})
    for (int l = 0; l <= 2; ++l) {
      auto paths = of_degree(symmetric_triples(l_x, l), l);
      int const n = static_cast<int>(paths.size());
      for (int l1 = 0; l1 <= l_x; ++l1)
        for (int l2 = l1; l2 <= l_x; ++l2)
          for (int l12 = 0; l12 <= 2 * l_x; ++l12)
            for (int l3 = 0; l3 <= l_x; ++l3)
              if (is_gaunt_path(l1, l2, l12) && is_gaunt_path(l12, l3, l)) paths.push_back({l1, l2, l12, l3, l});
      EXPECT_GT(paths.size(), 2 * static_cast<std::size_t>(n) - 1);
      EXPECT_EQ(rank_of(paths, l_x, n + 8), n) << l_x << " to " << l;
    }
}

TEST(SymmetricPaths, AreSortedAndBeginWithThoseOfLowerDegrees) {
  for (int l_x = 0; l_x <= 4; ++l_x)
    for (int l_z = 0; l_z <= 3; ++l_z) {
      auto const pairs = symmetric_pairs(l_x, l_z), more_pairs = symmetric_pairs(l_x, l_z + 1);
      auto const triples = symmetric_triples(l_x, l_z), more = symmetric_triples(l_x, l_z + 1);
      EXPECT_TRUE(std::equal(pairs.begin(), pairs.end(), more_pairs.begin()));
      EXPECT_TRUE(std::equal(triples.begin(), triples.end(), more.begin()));
      std::vector<std::array<int, 3>> pair_keys;
      std::vector<std::array<int, 5>> triple_keys;
      for (auto const& [l1, l2, l] : pairs) pair_keys.push_back({l, l1, l2});
      for (auto const& [l1, l2, l12, l3, l] : triples) triple_keys.push_back({l, l12, l3, l1, l2});
      EXPECT_TRUE(std::is_sorted(pair_keys.begin(), pair_keys.end()));
      EXPECT_TRUE(std::is_sorted(triple_keys.begin(), triple_keys.end()));
    }
}

TEST(SymmetricPaths, DegreesOutOfRangeAreErrors) {
  for (auto const& [l_x, l_z] : {std::pair(7, 0), std::pair(0, 7), std::pair(-1, 0), std::pair(0, -1)}) {
    EXPECT_THROW(symmetric_pairs(l_x, l_z), Error);
    EXPECT_THROW(symmetric_triples(l_x, l_z), Error);
  }
}

}  // namespace
}  // namespace tesseral::test
