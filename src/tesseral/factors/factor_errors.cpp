// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/factor_errors.hpp"

#include "tesseral/core/types.hpp"
#include "tesseral/sphere/clebsch_gordan.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tesseral {
namespace {

double norm(double const* begin, double const* end) {
  double sum = 0.0;
  for (double const* value = begin; value != end; ++value) sum += *value * *value;
  return std::sqrt(sum);
}
double norm(std::vector<double> const& values) { return norm(values.data(), values.data() + values.size()); }

// T - P T.
std::vector<double> not_equivariant_part(CpFactors const& factors, std::vector<double> T) {
  std::size_t const d2 = num_lm(factors.l2), d3 = num_lm(factors.l3);
  for (int k1 = 0; k1 <= factors.l1; ++k1)
    for (int k2 = 0; k2 <= factors.l2; ++k2)
      for (int k3 = std::abs(k1 - k2); k3 <= std::min(k1 + k2, factors.l3); ++k3) {
        if (factors.coupling == Coupling::gaunt && (k1 + k2 + k3) % 2 == 1) continue;  // changes sign by inversion
        auto const terms = clebsch_gordan_terms(k1, k2, k3);
        auto const at = [&](CouplingTerm const& t) -> double& {
          return T[((k1 * k1 + t.m1) * d2 + k2 * k2 + t.m2) * d3 + k3 * k3 + t.m];
        };
        double weight = 0.0;
        for (auto const& term : terms) weight += term.value * at(term);
        for (auto const& term : terms) at(term) -= weight * term.value;
      }
  return T;
}

}  // namespace

std::vector<double> tensor(CpFactors const& factors) {
  std::size_t const d1 = num_lm(factors.l1), d2 = num_lm(factors.l2), d3 = num_lm(factors.l3);
  std::vector<double> T(d1 * d2 * d3, 0.0);
  for (int r = 0; r < factors.rank; ++r)
    for (std::size_t i = 0; i < d1; ++i)
      for (std::size_t j = 0; j < d2; ++j) {
        double const bc = factors.B[r * d1 + i] * factors.C[r * d2 + j];
        for (std::size_t k = 0; k < d3; ++k) T[(i * d2 + j) * d3 + k] += bc * factors.A[r * d3 + k];
      }
  return T;
}

void measure_errors(CpFactors& factors) {
  auto const approximate = tensor(factors);
  auto difference = coupling_tensor(factors.coupling, factors.l1, factors.l2, factors.l3);
  double const exact_norm = norm(difference);
  for (std::size_t k = 0; k < difference.size(); ++k) difference[k] -= approximate[k];
  factors.relative_error = norm(difference) / exact_norm;
  factors.equivariance_error = std::sqrt(2.0) * norm(not_equivariant_part(factors, approximate)) / norm(approximate);
}

double amplification(CpFactors const& factors) {
  std::size_t const d1 = num_lm(factors.l1), d2 = num_lm(factors.l2), d3 = num_lm(factors.l3);
  double sum = 0.0;
  for (int r = 0; r < factors.rank; ++r)
    sum += norm(&factors.B[r * d1], &factors.B[r * d1] + d1) * norm(&factors.C[r * d2], &factors.C[r * d2] + d2) *
           norm(&factors.A[r * d3], &factors.A[r * d3] + d3);
  return sum / norm(coupling_tensor(factors.coupling, factors.l1, factors.l2, factors.l3));
}

}  // namespace tesseral
