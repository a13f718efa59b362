// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/sphere/coupling_entries.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/sphere/clebsch_gordan.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>

namespace tesseral {
namespace {

void check_degrees(Coupling coupling, int l1, int l2, int l) {
  int const limit = coupling == Coupling::gaunt ? max_l : max_l_clebsch_gordan;
  for (int const degree : {l1, l2, l})
    require(degree >= 0 && degree <= limit,
            std::string("no coefficients of degree ") + std::to_string(degree) + " (those of the coupling " +
                name(coupling) + " are computed for 0 to " + std::to_string(limit) + ") use a smaller degree");
}

std::vector<ProductTerm> clebsch_gordan_product_terms(int l1, int l2, int l) {
  std::vector<ProductTerm> entries;
  for (int k1 = 0; k1 <= l1; ++k1)
    for (int k2 = 0; k2 <= l2; ++k2)
      for (int k = std::abs(k1 - k2); k <= std::min(k1 + k2, l); ++k)
        for (auto const& term : clebsch_gordan_terms(k1, k2, k))
          entries.push_back({k1 * k1 + term.m1, k2 * k2 + term.m2, k * k + term.m, term.value});
  return entries;
}

}  // namespace

std::vector<ProductTerm> coupling_entries(Coupling coupling, int l1, int l2, int l) {
  check_degrees(coupling, l1, l2, l);
  std::vector<ProductTerm> entries =
      coupling == Coupling::gaunt ? gaunt_product_terms(l1, l2, l) : clebsch_gordan_product_terms(l1, l2, l);
  std::sort(entries.begin(), entries.end(), [](ProductTerm const& p, ProductTerm const& q) {
    return std::tie(p.lm, p.lm1, p.lm2) < std::tie(q.lm, q.lm1, q.lm2);
  });
  return entries;
}

std::vector<double> coupling_tensor(Coupling coupling, int l1, int l2, int l) {
  std::size_t const d2 = num_lm(l2), d = num_lm(l);
  std::vector<double> tensor(num_lm(l1) * d2 * d, 0.0);
  for (auto const& entry : coupling_entries(coupling, l1, l2, l))
    tensor[(entry.lm1 * d2 + entry.lm2) * d + entry.lm] = entry.value;
  return tensor;
}

}  // namespace tesseral
