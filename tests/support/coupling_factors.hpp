// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// CP factors of the Clebsch-Gordan coupling without a search: one term for each nonzero of the tensor.
#pragma once

#include "support/random.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

namespace tesseral::test {

/// With noise, its factors are changed by so much and are `fitted`: as far from exact, and from equivariant.
inline CpFactors coupling_factors(int l_max, double noise = 0.0) {
  Random random(23);
  CpFactors factors;
  factors.coupling = Coupling::clebsch_gordan;
  factors.l1 = factors.l2 = factors.l3 = l_max;
  auto const entries = coupling_entries(Coupling::clebsch_gordan, l_max, l_max, l_max);
  factors.rank = static_cast<int>(entries.size());
  std::size_t const d = num_lm(l_max);
  for (auto* const factor : {&factors.A, &factors.B, &factors.C}) factor->assign(factors.rank * d, 0.0);
  for (std::size_t r = 0; r < entries.size(); ++r) {
    factors.A[r * d + entries[r].lm] = entries[r].value * (1.0 + noise * random.normal());
    factors.B[r * d + entries[r].lm1] = 1.0;
    factors.C[r * d + entries[r].lm2] = 1.0;
  }
  factors.fitted = noise > 0.0;
  measure_errors(factors);
  return factors;
}

}  // namespace tesseral::test
