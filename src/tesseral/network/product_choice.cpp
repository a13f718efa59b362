// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/product_choice.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"
#include "tesseral/tensor_product/edge/shared_coupling_choice.hpp"

#include <cstdlib>

namespace tesseral {
namespace {

bool is_measured() {
  char const* const variable = std::getenv("TESSERAL_PLAN");
  std::string const choice = variable == nullptr ? "measured" : variable;
  require(choice == "measured" || choice == "counted", "the environment variable TESSERAL_PLAN is '" + choice +
                                                           "' (it can be measured or counted) correct or unset it");
  return choice == "measured";
}

/// The choice of one edge's matrix for the edges of an atom, whose matrices serve all channels; all layers have it.
template <class Space, class Real>
std::vector<AlgorithmChoice> of_all_layers(Architecture const& a, AlgorithmChoice choice) {
  double const edges_per_channel = a.average_neighbors / padded<Space, Real>(a.channels);
  for (AlgorithmCandidate& candidate : choice.candidates) {
    candidate.operations *= edges_per_channel;
    candidate.nanoseconds *= edges_per_channel;
  }
  return std::vector<AlgorithmChoice>(a.layers, choice);
}

/// choice_of(spec) of every layer's node product; an exact product has one algorithm.
template <class Space, class Real, class ChoiceOf>
std::vector<AlgorithmChoice> choose_for_layers(Architecture const& a, ChoiceOf const& choice_of) {
  std::vector<AlgorithmChoice> choices;
  for (int t = 0; t < a.layers; ++t) {
    PowerSpec const spec = node_product_spec(a, t, padded<Space, Real>(a.channels));
    if (a.node_product == NodeProductKind::gaunt) {
      choices.push_back(choice_of(spec));
    } else {
      auto const count = count_path_power(spec);
      choices.push_back({ProductAlgorithm::direct,
                         ChoiceReason::only_one,
                         {{ProductAlgorithm::direct, count.forward + count.backward}}});
    }
  }
  return choices;
}

}  // namespace

ProductAlgorithms algorithms_of(std::vector<AlgorithmChoice> const& choices) {
  ProductAlgorithms algorithms;
  for (AlgorithmChoice const& choice : choices) algorithms.push_back(choice.algorithm);
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

template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products_by_count(Architecture const& a) {
  if (a.layer_kind == LayerKind::attention) return of_all_layers<Space, Real>(a, coupling_choice_by_count(a.factors));
  return choose_for_layers<Space, Real>(a, [](PowerSpec const& spec) { return power_choice_by_count<Space>(spec); });
}

template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products(Space const& space, Architecture const& a, ProductRequest choice) {
  if (!choice) {
    if (!is_measured()) return choose_products_by_count<Space, Real>(a);
    if (a.layer_kind == LayerKind::attention)
      return of_all_layers<Space, Real>(a, coupling_choice_by_time<Space, Real>(space, a.factors));
    return choose_for_layers<Space, Real>(
        a, [&](PowerSpec const& spec) { return power_choice_by_time<Space, Real>(space, spec); });
  }
  if (a.layer_kind == LayerKind::attention) {
    check_shared_algorithm(a.factors, *choice);
    return std::vector<AlgorithmChoice>(a.layers, AlgorithmChoice{*choice, ChoiceReason::requested, {}});
  }
  require(a.node_product == NodeProductKind::gaunt || *choice == ProductAlgorithm::direct,
          std::string("product ") + name(*choice) +
              " is not available (free weights of paths do not factor, so that an exact node product is direct) choose "
              "auto or direct");
  return choose_for_layers<Space, Real>(a, [&](PowerSpec const&) {
    return AlgorithmChoice{*choice, ChoiceReason::requested, {}};
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                           \
  template std::vector<AlgorithmChoice> choose_products_by_count<Space, Real>(Architecture const&); \
  template std::vector<AlgorithmChoice> choose_products<Space, Real>(Space const&, Architecture const&, ProductRequest);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
