// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/layers/product_choice.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/network/layers/layers_maker.hpp"

#include <algorithm>

namespace tesseral {

ProductAlgorithms algorithms_of(std::vector<AlgorithmChoice> const& choices) {
  ProductAlgorithms algorithms;
  for (AlgorithmChoice const& choice : choices)
    algorithms.emplace_back(choice.algorithm,
                            choice.reason == ChoiceReason::requested ? choice.algorithm : ProductAlgorithm::direct);
  return algorithms;
}

std::string names_of(ProductAlgorithms const& algorithms) {
  std::string names;
  for (ProductAlgorithm const each : product_algorithms)
    if (std::any_of(algorithms.begin(), algorithms.end(), [&](LayerAlgorithms const& a) { return a.product == each; }))
      names += (names.empty() ? "" : "+") + std::string(name(each));
  return names;
}

template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products_by_count(Architecture const& a) {
  return layers_maker<Space, Real>(a.layer_kind).choose_by_count(a);
}

template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products(Space const& space, Architecture const& a, ProductRequest request,
                                             ChoiceBasis basis) {
  auto const& maker = layers_maker<Space, Real>(a.layer_kind);
  if (request) {
    maker.require_algorithm(a, *request);
    return std::vector<AlgorithmChoice>(a.layers, AlgorithmChoice{*request, ChoiceReason::requested, {}});
  }
  return basis == ChoiceBasis::counted ? maker.choose_by_count(a) : maker.choose_by_time(space, a);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                               \
  template std::vector<AlgorithmChoice> choose_products_by_count<Space, Real>(Architecture const&);     \
  template std::vector<AlgorithmChoice> choose_products<Space, Real>(Space const&, Architecture const&, \
                                                                     ProductRequest, ChoiceBasis);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
