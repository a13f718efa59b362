// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How a choice's candidates are timed, and when a time overrules the counted choice.
#pragma once

#include "tesseral/tensor_product/choice/power_choice.hpp"

#include <algorithm>

namespace tesseral {

/// An algorithm replaces the counted choice if it takes less than this part of its time.
constexpr double clearly_faster = 0.67;

/// Fills in the times of candidates, the shortest of several of seconds(k), which runs the k-th of them, in units of
/// 1/`unit` seconds. They take turns: what else the machine does meets all of them. One that is far behind after two
/// turns takes no more, unless it has fewer operations than the shortest: then it is the machine that was busy.
template <class Seconds>
void time_candidates(std::vector<AlgorithmCandidate*> const& candidates, double unit, Seconds const& seconds) {
  constexpr int turns = 12;
  constexpr double far_behind = 3.0;
  for (std::size_t k = 0; k < candidates.size(); ++k) seconds(k);  // warms up
  double shortest = 0.0, operations = 0.0;                         // of the fastest of all
  for (int turn = 0; turn < turns; ++turn)
    for (std::size_t k = 0; k < candidates.size(); ++k) {
      double& best = candidates[k]->nanoseconds;
      if (turn >= 2 && best > far_behind * shortest && candidates[k]->operations >= operations) continue;
      double const time = unit * seconds(k);
      if (turn == 0 || time < best) best = time;
      if (shortest > 0.0 && best >= shortest) continue;
      shortest = best;
      operations = candidates[k]->operations;
    }
}

/// The fastest of the timed candidates that are clearly faster than the choice's algorithm, which is timed too, takes
/// its place.
inline void choose_by_time(AlgorithmChoice& choice) {
  double limit = 0.0;
  for (AlgorithmCandidate const& candidate : choice.candidates)
    if (candidate.algorithm == choice.algorithm) limit = clearly_faster * candidate.nanoseconds;
  for (AlgorithmCandidate const& candidate : choice.candidates)
    if (candidate.nanoseconds > 0.0 && candidate.nanoseconds < limit) {
      choice.algorithm = candidate.algorithm;
      limit = candidate.nanoseconds;
    }
}

}  // namespace tesseral
