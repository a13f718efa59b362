// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/layers/node_product_plan.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/shared_coupling.hpp"
#include "tesseral/tensor_product/shared_coupling_plan.hpp"

#include <cstdlib>

namespace tesseral {
namespace {

bool is_measured() {
  char const* const variable = std::getenv("TESSERAL_PLAN");
  std::string const plan = variable == nullptr ? "measured" : variable;
  require(plan == "measured" || plan == "counted", "the environment variable TESSERAL_PLAN is '" + plan +
                                                       "' (it can be measured or counted) correct or unset it");
  return plan == "measured";
}

/// The plan of one edge's matrix for the edges of an atom, whose matrices serve all channels; all layers have it.
template <class Space, class Real>
std::vector<PowerPlan> of_all_layers(Architecture const& a, PowerPlan plan) {
  double const edges_per_channel = a.average_neighbors / padded<Space, Real>(a.channels);
  for (PowerCandidate& candidate : plan.candidates) {
    candidate.operations *= edges_per_channel;
    candidate.nanoseconds *= edges_per_channel;
  }
  return std::vector<PowerPlan>(a.layers, plan);
}

/// plan_of(spec) of every layer's node product; an exact product has one algorithm.
template <class Space, class Real, class PlanOf>
std::vector<PowerPlan> plan_layers(Architecture const& a, PlanOf const& plan_of) {
  std::vector<PowerPlan> plans;
  for (int t = 0; t < a.layers; ++t) {
    PowerSpec const spec = node_product_spec(a, t, padded<Space, Real>(a.channels));
    if (a.node_product == NodeProductKind::gaunt) {
      plans.push_back(plan_of(spec));
    } else {
      auto const count = count_path_power(spec);
      plans.push_back({ProductAlgorithm::direct,
                       PlanReason::only_one,
                       {{ProductAlgorithm::direct, count.forward + count.backward}}});
    }
  }
  return plans;
}

}  // namespace

ProductAlgorithms algorithms_of(std::vector<PowerPlan> const& plans) {
  ProductAlgorithms algorithms;
  for (PowerPlan const& plan : plans) algorithms.push_back(plan.algorithm);
  return algorithms;
}

std::string names_of(ProductAlgorithms const& algorithms) {
  std::string names;
  for (ProductAlgorithm const each : product_algorithms)
    for (ProductAlgorithm const algorithm : algorithms)
      if (algorithm == each) {
        names += (names.empty() ? "" : "+") + std::string(name(each));
        break;
      }
  return names;
}

PowerSpec node_product_spec(Architecture const& a, int t, int channels) {
  return {a.l_max, a.l_out(t), a.correlation, channels, a.product_terms, a.species};
}

template <class Space, class Real>
std::vector<PowerPlan> count_node_products(Architecture const& a) {
  if (a.layer_kind == LayerKind::attention) return of_all_layers<Space, Real>(a, count_coupling_plan(a.factors));
  return plan_layers<Space, Real>(a, [](PowerSpec const& spec) { return count_power_plan<Space>(spec); });
}

template <class Space, class Real>
std::vector<PowerPlan> plan_node_products(Space const& space, Architecture const& a, ProductChoice choice) {
  if (!choice) {
    if (!is_measured()) return count_node_products<Space, Real>(a);
    if (a.layer_kind == LayerKind::attention)
      return of_all_layers<Space, Real>(a, measure_coupling_plan<Space, Real>(space, a.factors));
    return plan_layers<Space, Real>(
        a, [&](PowerSpec const& spec) { return measure_power_plan<Space, Real>(space, spec); });
  }
  if (a.layer_kind == LayerKind::attention) {
    check_shared_algorithm(a.factors, *choice);
    return std::vector<PowerPlan>(a.layers, PowerPlan{*choice, PlanReason::requested, {}});
  }
  require(a.node_product == NodeProductKind::gaunt || *choice == ProductAlgorithm::direct,
          std::string("product ") + name(*choice) +
              " is not available (free weights of paths do not factor, so that an exact node product is direct) choose "
              "auto or direct");
  return plan_layers<Space, Real>(a, [&](PowerSpec const&) { return PowerPlan{*choice, PlanReason::requested, {}}; });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                \
  template std::vector<PowerPlan> count_node_products<Space, Real>(Architecture const&); \
  template std::vector<PowerPlan> plan_node_products<Space, Real>(Space const&, Architecture const&, ProductChoice);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
