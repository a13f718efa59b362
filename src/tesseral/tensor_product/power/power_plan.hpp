// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes a Gaunt power: the plan of `auto`. Two ways to it:
///
/// - counted: fewest operations, each algorithm's weighed by how fast it does them. Depends on the degrees alone.
/// - measured: the algorithms are timed on the space, forward and backward, with the power's own degrees, channels and
///   weights. One takes the place of the counted choice if it takes less than 2/3 of its time; nearer ones are not told
///   apart, so that repeated runs choose alike. Once per process and power.
///
/// Results of two algorithms differ in rounding. Processes that must agree have to share one plan.
#pragma once

#include "tesseral/tensor_product/power/power_operations.hpp"
#include "tesseral/tensor_product/product_choice.hpp"

#include <string>
#include <vector>

namespace tesseral {

struct PowerCandidate {
  ProductAlgorithm algorithm;
  double operations = 0.0;   // forward and backward, per item and channel
  double nanoseconds = 0.0;  // the same, measured; 0: not measured
};

enum class PlanReason { requested, only_one, counted, measured };

struct PowerPlan {
  ProductAlgorithm algorithm = ProductAlgorithm::cp;
  PlanReason reason = PlanReason::counted;
  std::vector<PowerCandidate> candidates;
};

/// "cp (counted; operations, and ns where timed, per atom and channel: direct 5000, cp 2000)" and the like.
std::string to_string(PowerPlan const&);

template <class Space>
PowerPlan count_power_plan(PowerSpec const&);

/// Algorithms that need four times the operations of another one are not tried.
template <class Space, class Real>
PowerPlan measure_power_plan(Space const&, PowerSpec const&);

}  // namespace tesseral
