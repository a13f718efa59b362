// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/symmetric_operations.hpp"

#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tesseral {
namespace {

using Products = std::set<std::pair<int, int>>;  // x[a] x[b]

/// The nonzeros of (x_l1 (x) x_l2)_l, and the products in them.
double count_square(int l1, int l2, int l, Products& products) {
  double nonzeros = 0;
  for (CouplingTerm const& term : gaunt_terms(l1, l2, l)) {
    if (l1 == l2 && term.m1 > term.m2) continue;
    ++nonzeros;
    products.insert({l1 * l1 + term.m1, l2 * l2 + term.m2});
  }
  return nonzeros;
}

}  // namespace

PowerOperations count_symmetric_power(SymmetricSpec const& spec, bool unrolled) {
  unrolled = unrolled && has_unrolled_power(spec);
  double forward = 2 * num_lm(std::min(spec.l_x, spec.l_z)), backward = forward;
  Products products;
  std::set<PairPath> squares;
  // those that the adjoint computes again are the triples'
  auto const add_square = [&](int l1, int l2, int l, bool again) {
    double const rows = 2 * l + 1;
    forward += 2 * rows;
    backward += (again ? 4 : 2) * rows;
    if (unrolled && !squares.insert({l1, l2, l}).second) return;
    Products own;
    double const nonzeros = count_square(l1, l2, l, unrolled ? products : own);
    double const once = (unrolled ? 2 : 3) * nonzeros;
    forward += once;
    backward += (unrolled ? 1 : 2) * once + (again ? once : 0.0);
  };
  for (auto const& [l1, l2, l12, l3, l] : spec.triples) add_square(l1, l2, l12, true);
  for (auto const& [l1, l2, l] : spec.pairs) add_square(l1, l2, l, false);
  std::set<PairPath> groups;
  for (auto const& [l1, l2, l12, l3, l] : spec.triples) {
    if (!groups.insert({l12, l3, l}).second) continue;
    double const operations = static_cast<double>(gaunt_terms(l12, l3, l).size()) * (l12 * l3 * l == 0 ? 2 : 3);
    forward += operations;
    backward += 2 * operations;
  }
  // forward and again 1 each; adjoint 2 FMA, 1 of a square
  for (auto const& [a, b] : products) {
    forward += 1;
    backward += 1 + (a == b ? 2 : 4);
  }
  return {forward, backward};
}

}  // namespace tesseral
