// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The symmetric power (symmetric_power.hpp) of one item and one pack of channels as straight code. Products of x with
/// itself are made block by block, (l1, l2) to all degrees, and serve all outputs.
///
/// Template arguments: D are SymmetricDegrees, n is a block or a group, k an entry of its lists.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_plan.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_rows.hpp"

#include <utility>

namespace tesseral {
namespace detail {

template <int... K>
using Numbers = std::integer_sequence<int, K...>;
template <int count>
using NumbersTo = std::make_integer_sequence<int, count>;

// ---- q = x_l1 (x) x_l2, all degrees of a block, and x_adj from q_adj

template <class D, int n, int k, class P>
KOKKOS_FORCEINLINE_FUNCTION void add_entry(P const& product, P* q) {
  constexpr auto entry = symmetric_block<D, n>.entry[k];
  if constexpr (entry.value == 1.0)
    q[entry.row] += product;
  else
    q[entry.row] += P(entry.value) * product;
}

template <class D, int n, int first, class P, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_entries(P const& product, P* q, Numbers<K...>) {
  (add_entry<D, n, first + K>(product, q), ...);
}

template <class D, int n, int k, class P>
KOKKOS_FORCEINLINE_FUNCTION void add_product(P const* x, P* q) {
  constexpr auto product = symmetric_block<D, n>.product[k];
  add_entries<D, n, product.begin>(x[product.a] * x[product.b], q, NumbersTo<product.end - product.begin>{});
}

template <class D, int n, class P, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_products(P const* x, P* q, Numbers<K...>) {
  (add_product<D, n, K>(x, q), ...);
}

template <class D, int n, int k, bool twice, class P>
KOKKOS_FORCEINLINE_FUNCTION void add_entry_adjoint(P const* q_adj, P& product_adj) {
  constexpr auto entry = symmetric_block<D, n>.entry[k];
  constexpr double value = twice ? 2.0 * entry.value : entry.value;
  if constexpr (value == 1.0)
    product_adj += q_adj[entry.row];
  else
    product_adj += P(value) * q_adj[entry.row];
}

template <class D, int n, int first, bool twice, class P, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_entries_adjoint(P const* q_adj, P& product_adj, Numbers<K...>) {
  (add_entry_adjoint<D, n, first + K, twice>(q_adj, product_adj), ...);
}

template <class D, int n, int k, class P>
KOKKOS_FORCEINLINE_FUNCTION void add_product_adjoint(P const* x, P const* q_adj, P* x_adj) {
  constexpr auto product = symmetric_block<D, n>.product[k];
  constexpr bool is_square = product.a == product.b;
  P product_adj(0);
  add_entries_adjoint<D, n, product.begin, is_square>(q_adj, product_adj, NumbersTo<product.end - product.begin>{});
  x_adj[product.a] += product_adj * x[product.b];
  if constexpr (!is_square) x_adj[product.b] += product_adj * x[product.a];
}

template <class D, int n, class P, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_products_adjoint(P const* x, P const* q_adj, P* x_adj, Numbers<K...>) {
  (add_product_adjoint<D, n, K>(x, q_adj, x_adj), ...);
}

// ---- sum += weight · q: the sum is z for a pair, T for a triple

template <class D, int n, int k, bool is_triple, class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION void add_weighted(P const* q, Real const* weights, std::ptrdiff_t stride, P* sum) {
  constexpr auto use = is_triple ? symmetric_block<D, n>.triple[k] : symmetric_block<D, n>.pair[k];
  P const weight = load<P>(weights + use.weight * stride);
  TESSERAL_UNROLL
  for (int m = 0; m < use.rows; ++m) sum[use.to + m] += weight * q[use.from + m];
}

template <class D, int n, bool is_triple, class P, class Real, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_all_weighted([[maybe_unused]] P const* q, [[maybe_unused]] Real const* weights,
                                                  [[maybe_unused]] std::ptrdiff_t stride, [[maybe_unused]] P* sum,
                                                  Numbers<K...>) {
  (add_weighted<D, n, K, is_triple>(q, weights, stride, sum), ...);
}

template <class D, int n, int k, bool is_triple, bool with_gradient, class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION void add_weighted_adjoint(P const* q, Real const* weights, std::ptrdiff_t stride,
                                                      P const* sum_adj, P* q_adj, Real* gradient) {
  constexpr auto use = is_triple ? symmetric_block<D, n>.triple[k] : symmetric_block<D, n>.pair[k];
  P const weight = load<P>(weights + use.weight * stride);
  TESSERAL_UNROLL
  for (int m = 0; m < use.rows; ++m) q_adj[use.from + m] += weight * sum_adj[use.to + m];
  if constexpr (with_gradient) {
    P total = sum_adj[use.to] * q[use.from];
    TESSERAL_UNROLL
    for (int m = 1; m < use.rows; ++m) total += sum_adj[use.to + m] * q[use.from + m];
    add_to<P>(gradient + use.weight * stride, total);
  }
}

template <class D, int n, bool is_triple, bool with_gradient, class P, class Real, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_all_weighted_adjoint([[maybe_unused]] P const* q,
                                                          [[maybe_unused]] Real const* weights,
                                                          [[maybe_unused]] std::ptrdiff_t stride,
                                                          [[maybe_unused]] P const* sum_adj, [[maybe_unused]] P* q_adj,
                                                          [[maybe_unused]] Real* gradient, Numbers<K...>) {
  (add_weighted_adjoint<D, n, K, is_triple, with_gradient>(q, weights, stride, sum_adj, q_adj, gradient), ...);
}

// ---- z = T (x) x of a group, and the adjoints of both: out = a (x) b with the coefficients' indices in turn

enum class LastOutput { z, T_adj, x_adj };  // from (T, x), (z_adj, x), (T, z_adj)

template <class D, int n, int k, LastOutput output, class P>
KOKKOS_FORCEINLINE_FUNCTION void add_last_entry(P const* a, P const* b, P* out) {
  constexpr auto entry = symmetric_last<D, n>.entry[k];
  constexpr int i = output == LastOutput::T_adj ? entry.m : entry.m12;
  constexpr int j = output == LastOutput::x_adj ? entry.m : entry.m3;
  constexpr int to = output == LastOutput::z ? entry.m : output == LastOutput::T_adj ? entry.m12 : entry.m3;
  if constexpr (entry.value == 1.0)
    out[to] += a[i] * b[j];
  else
    out[to] += P(entry.value) * (a[i] * b[j]);
}

template <class D, int n, LastOutput output, class P, int... K>
KOKKOS_FORCEINLINE_FUNCTION void add_last(P const* a, P const* b, P* out, Numbers<K...>) {
  (add_last_entry<D, n, K, output>(a, b, out), ...);
}

}  // namespace detail

template <class P, class Real, class D>
class UnrolledSymmetricPower {
  static constexpr int lms = num_lm(D::l_x), lms_z = num_lm(D::l_z);
  static constexpr int groups = detail::symmetric_plan<D>.groups;
  static constexpr int sums = groups > 0 ? detail::symmetric_plan<D>.rows : 1;  // T of all groups
  using Blocks = detail::NumbersTo<D::blocks>;
  using Groups = detail::NumbersTo<groups>;
  template <int... N>
  using Numbers = detail::Numbers<N...>;

