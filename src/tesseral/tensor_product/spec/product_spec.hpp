// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a tensor product is asked to compute, and its weights.
#pragma once

#include "tesseral/core/types.hpp"

#include <array>

namespace tesseral {

/// Largest degree of a product's inputs and outputs.
constexpr int max_l_product = 10;

/// fourier: signals on the sphere as trigonometric polynomials, transformed by sums over waves, on any space; fft: the
/// same by padded two-dimensional FFTs, on hosts with FFTW (Luo, Chen, Krishnapriyan, ICLR 2024).
enum class ProductAlgorithm { direct, cp, fourier, fft };
inline constexpr std::array<ProductAlgorithm, 4> product_algorithms = {
    ProductAlgorithm::direct, ProductAlgorithm::cp, ProductAlgorithm::fourier, ProductAlgorithm::fft};
inline constexpr char const* name(ProductAlgorithm algorithm) {
  constexpr char const* names[] = {"direct", "cp", "fourier", "fft"};
  return names[static_cast<int>(algorithm)];
}

/// y[item][lm][c], or y[item][lm] for all channels: the harmonics of an edge.
enum class SecondOperand { per_channel, broadcast };

/// z[lm], l <= l_z, from x[lm], l <= l_x, and y[lm], l <= l_y; channel by channel.
struct ProductSpec {
  int l_x = 0;
  int l_y = 0;
  int l_z = 0;
  int channels = 0;  // padded to whole packs
  SecondOperand second = SecondOperand::per_channel;
};

/// Weights of the paths (l1, l2, l), channel by channel; empty arrays mean that every path has weight 1. Either
/// factors,
///
///     w[l1,l2,l][c] = sum_k x[k][l1][c] y[k][l2][c] z[k][l][c],   k < terms,
///
/// (Luo, Chen, Krishnapriyan, ICLR 2024, with terms = 1), or, in the algorithm `direct` alone, free weights.
template <class Space, class Real>
struct ProductWeights {
  int terms = 0;
  Array1<Real const, Space> x, y, z;  // [k][l][c]
  Array1<Real const, Space> path;     // [type][path][c], in the order of the coefficients: see DirectProduct
  Array1<int const, Space> type;      // of free weights [item]; empty: all items are of type 0
};

/// Gradients of weights: each worker adds to its own row, so that no atomics are needed; the caller adds the rows.
template <class Space, class Real>
struct ProductGradient {
  Array2<Real, Space> x, y, z;  // [worker][k * (l_max+1) * channels + l * channels + c]
  Array2<Real, Space> path;     // [worker][type, path, c]
};

}  // namespace tesseral
