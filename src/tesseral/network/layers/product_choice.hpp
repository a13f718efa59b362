// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the products of each layer.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/tensor_product/choice/power_choice.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Of one layer: of its product (the node product, or the coupling of attention), and of its convolution where that can
/// be a product of its own (network/message/convolution_choice.hpp).
struct LayerAlgorithms {
  ProductAlgorithm product = ProductAlgorithm::direct, convolution = ProductAlgorithm::direct;

  LayerAlgorithms() = default;
  /// Everything by one, as a user asks for it.
  LayerAlgorithms(ProductAlgorithm all) : product(all), convolution(all) {}
  LayerAlgorithms(ProductAlgorithm product, ProductAlgorithm convolution)
      : product(product), convolution(convolution) {}
  friend bool operator==(LayerAlgorithms const& a, LayerAlgorithms const& b) {
    return a.product == b.product && a.convolution == b.convolution;
  }
};

/// [layer]
using ProductAlgorithms = std::vector<LayerAlgorithms>;
/// A request is for products and convolutions. Without one, convolutions are direct: that kernel sums all paths of an
/// edge in registers, and at no degree of a model is a product with its operands in memory clearly faster
/// (benchmarks/convolution.cpp).
ProductAlgorithms algorithms_of(std::vector<AlgorithmChoice> const&);

/// The algorithms of products in use, each named once: "cp", "direct+cp".
std::string names_of(ProductAlgorithms const&);

/// By counted operations: the same on every machine.
template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products_by_count(Architecture const&);

/// As asked for; an empty request goes by times or by counts. Throws Error if the model has no such algorithm.
template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products(Space const&, Architecture const&, ProductRequest,
                                             ChoiceBasis = ChoiceBasis::measured);

}  // namespace tesseral
