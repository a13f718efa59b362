// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a user can ask for: one of the algorithms, or `auto`.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

#include <optional>
#include <string>

namespace tesseral {

/// Empty: `auto`.
using ProductRequest = std::optional<ProductAlgorithm>;

inline constexpr std::array<char const*, 4> product_names = {
    "auto", name(ProductAlgorithm::direct), name(ProductAlgorithm::cp), name(ProductAlgorithm::fourier)};

/// Throws Error that lists the names if this is none of them.
inline ProductRequest product_of(std::string const& word) {
  if (word == product_names[0]) return {};
  for (ProductAlgorithm const algorithm : product_algorithms)
    if (word == name(algorithm)) return algorithm;
  throw Error("no product '" + word + "' (there are auto, direct, cp and fourier) choose one of these");
}

}  // namespace tesseral
