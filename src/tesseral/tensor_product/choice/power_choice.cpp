// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/power_choice.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"
#include "tesseral/tensor_product/choice/timed_choice.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>

namespace tesseral {
namespace {

// How many operations an algorithm does in the time of one of `cp` (measured with l_x 1 … 6 and correlation 3).
double relative_rate(ProductAlgorithm algorithm) {
  if (algorithm == ProductAlgorithm::cp) return 1.0;
  return algorithm == ProductAlgorithm::direct ? 0.3 : 0.8;
}

// This many times the operations of another algorithm: its tables alone would take longer than a choice may.
constexpr double hopeless = 4.0;

double counted_time(AlgorithmCandidate const& candidate) {
  return candidate.operations / relative_rate(candidate.algorithm);
}

template <class Time>
AlgorithmCandidate const& fastest(std::vector<AlgorithmCandidate> const& candidates, Time const& time) {
  return *std::min_element(candidates.begin(), candidates.end(),
                           [&](AlgorithmCandidate const& a, AlgorithmCandidate const& b) { return time(a) < time(b); });
}

/// Operands of a power whose values do not matter, so long as no number becomes very small.
template <class Space, class Real>
struct Trial {
  using Clock = std::chrono::steady_clock;
  int items;
  Array2<Real, Space> x, x_adj, z;
  Array1<Real, Space> scale, weight;

  Trial(Space const& space, PowerSpec const& spec)
      : items(64 * worker_count(space)),
        x("tesseral::choice::x", items, num_lm(spec.l_x) * spec.channels),
        x_adj("tesseral::choice::x_adj", items, num_lm(spec.l_x) * spec.channels),
        z("tesseral::choice::z", items, num_lm(spec.l_z) * spec.channels),
        scale("tesseral::choice::scale", spec.terms * (spec.l_x + 1) * spec.channels),
        weight("tesseral::choice::weight", spec.terms * spec.correlation * (spec.l_z + 1) * spec.channels) {
    Kokkos::deep_copy(space, x, Real(0.25));
    Kokkos::deep_copy(space, scale, Real(0.5));
    Kokkos::deep_copy(space, weight, Real(0.5));
  }

  /// Of one forward and backward pass.
  double seconds(Space const& space, TensorPower<Space, Real> const& power) const {
    PowerWeights<Space, Real> const weights{scale, weight, {}};
    space.fence();
    auto const begin = Clock::now();
    power_forward<Space, Real>(space, power, weights, items, x, z);
    power_backward<Space, Real>(space, power, weights, items, x, z, x_adj);
    space.fence();
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }
};

template <class Space, class Real>
void time_powers(Space const& space, PowerSpec const& spec, std::vector<AlgorithmCandidate*> const& candidates) {
  Trial<Space, Real> const trial(space, spec);
  std::vector<TensorPower<Space, Real>> powers;
  for (AlgorithmCandidate const* candidate : candidates)
    powers.push_back(make_gaunt_power<Space, Real>(spec, candidate->algorithm));
  time_candidates(candidates, 1e9 / (static_cast<double>(trial.items) * spec.channels),
                  [&](std::size_t k) { return trial.seconds(space, powers[k]); });
}

}  // namespace

std::string to_string(AlgorithmChoice const& choice) {
  char const* const reason = choice.reason == ChoiceReason::requested  ? "as asked for"
                             : choice.reason == ChoiceReason::only_one ? "the only algorithm of such a product"
                             : choice.reason == ChoiceReason::counted  ? "counted"
                                                                       : "measured";
  std::string text = std::string(name(choice.algorithm)) + " (" + reason;
  char number[64];
  char const* separator = "; operations, and ns where timed, per atom and channel: ";
  for (AlgorithmCandidate const& candidate : choice.candidates) {
    std::snprintf(number, sizeof(number), "%s %.3g", name(candidate.algorithm), candidate.operations);
    text += separator + std::string(number);
    if (candidate.nanoseconds > 0.0) {
      std::snprintf(number, sizeof(number), " %.3g ns", candidate.nanoseconds);
      text += number;
    }
    separator = ", ";
  }
  return text + ")";
}

template <class Space>
AlgorithmChoice power_choice_by_count(PowerSpec const& spec) {
  AlgorithmChoice choice;
  for (ProductAlgorithm const algorithm : product_algorithms) {
    // sums over waves take a half to a sixteenth of the time of fft at every degree (fourier/fourier_tables.hpp)
    if (algorithm == ProductAlgorithm::fft) continue;
    if (!has_gaunt_power(spec, algorithm)) continue;
    auto const count = count_gaunt_power(spec, algorithm);
    choice.candidates.push_back({algorithm, count.forward + count.backward});
  }
  choice.algorithm = fastest(choice.candidates, counted_time).algorithm;
  return choice;
}

template <class Space, class Real>
AlgorithmChoice power_choice_by_time(Space const& space, PowerSpec const& spec) {
  static std::mutex mutex;
  static std::map<std::array<int, 5>, AlgorithmChoice> known;
  std::lock_guard<std::mutex> const lock(mutex);
  std::array<int, 5> const key = {spec.l_x, spec.l_z, spec.correlation, spec.channels, spec.terms};
  if (auto const found = known.find(key); found != known.end()) return found->second;

  // known once it was measured, for which memory may not suffice
  AlgorithmChoice choice = power_choice_by_count<Space>(spec);
  choice.reason = ChoiceReason::measured;
  PowerSpec one_type = spec;
  one_type.types = 1;
  double const fewest = fastest(choice.candidates, [](AlgorithmCandidate const& a) { return a.operations; }).operations;
  std::vector<AlgorithmCandidate*> timed;
  for (AlgorithmCandidate& candidate : choice.candidates)
    if (candidate.operations <= hopeless * fewest) timed.push_back(&candidate);
  time_powers<Space, Real>(space, one_type, timed);
  choose_by_time(choice);
  return known[key] = choice;
}

#define TESSERAL_INSTANTIATE(Space) template AlgorithmChoice power_choice_by_count<Space>(PowerSpec const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE
#define TESSERAL_INSTANTIATE(Space, Real) \
  template AlgorithmChoice power_choice_by_time<Space, Real>(Space const&, PowerSpec const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
