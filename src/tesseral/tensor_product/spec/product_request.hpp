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

/// Throws Error that lists the names if this is none of them.
inline ProductRequest product_of(std::string const& word) {
  if (word == "auto") return {};
  for (ProductAlgorithm const algorithm : product_algorithms)
    if (word == name(algorithm)) return algorithm;
  std::string known = "auto";
  for (ProductAlgorithm const algorithm : product_algorithms) known += std::string(", ") + name(algorithm);
  throw Error("no product '" + word + "' (there is: " + known + ") choose one of these");
}

}  // namespace tesseral
