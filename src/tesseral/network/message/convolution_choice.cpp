// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/convolution_choice.hpp"

#include "tesseral/network/radial/first_layer_choice.hpp"

namespace tesseral {

ProductAlgorithm convolution_of(Architecture const& a, LayerAlgorithms const& algorithms) {
  if (a.coupling == Coupling::clebsch_gordan)
    return is_exact(a.factors) ? algorithms.convolution : ProductAlgorithm::cp;
  return convolution_is_product(a) ? algorithms.convolution : ProductAlgorithm::direct;
}

bool first_layer_is_summed(Architecture const& a, LayerAlgorithms const& algorithms) {
  return sums_before_channels(a) && convolution_of(a, algorithms) == ProductAlgorithm::direct;
}

std::string describe_with_convolutions(Architecture const& a, ProductAlgorithms const& algorithms) {
  ProductAlgorithms convolutions;
  for (LayerAlgorithms const& of_layer : algorithms) convolutions.emplace_back(convolution_of(a, of_layer));
  std::string const names = names_of(convolutions);
  return "product " + names_of(algorithms) +
         (names == name(ProductAlgorithm::direct) ? std::string() : ", convolution " + names);
}

}  // namespace tesseral
