// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Blocks (la, lb) -> all l <= l_out of a sparse product, unrolled at compile time. Only the places of nonzeros are
/// known then, from the products of sines and cosines of the azimuth; the values stand in a table in the order of the
/// code, so that any coefficients with these nonzeros will do. Even paths alone: the Gaunt coupling.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"

#include <utility>

namespace tesseral {

/// Largest degree with unrolled code.
constexpr int max_l_unrolled = 3;

namespace detail {

constexpr int abs_constexpr(int m) { return m < 0 ? -m : m; }

/// Whether <t_a t_b t_c> over the azimuth may differ from zero; t_m = cos m phi, t_-m = sin m phi, m >= 0.
constexpr bool azimuth_couples(int a, int b, int c) {
  int const p = abs_constexpr(a), q = abs_constexpr(b), r = abs_constexpr(c);
  bool const even_sines = ((a < 0) + (b < 0) + (c < 0)) % 2 == 0;
  return even_sines && (r == p + q || r == abs_constexpr(p - q));
}

constexpr int first_l_out(int la, int lb) { return abs_constexpr(la - lb); }
constexpr int last_l_out(int la, int lb, int l_out) {
  int const last = la + lb < l_out ? la + lb : l_out;
  return (la + lb + last) % 2 == 0 ? last : last - 1;
}

/// First of the rows of degree l when the orders of l_first, l_first + 2, … stand one after another.
constexpr int rows_before(int l_first, int l) {
  int rows = 0;
  for (int k = l_first; k < l; k += 2) rows += 2 * k + 1;
  return rows;
}

/// Calls function(ma, mb, l, m), orders counted from 0, for every nonzero of a block, in the order of the unrolled
/// code: pairs (ma, mb) outside, so that their products are shared by all l.
template <class Function>
constexpr void for_each_nonzero(int la, int lb, int l_out, Function&& function) {
  for (int ma = 0; ma < 2 * la + 1; ++ma)
    for (int mb = 0; mb < 2 * lb + 1; ++mb)
      for (int l = first_l_out(la, lb); l <= last_l_out(la, lb, l_out); l += 2)
        for (int m = 0; m < 2 * l + 1; ++m)
          if (azimuth_couples(ma - la, mb - lb, m - l)) function(ma, mb, l, m);
}

constexpr int count_nonzeros(int la, int lb, int l_out) {
  int n = 0;
  for_each_nonzero(la, lb, l_out, [&](int, int, int, int) { ++n; });
  return n;
}

/// The nonzeros of a block; `row` counts the orders of all l from l_first on.
template <int la, int lb, int l_out>
struct UnrolledList {
  struct Nonzero {
    int ma, mb, row;
  };
  Nonzero nonzero[count_nonzeros(la, lb, l_out)] = {};
  constexpr UnrolledList() {
    int n = 0;
    for_each_nonzero(la, lb, l_out, [&](int ma, int mb, int l, int m) {
      nonzero[n++] = {ma, mb, rows_before(first_l_out(la, lb), l) + m};
    });
  }
};

template <int la, int lb, int l_out, class P, class Real, std::size_t... N>
KOKKOS_FORCEINLINE_FUNCTION void sum_terms(P const* a, P const* b, Real const* values, P* sum,
                                           std::index_sequence<N...>) {
  constexpr UnrolledList<la, lb, l_out> list;
  ((sum[list.nonzero[N].row] += P(values[N]) * (a[list.nonzero[N].ma] * b[list.nonzero[N].mb])), ...);
}

}  // namespace detail

/// The sums T a[la] b[lb] of one block for one pack of channels; rows of a and b are `stride` apart. Calls
/// use(la, lb, l, sums) for each path, with the sums of all orders of l.
template <class P, int la, int lb, int l_out, class Real, class Use>
KOKKOS_FORCEINLINE_FUNCTION void unrolled_block(Real const* a_data, Real const* b_data, std::ptrdiff_t stride,
                                                Real const* values, Use const& use) {
  constexpr int l_first = detail::first_l_out(la, lb), l_last = detail::last_l_out(la, lb, l_out);
  if constexpr (l_first <= l_last) {
    P a[2 * la + 1], b[2 * lb + 1], sum[detail::rows_before(l_first, l_last + 2)];
    for (int m = 0; m < 2 * la + 1; ++m) a[m] = load<P>(a_data + (la * la + m) * stride);
    for (int m = 0; m < 2 * lb + 1; ++m) b[m] = load<P>(b_data + (lb * lb + m) * stride);
    for (P& s : sum) s = P(Real(0));
    detail::sum_terms<la, lb, l_out>(a, b, values, sum,
                                     std::make_index_sequence<detail::count_nonzeros(la, lb, l_out)>{});
    for (int l = l_first; l <= l_last; l += 2) use(la, lb, l, sum + detail::rows_before(l_first, l));
  }
}

/// The nonzeros of all blocks before (la, lb) when lb runs fastest: where a block's values begin.
constexpr int first_value(int la, int lb, int l_b, int l_out) {
  int n = 0;
  for (int a = 0; a < la; ++a)
    for (int b = 0; b <= l_b; ++b) n += detail::count_nonzeros(a, b, l_out);
  for (int b = 0; b < lb; ++b) n += detail::count_nonzeros(la, b, l_out);
  return n;
}

/// All blocks in one piece of straight code; use(la, lb, l, sums) as above.
template <class P, int l_a, int l_b, int l_out, class Real, class Use, std::size_t... Block>
KOKKOS_FORCEINLINE_FUNCTION void unrolled_blocks(Real const* a, Real const* b, std::ptrdiff_t stride,
                                                 Real const* values, Use const& use, std::index_sequence<Block...>) {
  (unrolled_block<P, Block / (l_b + 1), Block % (l_b + 1), l_out>(
       a, b, stride, values + first_value(Block / (l_b + 1), Block % (l_b + 1), l_b, l_out), use),
   ...);
}

/// out[lm] = sum over paths of w T a b for one pack of channels. weight(la, lb, l) gives a path's, if `weighted`.
template <class P, int l_a, int l_b, int l_out, class Real, class Weight>
KOKKOS_INLINE_FUNCTION void unrolled_product(Real const* a, Real const* b, std::ptrdiff_t stride, Real const* values,
                                             bool weighted, Weight const& weight, Real* out) {
  P z[num_lm(l_out)];
  for (P& sum : z) sum = P(Real(0));
  unrolled_blocks<P, l_a, l_b, l_out>(
      a, b, stride, values,
      [&](int la, int lb, int l, P const* s) {
        if (weighted) {
          P const w = weight(la, lb, l);
          for (int m = 0; m < 2 * l + 1; ++m) z[l * l + m] += w * s[m];
        } else {
          for (int m = 0; m < 2 * l + 1; ++m) z[l * l + m] += s[m];
        }
      },
      std::make_index_sequence<(l_a + 1) * (l_b + 1)>{});
  for (int lm = 0; lm < num_lm(l_out); ++lm) store<P>(out + lm * stride, z[lm]);
}

/// Calls add(la, lb, l, sum_m out_adj[lm] (T a b)[lm]) for each path: the gradients of their weights.
template <class P, int l_a, int l_b, int l_out, class Real, class Add>
KOKKOS_INLINE_FUNCTION void unrolled_path_sums(Real const* a, Real const* b, Real const* out_adj, std::ptrdiff_t stride,
                                               Real const* values, Add const& add) {
  P z_adj[num_lm(l_out)];
  for (int lm = 0; lm < num_lm(l_out); ++lm) z_adj[lm] = load<P>(out_adj + lm * stride);
  unrolled_blocks<P, l_a, l_b, l_out>(
      a, b, stride, values,
      [&](int la, int lb, int l, P const* s) {
        P sum = z_adj[l * l] * s[0];
        for (int m = 1; m < 2 * l + 1; ++m) sum += z_adj[l * l + m] * s[m];
        add(la, lb, l, sum);
      },
      std::make_index_sequence<(l_a + 1) * (l_b + 1)>{});
}

}  // namespace tesseral
