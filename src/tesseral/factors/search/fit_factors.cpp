// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/fit_factors.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/factors/search/cp_problem.hpp"
#include "tesseral/factors/search/levenberg_marquardt.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace tesseral {
namespace {

constexpr int most_unknowns = 20000;  // 6 GB, an hour for each start

// How many terms the cyclic exchange leaves as they are; -1: it is not imposed. Exact factors are found with it, and at
// a fraction of the cost; where the rank is too small for them, those without are often nearer.
int single_terms(FactorFit const& fit, int start) {
  constexpr int most_without = 1600;  // unknowns, a second for each start
  if (fit.l1 != fit.l2 || fit.l2 != fit.l3) return -1;
  if (start % 4 == 3 && 3 * fit.rank * num_lm(fit.l1) <= most_without) return -1;
  if (fit.coupling == Coupling::gaunt) return fit.rank;  // its tensor is symmetric under every exchange
  constexpr int shifts[] = {0, -3, 3, 0};
  int const half = fit.rank % 3 + fit.rank / 6 * 3;  // as many terms in triples as others, or nearly
  return std::clamp(half + shifts[start % 4], fit.rank % 3, fit.rank);
}

// A strong ridge at first leads to the exact factors from nearly every start, a weak one to more different minima.
FitSchedule schedule(int start) {
  constexpr double ridges[] = {3e-3, 1e-3, 1e-4};
  FitSchedule schedule;
  schedule.ridge = ridges[(start % 4 + start / 4) % 3];
  return schedule;
}

std::vector<double> flat(Eigen::MatrixXd const& factor, double scale) {
  std::vector<double> values(factor.data(), factor.data() + factor.size());  // a column, so a term, after another
  for (double& value : values) value *= scale;
  return values;
}

void check_size(FactorFit const& fit, Eigen::Index unknowns) {
  require(unknowns <= most_unknowns, "a rank of " + std::to_string(fit.rank) + " is too large (" +
                                         std::to_string(unknowns) + " unknowns, and the fit takes at most " +
                                         std::to_string(most_unknowns) + ") use a smaller rank or the exact factors");
}

}  // namespace

CpFactors fit_factors(FactorFit const& fit) {
  require(fit.rank >= 1, "the rank is " + std::to_string(fit.rank) + " (at least one term is needed) give 1 or more");
  require(fit.starts >= 1, "the number of starts is " + std::to_string(fit.starts) + " (one is needed) give 1 or more");
  std::vector<double> T = coupling_tensor(fit.coupling, fit.l1, fit.l2, fit.l3);
  double square = 0.0;
  for (double const t : T) square += t * t;
  for (double& t : T) t /= std::sqrt(square);

  std::array<int, 3> const dimensions = {num_lm(fit.l1), num_lm(fit.l2), num_lm(fit.l3)};
  Random random(fit.seed);
  CpFactors best;
  double best_error = std::numeric_limits<double>::infinity();
  for (int start = 0; start < fit.starts; ++start) {
    CpProblem problem(T, dimensions, fit.rank, single_terms(fit, start));
    check_size(fit, problem.size());
    Eigen::VectorXd unknowns(problem.size());
    double const spread = std::pow(fit.rank, -1.0 / 6.0) / std::sqrt(dimensions[0]);  // a product of norm about 1
    for (double& unknown : unknowns) unknown = spread * random.normal();
    levenberg_marquardt(problem, unknowns, schedule(start));

    double const scale = std::pow(square, 1.0 / 6.0);
    CpFactors factors{fit.coupling, fit.l1, fit.l2, fit.l3, fit.rank};
    factors.A = flat(problem.factor(2), scale);
    factors.B = flat(problem.factor(0), scale);
    factors.C = flat(problem.factor(1), scale);
    factors.fitted = true;
    measure_errors(factors);
    double const error = factors.relative_error + std::numeric_limits<float>::epsilon() * amplification(factors);
    if (error < best_error) {
      best = factors;
      best_error = error;
    }
    constexpr double exact = 1e-12;
    if (factors.relative_error < exact) break;
  }
  return best;
}

}  // namespace tesseral
