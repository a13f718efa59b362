// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Random operands of symmetric powers, and powers of host vectors [item][lm][channel].
#pragma once

#include "support/product_operands.hpp"
#include "tesseral/tensor_product/direct/symmetric_power.hpp"

namespace tesseral::test {

/// The power with every independent coupling.
inline SymmetricSpec complete_spec(int l_x, int l_z, int channels, int types = 1) {
  return {l_x, l_z, channels, types, symmetric_pairs(l_x, l_z), symmetric_triples(l_x, l_z)};
}

/// Couplings that a coin chooses among all that there are.
inline SymmetricSpec random_spec(int l_x, int l_z, int channels, int types, double share, std::uint64_t seed) {
  SymmetricSpec spec{l_x, l_z, channels, types, {}, {}};
  Random random(seed);
  for (PairPath const& path : symmetric_pairs(l_x, l_z))
    if (random.uniform() < share) spec.pairs.push_back(path);
  for (int l = 0; l <= l_z; ++l)
    for (int l12 = 0; l12 <= max_l_between; ++l12)
      for (int l3 = 0; l3 <= l_x; ++l3)
        for (int l1 = 0; l1 <= l_x; ++l1)
          for (int l2 = l1; l2 <= l_x; ++l2)
            if (is_gaunt_path(l1, l2, l12) && is_gaunt_path(l12, l3, l) && random.uniform() < share)
              spec.triples.push_back({l1, l2, l12, l3, l});
  return spec;
}

/// An input of a power, its weights and an adjoint of its result.
struct SymmetricOperands {
  SymmetricSpec spec;
  int items;
  std::vector<double> x, z_adj, linear, pair, triple;
  std::vector<int> type;

  SymmetricOperands(SymmetricSpec const& of, int n, std::uint64_t seed) : spec(of), items(n) {
    Random random(seed);
    int const C = spec.channels;
    x = random.normals(n * num_lm(spec.l_x) * C);
    z_adj = random.normals(n * num_lm(spec.l_z) * C);
    linear = random.normals(spec.types * (spec.l_z + 1) * C);
    pair = random.normals(spec.types * spec.pairs.size() * C);
    triple = random.normals(spec.types * spec.triples.size() * C);
    for (int i = 0; i < n && spec.types > 1; ++i) type.push_back(i < spec.types ? i : random.index(spec.types));
  }
  template <class Space, class Real>
  SymmetricWeights<Space, Real> weights() const {
    return {numbers_in_space<Space, Real>(linear), numbers_in_space<Space, Real>(pair),
            numbers_in_space<Space, Real>(triple), to_space<Space>(type)};
  }
};

template <class Space, class Real>
std::vector<double> forward(SymmetricPower<Space, Real> const& power, SymmetricOperands const& in) {
  auto const z = rows_in_space<Space, Real>(in.items, std::vector<double>(in.z_adj.size(), 7.0));
  symmetric_power_forward<Space, Real>(Space{}, power, in.weights<Space, Real>(), in.items,
                                       rows_in_space<Space, Real>(in.items, in.x), z);
  return to_host(z);
}

struct SymmetricAdjoints {
  std::vector<double> x, linear, pair, triple;
};

/// The weights' gradient as sums over `workers` rows, to which a one is added beforehand, and taken off; none of 0.
template <class Space, class Real>
SymmetricAdjoints backward(SymmetricPower<Space, Real> const& power, SymmetricOperands const& in, int workers) {
  auto const x_adj = rows_in_space<Space, Real>(in.items, std::vector<double>(in.x.size(), 7.0));
  auto const ones = [&](std::vector<double> const& weights) {
    if (weights.empty() || workers == 0) return Array2<Real, Space>{};
    return rows_in_space<Space, Real>(workers, std::vector<double>(workers * weights.size(), 1.0));
  };
  SymmetricGradient<Space, Real> const gradient{ones(in.linear), ones(in.pair), ones(in.triple)};
  symmetric_power_backward<Space, Real>(Space{}, power, in.weights<Space, Real>(), in.items,
                                        rows_in_space<Space, Real>(in.items, in.x),
                                        rows_in_space<Space, Real>(in.items, in.z_adj), x_adj, gradient);
  auto const sum = [&](Array2<Real, Space> const& rows) {
    std::vector<double> total(rows.extent(1), -workers);
    auto const values = to_host(rows);
    for (std::size_t k = 0; k < values.size(); ++k) total[k % total.size()] += values[k];
    return total;
  };
  return {to_host(x_adj), sum(gradient.linear), sum(gradient.pair), sum(gradient.triple)};
}

}  // namespace tesseral::test
