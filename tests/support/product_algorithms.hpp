// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The algorithms of products that there are on a space.
#pragma once

#include "tesseral/tensor_product/fourier/fourier.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

#include <vector>

namespace tesseral::test {

/// Fast transforms are there on hosts, in a build with FFTW.
template <class Space>
std::vector<ProductAlgorithm> every_algorithm() {
  std::vector<ProductAlgorithm> all = {ProductAlgorithm::direct, ProductAlgorithm::cp, ProductAlgorithm::fourier};
  if (has_fast_fourier<Space>()) all.push_back(ProductAlgorithm::fft);
  return all;
}

}  // namespace tesseral::test
