// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/exact_factors.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/factors/search/path_constants.hpp"
#include "tesseral/factors/sphere_factors.hpp"
#include "tesseral/sphere/clebsch_gordan.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace tesseral {
namespace {

// 1 / constant for the paths whose blocks `source` has: l1+l2+l3 = parity (mod 2).
std::vector<PathConstant> inverse_constants(CpFactors const& source, int parity) {
  auto const T = tensor(source);
  std::size_t const d2 = num_lm(source.l2), d3 = num_lm(source.l3);
  std::vector<PathConstant> inverse;
  for (int k1 = 0; k1 <= source.l1; ++k1)
    for (int k2 = 0; k2 <= source.l2; ++k2)
      for (int k3 = std::abs(k1 - k2); k3 <= std::min(k1 + k2, source.l3); ++k3) {
        if ((k1 + k2 + k3) % 2 != parity) continue;
        double constant = 0.0;
        for (auto const& t : clebsch_gordan_terms(k1, k2, k3))
          constant += t.value * T[((k1 * k1 + t.m1) * d2 + k2 * k2 + t.m2) * d3 + k3 * k3 + t.m];
        inverse.push_back({k1, k2, k3, 1.0 / constant});
      }
  return inverse;
}

// Rows of `source`, each degree l times weights[l].
void append_weighted(std::vector<double>& rows, std::vector<double> const& source, int degree, double const* weights) {
  std::size_t const d = num_lm(degree);
  for (std::size_t row = 0; row < source.size(); row += d)
    for (int l = 0; l <= degree; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) rows.push_back(weights[l] * source[row + lm]);
}

// Appends `source` with its paths' weights changed to 1; returns the number of copies that this takes.
int append_normalised(CpFactors& factors, CpFactors const& source, int parity) {
  auto const inverse = inverse_constants(source, parity);
  if (inverse.empty()) return 0;
  PathProducts const products = factor_path_constants(inverse);
  std::size_t const degrees = products.a.size() / products.terms;
  // Degrees that no such path has; their features have to vanish from these terms.
  auto const weights = [&](std::vector<double> const& numbers, int k, int largest) {
    std::vector<double> row(largest + 1, 0.0);
    for (std::size_t l = 0; l < std::min<std::size_t>(degrees, row.size()); ++l) row[l] = numbers[k * degrees + l];
    return row;
  };
  for (int k = 0; k < products.terms; ++k) {
    append_weighted(factors.A, source.A, source.l3, weights(products.c, k, source.l3).data());
    append_weighted(factors.B, source.B, source.l1, weights(products.a, k, source.l1).data());
    append_weighted(factors.C, source.C, source.l2, weights(products.b, k, source.l2).data());
    factors.rank += source.rank;
  }
  return products.terms;
}

}  // namespace

ExactFactors exact_factors(Coupling coupling, int l1, int l2, int l3) {
  for (int const degree : {l1, l2, l3})
    require(degree >= 0 && degree <= max_l, "exact factors of degree " + std::to_string(degree) + " (those for 0 to " +
                                                std::to_string(max_l) + " are known) use a smaller degree");
  ExactFactors exact;
  if (coupling == Coupling::gaunt) {
    exact.factors = gaunt_factors(l1, l2, l3);
  } else {
    exact.factors = CpFactors{coupling, l1, l2, l3};
    exact.even_products = append_normalised(exact.factors, gaunt_factors(l1, l2, l3), 0);
    if (l1 + l2 + l3 > 0) exact.odd_products = append_normalised(exact.factors, elsasser_factors(l1, l2, l3), 1);
  }
  measure_errors(exact.factors);
  return exact;
}

}  // namespace tesseral
