// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random operands of many-body products, and powers of host vectors [item][lm][channel].
#pragma once

#include "support/product_operands.hpp"
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"

namespace tesseral::test {

/// An input of a power, its weights and an adjoint of its result.
struct PowerOperands {
  int items;
  std::vector<double> x, z_adj, scale, weight;
  std::vector<int> type;

  PowerOperands(PowerSpec const& spec, int n, std::uint64_t seed) : items(n) {
    Random random(seed);
    x = random.normals(n * num_lm(spec.l_x) * spec.channels);
    z_adj = random.normals(n * num_lm(spec.l_z) * spec.channels);
    scale = random.normals(spec.terms * (spec.l_x + 1) * spec.channels);
    weight = random.normals(spec.terms * spec.correlation * spec.types * (spec.l_z + 1) * spec.channels);
    for (int i = 0; i < n && spec.types > 1; ++i) type.push_back(i < spec.types ? i : random.index(spec.types));
  }
  template <class Space, class Real>
  PowerWeights<Space, Real> weights() const {
    return {numbers_in_space<Space, Real>(scale), numbers_in_space<Space, Real>(weight), to_space<Space>(type)};
  }
};

template <class Space, class Real>
std::vector<double> forward(TensorPower<Space, Real> const& power, PowerOperands const& in) {
  auto const z = rows_in_space<Space, Real>(in.items, std::vector<double>(in.z_adj.size(), 7.0));
  power_forward<Space, Real>(Space{}, power, in.weights<Space, Real>(), in.items,
                             rows_in_space<Space, Real>(in.items, in.x), z);
  return to_host(z);
}

struct PowerAdjoints {
  std::vector<double> x, scale, weight;
};

/// The weights' gradient as sums over `workers` rows, to which a one is added beforehand, and taken off.
template <class Space, class Real>
PowerAdjoints backward(TensorPower<Space, Real> const& power, PowerOperands const& in, int workers) {
  auto const x_adj = rows_in_space<Space, Real>(in.items, std::vector<double>(in.x.size(), 7.0));
  PowerGradient<Space, Real> gradient;
  if (workers > 0) {
    gradient.scale = rows_in_space<Space, Real>(workers, std::vector<double>(workers * in.scale.size(), 1.0));
    gradient.weight = rows_in_space<Space, Real>(workers, std::vector<double>(workers * in.weight.size(), 1.0));
  }
  power_backward<Space, Real>(Space{}, power, in.weights<Space, Real>(), in.items,
                              rows_in_space<Space, Real>(in.items, in.x),
                              rows_in_space<Space, Real>(in.items, in.z_adj), x_adj, gradient);
  auto const sum = [&](Array2<Real, Space> const& rows) {
    std::vector<double> total(rows.extent(1), -workers);
    auto const values = to_host(rows);
    for (std::size_t k = 0; k < values.size(); ++k) total[k % total.size()] += values[k];
    return total;
  };
  return {to_host(x_adj), sum(gradient.scale), sum(gradient.weight)};
}

}  // namespace tesseral::test