 public:
  /// So many packs at a time.
  static constexpr int most_packs = 1;

  /// For rows of `channels` numbers.
  explicit UnrolledSymmetricPower(int channels) : stride_(channels) {}

  template <int>
  KOKKOS_INLINE_FUNCTION void forward(Real const* x_data, SymmetricRows<Real const> const& weights,
                                      Real* z_data) const {
    P x[lms], z[lms_z], T[sums];
    read<lms>(x_data, x);
    clear<sums>(T);
    clear<lms_z>(z);
    add_scaled(weights.linear, x, z);
    blocks(x, weights, T, z, Blocks{});
    last<detail::LastOutput::z>(T, x, z, Groups{});
    write<lms_z>(z, z_data);
  }

  template <int, bool with_gradient>
  KOKKOS_INLINE_FUNCTION void backward(Real const* x_data, SymmetricRows<Real const> const& weights,
                                       Real const* z_adj_data, Real* x_adj_data,
                                       SymmetricRows<Real> const& gradient) const {
    P x[lms], z_adj[lms_z], x_adj[lms], T[sums], T_adj[sums];
    read<lms>(x_data, x);
    read<lms_z>(z_adj_data, z_adj);
    if constexpr (D::l_first > 0)
      read<lms>(x_adj_data, x_adj);  // what other parts have left there
    else
      clear<lms>(x_adj);
    clear<sums>(T);
    clear<sums>(T_adj);
    if constexpr (D::l12_first == 0) add_scaled(weights.linear, z_adj, x_adj);
    if constexpr (with_gradient && D::l12_first == 0) add_linear_gradient(x, z_adj, gradient.linear);
    last<detail::LastOutput::T_adj>(z_adj, x, T_adj, Groups{});
    blocks_backward<with_gradient>(x, weights, z_adj, T_adj, T, x_adj, gradient, Blocks{});
    last<detail::LastOutput::x_adj>(T, z_adj, x_adj, Groups{});
    write<lms>(x_adj, x_adj_data);
  }

 private:
  std::ptrdiff_t stride_;

