// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The `direct` algorithm on an edge. The harmonics of an edge are the same for all channels, so they are contracted
/// with the Gaunt coefficients first: path q = (l1, l2, l) becomes a small dense matrix, applied to every channel:
///
///     K_q[m][m1] = sum_m2 G(l1 m1, l2 m2, l m) Y_l2m2,      z[l m][c] += R_q[c] sum_m1 K_q[m][m1] u[l1 m1][c]
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Tables of one layer. Entries are all K_q[m][m1], path after path, m1 fastest; each is a sum over terms.
template <class Space>
struct EdgeCoupling {
  struct PathTable {
    int l1, l2, l;
    int first_entry;
    int first_row;
  };

  int l_in = 0;
  int l_max = 0;
  int n_paths = 0;
  int n_entries = 0;
  bool separate = false;  // messages have rows for each path, 2l+1 in their order, instead of each degree
  int n_rows = 0;         // of a message
  Array1<PathTable const, Space> paths;    // [path]
  Array1<int const, Space> term_begin;     // [entry + 1]
  Array1<int const, Space> term_lm2;       // [term]
  Array1<double const, Space> term_value;  // [term], Gaunt coefficient times `factor`

  /// K[entry] from Y[lm2], numbers or packs of edges.
  template <class Number>
  KOKKOS_INLINE_FUNCTION Number contract(int entry, Number const* Y) const {
    Number sum(0.0);
    for (int k = term_begin(entry); k < term_begin(entry + 1); ++k) sum += Number(term_value(k)) * Y[term_lm2(k)];
    return sum;
  }

  /// store(entry, K[entry]) for all entries.
  template <class Number, class Store>
  KOKKOS_INLINE_FUNCTION void contract_all(Number const* Y, Store const& store) const {
    for (int entry = 0; entry < n_entries; ++entry) store(entry, contract(entry, Y));
  }
};

/// Tables for senders' features up to l_in, harmonics and messages up to l_max; every coefficient times `factor`.
template <class Space>
EdgeCoupling<Space> make_edge_coupling(int l_in, int l_max, double factor, bool separate = false);

}  // namespace tesseral
