// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/factor_errors.hpp"

#include "support/factor_products.hpp"
#include "support/near.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

// One term for each nonzero: the coupling itself, times `factor`.
CpFactors one_term_each(Coupling coupling, int l1, int l2, int l3, double factor = 1.0) {
  CpFactors factors{coupling, l1, l2, l3};
  for (auto const& entry : coupling_entries(coupling, l1, l2, l3)) {
    std::vector<double> a(num_lm(l3), 0.0), b(num_lm(l1), 0.0), c(num_lm(l2), 0.0);
    a[entry.lm] = factor * entry.value;
    b[entry.lm1] = c[entry.lm2] = 1.0;
    factors.A.insert(factors.A.end(), a.begin(), a.end());
    factors.B.insert(factors.B.end(), b.begin(), b.end());
    factors.C.insert(factors.C.end(), c.begin(), c.end());
    ++factors.rank;
  }
  return factors;
}

TEST(FactorErrors, TheTensorIsThatOfTheTerms) {
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan})
    EXPECT_TRUE(all_near(tensor(one_term_each(coupling, 2, 1, 3)), coupling_tensor(coupling, 2, 1, 3), 1e-15));
}

TEST(FactorErrors, AreRoundingForTheCouplingItself) {
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan}) {
    CpFactors factors = one_term_each(coupling, 3, 2, 2);
    measure_errors(factors);
    EXPECT_LT(factors.relative_error, 1e-15);
    EXPECT_LT(factors.equivariance_error, 1e-14);
  }
}

TEST(FactorErrors, AWrongWeightIsAnErrorButEquivariant) {
  CpFactors factors = one_term_each(Coupling::clebsch_gordan, 2, 2, 2, 1.25);
  measure_errors(factors);
  EXPECT_NEAR(factors.relative_error, 0.25, 1e-14);
  EXPECT_LT(factors.equivariance_error, 1e-14);
}

TEST(FactorErrors, OddPathsBreakParityOnly) {
  CpFactors factors = one_term_each(Coupling::clebsch_gordan, 1, 1, 1);
  factors.coupling = Coupling::gaunt;
  measure_errors(factors);
  // One of the five blocks of norm 1 is odd, and changes sign by half of O(3): sqrt(2 / 5).
  EXPECT_NEAR(factors.equivariance_error, std::sqrt(0.4), 1e-14);
}

TEST(FactorErrors, EquivarianceErrorIsWhatSamplingFinds) {
  Random random(11);
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan}) {
    CpFactors factors = one_term_each(coupling, 2, 1, 2);
    for (double& a : factors.A) a += 0.05 * random.normal();
    measure_errors(factors);
    EXPECT_GT(factors.equivariance_error, 0.1);
    auto const sampled = sample_equivariance(factors, 4000, random);
    EXPECT_NEAR(sampled.relative / factors.equivariance_error, 1.0, 0.05) << name(coupling);
  }
}

TEST(FactorErrors, AmplificationMeasuresCancellation) {
  CpFactors scalar{Coupling::clebsch_gordan, 0, 0, 0, 1, {1.0}, {1.0}, {1.0}};
  EXPECT_NEAR(amplification(scalar), 1.0, 1e-15);
  CpFactors cancelling{Coupling::clebsch_gordan, 0, 0, 0, 2, {5.0, -4.0}, {1.0, 1.0}, {1.0, 1.0}};
  measure_errors(cancelling);
  EXPECT_LT(cancelling.relative_error, 1e-15);
  EXPECT_NEAR(amplification(cancelling), 9.0, 1e-15);
}

}  // namespace
}  // namespace tesseral::test
