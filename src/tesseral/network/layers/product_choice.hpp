// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the products of each layer.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/tensor_product/choice/power_choice.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// [layer]
using ProductAlgorithms = std::vector<ProductAlgorithm>;
ProductAlgorithms algorithms_of(std::vector<AlgorithmChoice> const&);

/// The algorithms in use, each named once: "cp", "direct+cp".
std::string names_of(ProductAlgorithms const&);

/// By counted operations: the same on every machine.
template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products_by_count(Architecture const&);

/// As asked for; an empty request goes by times or by counts. Throws Error if the model has no such algorithm.
template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products(Space const&, Architecture const&, ProductRequest,
                                             ChoiceBasis = ChoiceBasis::measured);

}  // namespace tesseral
