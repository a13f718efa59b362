// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// The two theorems of tensor decomposition networks (Lin, Yan, … Ji, 2025), as docs/theory.md has them.
#include "reference/clebsch_gordan_product.hpp"
#include "support/factor_products.hpp"
#include "support/near.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/factors/search/cp_problem.hpp"
#include "tesseral/factors/search/fit_factors.hpp"
#include "tesseral/factors/search/levenberg_marquardt.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

namespace tesseral::test {
namespace {

/// Squares of the singular values, largest first, of T [d][d][d] unfolded along a mode. T T^T is a multiple of 1 for
/// each degree, by Schur's lemma, if T is invariant and has each degree once.
std::vector<double> singular_values_squared(std::vector<double> const& T, int d, int mode) {
  int const strides[] = {d * d, d, 1};
  int const stride = strides[mode], stride_1 = strides[(mode + 1) % 3], stride_2 = strides[(mode + 2) % 3];
  std::vector<double> values;
  for (int p = 0; p < d; ++p)
    for (int q = 0; q <= p; ++q) {
      double sum = 0.0;
      for (int j = 0; j < d; ++j)
        for (int k = 0; k < d; ++k)
          sum += T[p * stride + j * stride_1 + k * stride_2] * T[q * stride + j * stride_1 + k * stride_2];
      if (p == q)
        values.push_back(sum);
      else
        EXPECT_NEAR(sum, 0.0, 1e-13);
    }
  std::sort(values.begin(), values.end(), std::greater<>());
  return values;
}

// |D ẑ(x,y) - ẑ(Dx,Dy)| <= 2 |T̂ - T| |x| |y| <= 2 |x| |y| sqrt(sum over the modes of the squared singular values beyond
// the first R_T = floor(rank^(1/3))): theorem 3.1. The second follows from a fit that is no worse than a truncated
// higher-order singular value decomposition, which is a CP decomposition of rank R_T^3. No fit reaches the first: its
// largest value over random rotations and inputs is recorded, as a share of the bound.
TEST(DecompositionTheorems, TheEquivarianceErrorIsBoundedByTheDistance) {
  constexpr int l = 2, d = num_lm(l);
  auto const T = coupling_tensor(Coupling::clebsch_gordan, l, l, l);
  Random random(7);
  double largest_share = 0.0;
  for (int const rank : {5, 10, 15, 20, 24, 28}) {
    int kept = 1;
    while ((kept + 1) * (kept + 1) * (kept + 1) <= rank) ++kept;
    double tail = 0.0;
    for (int mode = 0; mode < 3; ++mode) {
      auto const values = singular_values_squared(T, d, mode);
      for (int k = kept; k < d; ++k) tail += values[k];
    }
    CpFactors const factors = fit_factors({Coupling::clebsch_gordan, l, l, l, rank, 1, 3});
    double const distance = factors.relative_error * norm(T);
    EXPECT_LE(distance, std::sqrt(tail));
    auto const sampled = sample_equivariance(factors, 200, random);
    EXPECT_LE(sampled.largest, 2.0 * distance + 1e-13) << rank;
    EXPECT_GE(sampled.largest, 0.1 * distance - 1e-13) << rank;
    EXPECT_NEAR(sampled.relative, factors.equivariance_error, 0.15 * factors.equivariance_error + 1e-13) << rank;
    if (!is_exact(factors)) largest_share = std::max(largest_share, sampled.largest / (2.0 * distance));
  }
  RecordProperty("largest_share_of_the_bound", std::to_string(largest_share));
  EXPECT_GT(largest_share, 0.1);
}

/// An equivariant bilinear map of features with all degrees up to l, a random weight for each path, and T of norm 1.
struct EquivariantMap {
  int l;
  std::map<std::array<int, 3>, double> weights;
  std::vector<double> T;

  EquivariantMap(int degree, Random& random) : l(degree), T(coupling_tensor(Coupling::clebsch_gordan, l, l, l)) {
    int const d = num_lm(l);
    auto const degree_of = [](std::size_t lm) { return static_cast<int>(std::sqrt(lm + 0.5)); };
    for (std::size_t k = 0; k < T.size(); ++k) {
      std::array const path = {degree_of(k / (d * d)), degree_of(k / d % d), degree_of(k % d)};
      T[k] *= T[k] == 0.0 ? 1.0 : weights.try_emplace(path, random.normal()).first->second;
    }
    double const length = norm(T);
    for (double& t : T) t /= length;
    for (auto& [path, weight] : weights) weight /= length;
  }
  std::vector<double> operator()(std::vector<double> const& x, std::vector<double> const& y) const {
    return reference::clebsch_gordan_product(l, l, l, x, y, [&](int l1, int l2, int l3) {
      return weights.at({l1, l2, l3});
    });
  }
};

/// The nearest factors of a few random starts, and their distance.
std::pair<CpFactors, double> nearest_factors(EquivariantMap const& map, int rank, Random& random) {
  int const d = num_lm(map.l);
  std::pair<CpFactors, double> best{{Coupling::clebsch_gordan, map.l, map.l, map.l, rank}, 1.0};
  for (int start = 0; start < 3 && best.second > 1e-12; ++start) {
    CpProblem problem(map.T, {d, d, d}, rank, -1);
    Eigen::VectorXd unknowns(problem.size());
    for (double& unknown : unknowns) unknown = std::pow(rank, -1.0 / 6.0) / std::sqrt(d) * random.normal();
    double const distance = levenberg_marquardt(problem, unknowns, FitSchedule{});
    if (distance >= best.second) continue;
    best.second = distance;
    std::vector<double>* const matrices[] = {&best.first.B, &best.first.C, &best.first.A};
    for (int mode = 0; mode < 3; ++mode)
      matrices[mode]->assign(problem.factor(mode).data(), problem.factor(mode).data() + rank * d);
  }
  return best;
}

// Theorem 3.2: factors of rank d1 d2 or less are any equivariant bilinear map, with a weight of its own for each path.
// The search goes up from `first` and finds less than half of d1 d2. Below the rank of the unfoldings, which is d, no
// factors are near: the distance is at least that of matrices of that rank from an unfolding (Eckart and Young).
TEST(DecompositionTheorems, FactorsAreAnyEquivariantBilinearMap) {
  struct {
    int l, first;
  } const cases[] = {{1, 4}, {2, 29}};
  Random random(8);
  for (auto const& [l, first] : cases) {
    SCOPED_TRACE("l " + std::to_string(l));
    EquivariantMap const map(l, random);
    EXPECT_EQ(map.weights.size(), l == 1 ? 5u : 15u);
    int const d = num_lm(l);
    int rank = first;
    auto [factors, distance] = nearest_factors(map, rank, random);
    while (distance > 1e-10 && rank < d * d) std::tie(factors, distance) = nearest_factors(map, ++rank, random);
    RecordProperty("rank_found_for_l_" + std::to_string(l), std::to_string(rank));
    EXPECT_LE(2 * rank, d * d);
    EXPECT_LE(distance, 1e-10);
    for (int draw = 0; draw < 20; ++draw) {
      auto const x = random.normals(d), y = random.normals(d);
      EXPECT_TRUE(all_near_relative(product(factors, x, y), map(x, y), 1e-10));
    }
    double smallest = 1.0;
    for (int mode = 0; mode < 3; ++mode)
      smallest = std::min(smallest, std::sqrt(singular_values_squared(map.T, d, mode).back()));
    EXPECT_GT(smallest, 1e-3);
    EXPECT_GE(nearest_factors(map, d - 1, random).second, smallest);
  }
}

}  // namespace
}  // namespace tesseral::test
