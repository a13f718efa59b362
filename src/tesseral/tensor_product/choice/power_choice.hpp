// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes a Gaunt power: the choice of `auto`. Two ways to it:
///
/// - counted: fewest operations, each algorithm's weighed by how fast it does them. Depends on the degrees alone.
/// - measured: the algorithms are timed on the space, forward and backward, with the power's own degrees, channels and
///   weights. One takes the place of the counted choice if it takes less than 2/3 of its time; nearer ones are not told
///   apart, so that repeated runs choose alike. Once per process and power.
///
/// Results of two algorithms differ in rounding. Processes that must agree have to share one choice.
#pragma once

#include "tesseral/tensor_product/choice/power_operations.hpp"
#include "tesseral/tensor_product/spec/product_request.hpp"

#include <string>
#include <vector>

namespace tesseral {

struct AlgorithmCandidate {
  ProductAlgorithm algorithm;
  double operations = 0.0;   // forward and backward, per item and channel
  double nanoseconds = 0.0;  // the same, measured; 0: not measured
};

/// What `auto` goes by.
enum class ChoiceBasis { measured, counted };

enum class ChoiceReason { requested, only_one, counted, measured };

struct AlgorithmChoice {
  ProductAlgorithm algorithm = ProductAlgorithm::cp;
  ChoiceReason reason = ChoiceReason::counted;
  std::vector<AlgorithmCandidate> candidates;
};

/// "cp (counted; operations, and ns where timed, per atom and channel: direct 5000, cp 2000)" and the like.
std::string to_string(AlgorithmChoice const&);

template <class Space>
AlgorithmChoice power_choice_by_count(PowerSpec const&);

/// Algorithms that need four times the operations of another one are not tried.
template <class Space, class Real>
AlgorithmChoice power_choice_by_time(Space const&, PowerSpec const&);

}  // namespace tesseral
