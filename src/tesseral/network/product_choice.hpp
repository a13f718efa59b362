// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the products of each layer: the node product (tensor_product/choice/power_choice.hpp), or,
/// with attention, the matrices of the edges' Clebsch-Gordan products (tensor_product/edge/shared_coupling_choice.hpp).
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/network/message/node_product.hpp"
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

/// As asked for; or measured, unless the environment variable TESSERAL_PLAN is `counted`. Throws Error if the model has
/// no such algorithm, or if TESSERAL_PLAN is neither `counted` nor `measured`.
template <class Space, class Real>
std::vector<AlgorithmChoice> choose_products(Space const&, Architecture const&, ProductRequest);

}  // namespace tesseral
