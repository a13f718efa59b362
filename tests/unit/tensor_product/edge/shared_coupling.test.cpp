// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include "support/adjoint.hpp"
#include "support/coupling_factors.hpp"
#include "support/near.hpp"
#include "support/tally.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Space = Kokkos::DefaultHostExecutionSpace;

std::vector<double> matrix(SharedCoupling<Space> const& coupling, std::vector<double> const& Y) {
  std::vector<double> K(coupling.n_entries, 5.0);
  coupling.contract_all(Y.data(), [&](int entry, double value) { K[entry] = value; });
  return K;
}

// K[lm1][lm] from the factors' tensor [lm1][lm2][lm]
std::vector<double> expected_matrix(CpFactors const& factors, std::vector<double> const& Y) {
  std::size_t const d = Y.size();
  auto const T = tensor(factors);
  std::vector<double> K(d * d, 0.0);
  for (std::size_t lm1 = 0; lm1 < d; ++lm1)
    for (std::size_t lm2 = 0; lm2 < d; ++lm2)
      for (std::size_t lm = 0; lm < d; ++lm) K[lm1 * d + lm] += T[(lm1 * d + lm2) * d + lm] * Y[lm2];
  return K;
}

template <class Test>
void for_each_coupling(Test const& test) {
  for (int l_max = 0; l_max <= max_l_shared; ++l_max)
    for (double const noise : {0.0, 0.1})
      for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::cp}) {
        if (noise > 0.0 && algorithm == ProductAlgorithm::direct) continue;
        SCOPED_TRACE(std::string(name(algorithm)) + ", l_max " + std::to_string(l_max));
        CpFactors const factors = coupling_factors(l_max, noise);
        test(factors, make_shared_coupling<Space>(factors, algorithm));
      }
}

TEST(SharedCoupling, IsTheFactorsTensorTimesTheHarmonics) {
  for_each_coupling([](CpFactors const& factors, SharedCoupling<Space> const& coupling) {
    auto const Y = Random(2).normals(num_lm(factors.l3));
    EXPECT_TRUE(all_near_relative(matrix(coupling, Y), expected_matrix(factors, Y), 1e-14));
  });
}

TEST(SharedCoupling, ContractAdjointIsTheAdjoint) {
  for_each_coupling([](CpFactors const& factors, SharedCoupling<Space> const& coupling) {
    Random random(3);
    auto const Y = random.normals(num_lm(factors.l3)), K_adj = random.normals(coupling.n_entries);
    std::vector<double> Y_adj(Y.size(), 5.0);
    coupling.contract_adjoint(K_adj.data(), Y_adj.data());
    EXPECT_NEAR(dot(matrix(coupling, Y), K_adj), dot(Y, Y_adj), 1e-13 * (1.0 + std::abs(dot(Y, Y_adj))));
  });
}

TEST(SharedCoupling, CountIsWhatTheContractionsDo) {
  for (int l_max = 0; l_max <= max_l_shared; ++l_max)
    for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::cp}) {
      SCOPED_TRACE(std::string(name(algorithm)) + ", l_max " + std::to_string(l_max));
      CpFactors const factors = coupling_factors(l_max);
      auto const coupling = make_shared_coupling<Space>(factors, algorithm);
      auto const count = count_shared_coupling(factors, algorithm);
      std::vector<Tally> Y(num_lm(l_max)), K(coupling.n_entries);
      Tally::flops = 0;
      coupling.contract_all(Y.data(), [](int, Tally) {});
      EXPECT_EQ(count.forward, Tally::flops);
      Tally::flops = 0;
      coupling.contract_adjoint(K.data(), Y.data());
      EXPECT_EQ(count.backward, Tally::flops);
    }
}

TEST(SharedCoupling, DirectNeedsExactFactors) {
  CpFactors const exact = coupling_factors(2), fitted = coupling_factors(2, 0.1);
  EXPECT_TRUE(is_exact(exact));
  EXPECT_FALSE(is_exact(fitted));
  EXPECT_NO_THROW(check_shared_algorithm(exact, ProductAlgorithm::direct));
  EXPECT_NO_THROW(check_shared_algorithm(fitted, ProductAlgorithm::cp));
  EXPECT_THROW(make_shared_coupling<Space>(fitted, ProductAlgorithm::direct), Error);
  EXPECT_THROW(make_shared_coupling<Space>(exact, ProductAlgorithm::fourier), Error);
}

TEST(SharedCoupling, DegreesMustBeAlikeAndSmall) {
  CpFactors other = coupling_factors(1);
  other.l2 = 2;
  EXPECT_THROW(make_shared_coupling<Space>(other, ProductAlgorithm::cp), Error);
  EXPECT_THROW(make_shared_coupling<Space>(coupling_factors(4), ProductAlgorithm::cp), Error);
}

}  // namespace
}  // namespace tesseral::test
