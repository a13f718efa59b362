// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/power/power_plan.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/power/timed_plan.hpp"
#include "tesseral/tensor_product/tensor_power.hpp"

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

// This many times the operations of another algorithm: its tables alone would take longer than a plan may.
constexpr double hopeless = 4.0;

double counted_time(PowerCandidate const& candidate) {
  return candidate.operations / relative_rate(candidate.algorithm);
}

template <class Time>
PowerCandidate const& fastest(std::vector<PowerCandidate> const& candidates, Time const& time) {
  return *std::min_element(candidates.begin(), candidates.end(),
                           [&](PowerCandidate const& a, PowerCandidate const& b) { return time(a) < time(b); });
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
        x("tesseral::plan::x", items, num_lm(spec.l_x) * spec.channels),
        x_adj("tesseral::plan::x_adj", items, num_lm(spec.l_x) * spec.channels),
        z("tesseral::plan::z", items, num_lm(spec.l_z) * spec.channels),
        scale("tesseral::plan::scale", spec.terms * (spec.l_x + 1) * spec.channels),
        weight("tesseral::plan::weight", spec.terms * spec.correlation * (spec.l_z + 1) * spec.channels) {
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
void time_powers(Space const& space, PowerSpec const& spec, std::vector<PowerCandidate*> const& candidates) {
  Trial<Space, Real> const trial(space, spec);
  std::vector<TensorPower<Space, Real>> powers;
  for (PowerCandidate const* candidate : candidates)
    powers.push_back(make_gaunt_power<Space, Real>(spec, candidate->algorithm));
  time_candidates(candidates, 1e9 / (static_cast<double>(trial.items) * spec.channels),
                  [&](std::size_t k) { return trial.seconds(space, powers[k]); });
}

}  // namespace

std::string to_string(PowerPlan const& plan) {
  char const* const reason = plan.reason == PlanReason::requested  ? "as asked for"
                             : plan.reason == PlanReason::only_one ? "the only algorithm of such a product"
                             : plan.reason == PlanReason::counted  ? "counted"
                                                                   : "measured";
  std::string text = std::string(name(plan.algorithm)) + " (" + reason;
  char number[64];
  char const* separator = "; operations, and ns where timed, per atom and channel: ";
  for (PowerCandidate const& candidate : plan.candidates) {
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
PowerPlan count_power_plan(PowerSpec const& spec) {
  PowerPlan plan;
  for (ProductAlgorithm const algorithm : product_algorithms) {
    if (!has_gaunt_power(spec, algorithm)) continue;
    auto const count = count_gaunt_power(spec, algorithm);
    plan.candidates.push_back({algorithm, count.forward + count.backward});
  }
  plan.algorithm = fastest(plan.candidates, counted_time).algorithm;
  return plan;
}

template <class Space, class Real>
PowerPlan measure_power_plan(Space const& space, PowerSpec const& spec) {
  static std::mutex mutex;
  static std::map<std::array<int, 5>, PowerPlan> known;
  std::lock_guard<std::mutex> const lock(mutex);
  auto const [place, is_new] = known.try_emplace({spec.l_x, spec.l_z, spec.correlation, spec.channels, spec.terms});
  PowerPlan& plan = place->second;
  if (!is_new) return plan;

  plan = count_power_plan<Space>(spec);
  plan.reason = PlanReason::measured;
  PowerSpec one_type = spec;
  one_type.types = 1;
  double const fewest = fastest(plan.candidates, [](PowerCandidate const& a) { return a.operations; }).operations;
  std::vector<PowerCandidate*> timed;
  for (PowerCandidate& candidate : plan.candidates)
    if (candidate.operations <= hopeless * fewest) timed.push_back(&candidate);
  time_powers<Space, Real>(space, one_type, timed);
  choose_by_time(plan);
  return plan;
}

#define TESSERAL_INSTANTIATE(Space) template PowerPlan count_power_plan<Space>(PowerSpec const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE
#define TESSERAL_INSTANTIATE(Space, Real) \
  template PowerPlan measure_power_plan<Space, Real>(Space const&, PowerSpec const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
