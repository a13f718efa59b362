// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/network_factors.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/factors/search/exact_factors.hpp"
#include "tesseral/factors/search/fit_factors.hpp"
#include "tesseral/model/factors_file.hpp"

namespace tesseral {
namespace {

CpFactors from_file(int l_max, std::string const& file) {
  CpFactors factors = read_factors(file);
  std::string const wanted = std::to_string(l_max);
  require(
      factors.coupling == Coupling::clebsch_gordan && factors.l1 == l_max && factors.l2 == l_max && factors.l3 == l_max,
      file + ": has other factors than the network needs (clebsch_gordan, all degrees up to l_max = " + wanted +
          ") make them by 'tesseral factors --l-max " + wanted + " --out FILE'");
  return factors;
}

}  // namespace

CpFactors network_factors(int l_max, FactorsSource const& source, std::uint64_t seed) {
  if (!source.file.empty()) return from_file(l_max, source.file);
  constexpr int lowest_ranks[] = {1, 8, 28};  // src/tesseral/factors/README.md
  FactorFit fit;
  fit.l1 = fit.l2 = fit.l3 = l_max;
  if (source.rank > 0) {
    fit.rank = source.rank;
    fit.seed = seed;
    return fit_factors(fit);
  }
  if (l_max <= 2) {
    fit.rank = lowest_ranks[l_max];
    CpFactors factors = fit_factors(fit);
    if (is_exact(factors)) return factors;
  }
  return exact_factors(Coupling::clebsch_gordan, l_max, l_max, l_max).factors;
}

}  // namespace tesseral
