// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/power_choice.hpp"

#include "support/spaces.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/choice/timed_choice.hpp"
#include "tesseral/tensor_product/direct/direct_power.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

double operations_of(AlgorithmChoice const& plan, ProductAlgorithm algorithm) {
  for (AlgorithmCandidate const& candidate : plan.candidates)
    if (candidate.algorithm == algorithm) return candidate.operations;
  return 0.0;
}

TEST(AlgorithmChoice, LeavesOutWhatDoesNotServeTheDegrees) {
  AlgorithmChoice const plan = power_choice_by_count<HostSpace>({8, 8, 5, 16});
  EXPECT_EQ(operations_of(plan, ProductAlgorithm::direct), 0.0);
  EXPECT_EQ(operations_of(plan, ProductAlgorithm::cp), 0.0);
  EXPECT_EQ(plan.candidates.size(), 1u);
  EXPECT_GT(operations_of(power_choice_by_count<HostSpace>({3, 1, 3, 16}), ProductAlgorithm::direct), 0.0);
}

// `direct` looks its coefficients up, three operations for each.
TEST(AlgorithmChoice, OperationsOfDirectFollowItsTables) {
  PowerSpec const spec{2, 1, 3, 16};
  double coefficients = 0.0;
  auto const degrees = direct_power_degrees(spec);
  for (int nu = 2; nu <= spec.correlation; ++nu)
    coefficients += static_cast<double>(gaunt_product_terms(degrees[nu - 2], spec.l_x, degrees[nu - 1]).size());
  double const weighed = 2.0 * (4 + 4 + 4);  // p_1, p_2 and p_3 to degree 1
  auto const count = count_gaunt_power(spec, ProductAlgorithm::direct);
  EXPECT_EQ(count.forward, num_lm(2) + 3 * coefficients + weighed);
  EXPECT_EQ(count.backward, 3 * (num_lm(2) + 3 * coefficients) + weighed);
}

// With correlation 2 nothing is nested: both kinds of product to degree 1, and the linear term.
TEST(AlgorithmChoice, OperationsOfPathsFollowTheirTables) {
  double const last = static_cast<double>(gaunt_product_terms(2, 2, 1).size());
  EXPECT_EQ(count_path_power({2, 1, 2, 16}).forward, 3 * last + 4 + 2 * 4);
  double const nested = static_cast<double>(gaunt_product_terms(2, 2, 2).size());
  EXPECT_EQ(count_path_power({2, 1, 3, 16}).forward, 3 * nested + 2 * (3 * last + 4) + 2 * 4);
}

// Four times the operations: not even tried.
TEST(AlgorithmChoice, WhatIsHopelessIsNotTimed) {
  AlgorithmChoice const plan =
      power_choice_by_time<HostSpace, double>(HostSpace(), {6, 1, 4, padded<HostSpace, double>(1)});
  double fewest = 1e300;
  for (AlgorithmCandidate const& candidate : plan.candidates) fewest = std::min(fewest, candidate.operations);
  EXPECT_GT(operations_of(plan, ProductAlgorithm::direct), 4 * fewest);
  for (AlgorithmCandidate const& candidate : plan.candidates)
    EXPECT_EQ(candidate.nanoseconds > 0.0, candidate.operations <= 4 * fewest) << name(candidate.algorithm);
}

ProductAlgorithm chosen_by_time(double direct, double cp, double fourier) {
  AlgorithmChoice plan{ProductAlgorithm::cp,
                       ChoiceReason::measured,
                       {{ProductAlgorithm::direct, 1.0, direct},
                        {ProductAlgorithm::cp, 1.0, cp},
                        {ProductAlgorithm::fourier, 1.0, fourier}}};
  choose_by_time(plan);
  return plan.algorithm;
}

TEST(AlgorithmChoice, OnlyWhatIsClearlyFasterReplacesTheCountedChoice) {
  EXPECT_EQ(chosen_by_time(0.68, 1.0, 2.0), ProductAlgorithm::cp);
  EXPECT_EQ(chosen_by_time(0.66, 1.0, 2.0), ProductAlgorithm::direct);
  // both clearly faster: the faster one, whichever comes first
  EXPECT_EQ(chosen_by_time(0.60, 1.0, 0.55), ProductAlgorithm::fourier);
  EXPECT_EQ(chosen_by_time(0.55, 1.0, 0.60), ProductAlgorithm::direct);
  EXPECT_EQ(chosen_by_time(0.0, 1.0, 0.0), ProductAlgorithm::cp);  // not timed
}

TEST(AlgorithmChoice, CandidatesTakeTurnsAndTheSlowOneTwoOnly) {
  AlgorithmCandidate fast{ProductAlgorithm::cp}, near{ProductAlgorithm::direct}, slow{ProductAlgorithm::fourier};
  std::vector<std::size_t> calls;
  std::vector<double> const best = {1.0, 2.0, 4.0};
  time_candidates({&fast, &near, &slow}, 10.0, [&](std::size_t k) {
    calls.push_back(k);
    return calls.size() % 5 == 0 ? best[k] : 1.2 * best[k];  // something else runs most of the time
  });
  // the warming up, and the first two turns
  std::vector<std::size_t> const all = {0, 1, 2, 0, 1, 2, 0, 1, 2};
  ASSERT_EQ(std::vector<std::size_t>(calls.begin(), calls.begin() + 9), all);
  EXPECT_EQ(std::count(calls.begin(), calls.end(), 2u), 3);
  EXPECT_EQ(std::count(calls.begin(), calls.end(), 0u), std::count(calls.begin(), calls.end(), 1u));
  EXPECT_EQ(fast.nanoseconds, 10.0);
  EXPECT_EQ(near.nanoseconds, 20.0);
  EXPECT_EQ(slow.nanoseconds, 48.0);
}

// Something else had the processor whenever the first one ran, but the last time.
TEST(AlgorithmChoice, ABusyMachineDoesNotRuleOutTheFewestOperations) {
  AlgorithmCandidate few{ProductAlgorithm::cp, 1.0}, many{ProductAlgorithm::fourier, 2.0};
  int turns = 0;
  time_candidates({&few, &many}, 1.0, [&](std::size_t k) { return k == 1 ? 2.0 : ++turns < 13 ? 40.0 : 1.0; });
  EXPECT_EQ(few.nanoseconds, 1.0);
  EXPECT_EQ(many.nanoseconds, 2.0);
}

}  // namespace
}  // namespace tesseral::test
