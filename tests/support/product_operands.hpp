// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random operands of tensor products, and products of host vectors [item][lm][channel].
#pragma once

#include "support/near.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

namespace tesseral::test {

template <class Space, class Real>
Array1<Real, Space> numbers_in_space(std::vector<double> const& values) {
  return to_space<Space>(std::vector<Real>(values.begin(), values.end()));
}

template <class Space, class Real>
Array2<Real, Space> rows_in_space(int rows, std::vector<double> const& values) {
  Array2<Real, Space> array("test::rows", rows, values.size() / rows);
  auto const host = Kokkos::create_mirror_view(array);
  for (std::size_t k = 0; k < values.size(); ++k)
    host(k / array.extent(1), k % array.extent(1)) = static_cast<Real>(values[k]);
  Kokkos::deep_copy(array, host);
  return array;
}

/// What a product multiplies, and an adjoint of its result.
struct ProductOperands {
  int items;
  std::vector<double> x, y, z_adj;
  int terms = 0;
  std::vector<double> w_x, w_y, w_z;  // factors [k][l][c]
  std::vector<double> w_path;         // [path][c]

  /// With `terms` factors of weights, or none.
  ProductOperands(ProductSpec const& spec, int n, int n_terms, std::uint64_t seed) : items(n), terms(n_terms) {
    Random random(seed);
    int const C = spec.channels, y_channels = spec.second == SecondOperand::broadcast ? 1 : C;
    x = random.normals(n * num_lm(spec.l_x) * C);
    y = random.normals(n * num_lm(spec.l_y) * y_channels);
    z_adj = random.normals(n * num_lm(spec.l_z) * C);
    w_x = random.normals(terms * (spec.l_x + 1) * C);
    w_y = random.normals(terms * (spec.l_y + 1) * C);
    w_z = random.normals(terms * (spec.l_z + 1) * C);
  }

  template <class Space, class Real>
  ProductWeights<Space, Real> weights() const {
    return {terms,
            numbers_in_space<Space, Real>(w_x),
            numbers_in_space<Space, Real>(w_y),
            numbers_in_space<Space, Real>(w_z),
            numbers_in_space<Space, Real>(w_path),
            {}};
  }
};

template <class Space, class Real>
std::vector<double> forward(TensorProduct<Space, Real> const& product, ProductOperands const& in) {
  // what stands in z is overwritten
  auto const z = rows_in_space<Space, Real>(in.items, std::vector<double>(in.z_adj.size(), 7.0));
  product_forward<Space, Real>(Space{}, product, in.weights<Space, Real>(), in.items,
                               rows_in_space<Space, Real>(in.items, in.x), rows_in_space<Space, Real>(in.items, in.y),
                               z);
  return to_host(z);
}

struct ProductAdjoints {
  std::vector<double> x, y, w_x, w_y, w_z, w_path;
};

/// All adjoints; those of weights as sums over `workers` rows, to which a one is added beforehand, and taken off.
template <class Space, class Real>
ProductAdjoints backward(TensorProduct<Space, Real> const& product, ProductOperands const& in, int workers) {
  auto const x_adj = rows_in_space<Space, Real>(in.items, std::vector<double>(in.x.size(), 7.0));
  auto const y_adj = rows_in_space<Space, Real>(in.items, std::vector<double>(in.y.size(), 7.0));
  auto const ones = [&](std::vector<double> const& weights) {
    if (weights.empty() || workers == 0) return Array2<Real, Space>{};
    return rows_in_space<Space, Real>(workers, std::vector<double>(workers * weights.size(), 1.0));
  };
  ProductGradient<Space, Real> const gradient{ones(in.w_x), ones(in.w_y), ones(in.w_z), ones(in.w_path)};
  product_backward<Space, Real>(Space{}, product, in.weights<Space, Real>(), in.items,
                                rows_in_space<Space, Real>(in.items, in.x), rows_in_space<Space, Real>(in.items, in.y),
                                rows_in_space<Space, Real>(in.items, in.z_adj), x_adj, y_adj, gradient);
  auto const sum = [&](Array2<Real, Space> const& rows) {
    std::vector<double> total(rows.extent(1), -workers);
    auto const values = to_host(rows);
    for (std::size_t k = 0; k < values.size(); ++k) total[k % total.size()] += values[k];
    return total;
  };
  return {to_host(x_adj), to_host(y_adj), sum(gradient.x), sum(gradient.y), sum(gradient.z), sum(gradient.path)};
}

}  // namespace tesseral::test