  template <int count>
  KOKKOS_FORCEINLINE_FUNCTION void read(Real const* data, P* values) const {
    TESSERAL_UNROLL
    for (int lm = 0; lm < count; ++lm) values[lm] = load<P>(data + lm * stride_);
  }
  template <int count>
  KOKKOS_FORCEINLINE_FUNCTION void write(P const* values, Real* data) const {
    TESSERAL_UNROLL
    for (int lm = 0; lm < count; ++lm) store<P>(data + lm * stride_, values[lm]);
  }
  template <int count>
  KOKKOS_FORCEINLINE_FUNCTION static void clear(P* values) {
    TESSERAL_UNROLL
    for (int k = 0; k < count; ++k) values[k] = P(0);
  }

  KOKKOS_FORCEINLINE_FUNCTION void add_scaled(Real const* linear, P const* in, P* out) const {
    for_each_degree<D::l_first, D::l_z>([&](auto degree) {
      constexpr int l = decltype(degree)::value;
      P const weight = load<P>(linear + l * stride_);
      for (int lm = l * l; lm < num_lm(l); ++lm) out[lm] += weight * in[lm];
    });
  }
  KOKKOS_FORCEINLINE_FUNCTION void add_linear_gradient(P const* x, P const* z_adj, Real* linear) const {
    for_each_degree<D::l_first, D::l_z>([&](auto degree) {
      constexpr int l = decltype(degree)::value;
      P total = x[l * l] * z_adj[l * l];
      for (int lm = l * l + 1; lm < num_lm(l); ++lm) total += x[lm] * z_adj[lm];
      add_to<P>(linear + l * stride_, total);
    });
  }

  template <int n>
  KOKKOS_FORCEINLINE_FUNCTION void block(P const* x, SymmetricRows<Real const> const& weights, P* T, P* z) const {
    constexpr int rows = detail::symmetric_block<D, n>.rows;
    if constexpr (rows > 0) {
      P q[rows];
      clear<rows>(q);
      detail::add_products<D, n>(x, q, Products<n>{});
      detail::add_all_weighted<D, n, true>(q, weights.triple, stride_, T, Triples<n>{});
      detail::add_all_weighted<D, n, false>(q, weights.pair, stride_, z, Pairs<n>{});
    }
  }
  template <bool with_gradient, int n>
  KOKKOS_FORCEINLINE_FUNCTION void block_backward(P const* x, SymmetricRows<Real const> const& weights, P const* z_adj,
                                                  P const* T_adj, P* T, P* x_adj,
                                                  SymmetricRows<Real> const& gradient) const {
    constexpr int rows = detail::symmetric_block<D, n>.rows;
    if constexpr (rows > 0) {
      P q[rows], q_adj[rows];
      clear<rows>(q);
      clear<rows>(q_adj);
      detail::add_products<D, n>(x, q, Products<n>{});
      detail::add_all_weighted<D, n, true>(q, weights.triple, stride_, T, Triples<n>{});
      detail::add_all_weighted_adjoint<D, n, true, with_gradient>(q, weights.triple, stride_, T_adj, q_adj,
                                                                  gradient.triple, Triples<n>{});
      detail::add_all_weighted_adjoint<D, n, false, with_gradient>(q, weights.pair, stride_, z_adj, q_adj,
                                                                   gradient.pair, Pairs<n>{});
      detail::add_products_adjoint<D, n>(x, q_adj, x_adj, Products<n>{});
    }
  }

  template <int n>
  using Products = detail::NumbersTo<detail::symmetric_block<D, n>.products>;
  template <int n>
  using Pairs = detail::NumbersTo<detail::symmetric_block<D, n>.pairs>;
  template <int n>
  using Triples = detail::NumbersTo<detail::symmetric_block<D, n>.triples>;
  template <int n>
  using Entries = detail::NumbersTo<detail::symmetric_last<D, n>.entries>;

  template <int... N>
  KOKKOS_FORCEINLINE_FUNCTION void blocks(P const* x, SymmetricRows<Real const> const& weights, P* T, P* z,
                                          Numbers<N...>) const {
    (block<N>(x, weights, T, z), ...);
  }
  template <bool with_gradient, int... N>
  KOKKOS_FORCEINLINE_FUNCTION void blocks_backward(P const* x, SymmetricRows<Real const> const& weights, P const* z_adj,
                                                   P const* T_adj, P* T, P* x_adj, SymmetricRows<Real> const& gradient,
                                                   Numbers<N...>) const {
    (block_backward<with_gradient, N>(x, weights, z_adj, T_adj, T, x_adj, gradient), ...);
  }
  template <detail::LastOutput output, int... N>
  KOKKOS_FORCEINLINE_FUNCTION static void last([[maybe_unused]] P const* a, [[maybe_unused]] P const* b,
                                               [[maybe_unused]] P* out, Numbers<N...>) {
    (detail::add_last<D, N, output>(a, b, out, Entries<N>{}), ...);
  }
};

}  // namespace tesseral
