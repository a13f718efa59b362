// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the products of each layer: the node product (tensor_product/power/power_plan.hpp), or,
/// with attention, the matrices of the edges' Clebsch-Gordan products (tensor_product/shared_coupling_plan.hpp).
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/tensor_product/power/power_plan.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// [layer]
using ProductAlgorithms = std::vector<ProductAlgorithm>;
ProductAlgorithms algorithms_of(std::vector<PowerPlan> const&);

/// The algorithms in use, each named once: "cp", "direct+cp".
std::string names_of(ProductAlgorithms const&);

/// What the node product of layer t computes, for channels padded on a space.
PowerSpec node_product_spec(Architecture const&, int t, int channels);

/// By counted operations: the same on every machine.
template <class Space, class Real>
std::vector<PowerPlan> count_node_products(Architecture const&);

/// As asked for; or measured, unless the environment variable TESSERAL_PLAN is `counted`. Throws Error if the model has
/// no such algorithm, or if TESSERAL_PLAN is neither `counted` nor `measured`.
template <class Space, class Real>
std::vector<PowerPlan> plan_node_products(Space const&, Architecture const&, ProductChoice);

}  // namespace tesseral
