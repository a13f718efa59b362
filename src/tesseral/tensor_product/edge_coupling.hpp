// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The `direct` algorithm on an edge. The harmonics of an edge are the same for all channels, so they are contracted with
/// the Gaunt coefficients first: path q = (l1, l2, l) becomes a small dense matrix, applied to every channel:
///
///     K_q[m][m1] = sum_m2 G(l1 m1, l2 m2, l m) Y_l2m2,      z[l m][c] += R_q[c] sum_m1 K_q[m][m1] u[l1 m1][c]
///
/// adjoint:  Y_adj[l2 m2] = sum_{m,m1} G(l1 m1, l2 m2, l m) K_adj_q[m][m1].
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Tables of one layer. Entries are all K_q[m][m1], path after path, m1 fastest; each is a sum over terms.
template <class Space>
struct EdgeCoupling {
  struct PathTable {
    int l1, l2, l;
    int first_entry;
  };

  int l_in = 0;
  int l_max = 0;
  int n_paths = 0;
  int n_entries = 0;
  Array1<PathTable const, Space> paths;     // [path]
  Array1<int const, Space> term_begin;      // [entry + 1]
  Array1<int const, Space> term_lm2;        // [term]
  Array1<double const, Space> term_value;   // [term], Gaunt coefficient times `factor`

  /// K[entry] from Y[lm2].
  template <class Real>
  KOKKOS_INLINE_FUNCTION void contract(Real const* Y, Real* K) const {
    for (int entry = 0; entry < n_entries; ++entry) {
      Real sum = 0;
      for (int k = term_begin(entry); k < term_begin(entry + 1); ++k) sum += term_value(k) * Y[term_lm2(k)];
      K[entry] = sum;
    }
  }

  /// Y_adj[lm2] += … from K_adj[entry].
  template <class Real>
  KOKKOS_INLINE_FUNCTION void contract_adjoint(Real const* K_adj, Real* Y_adj) const {
    for (int entry = 0; entry < n_entries; ++entry)
      for (int k = term_begin(entry); k < term_begin(entry + 1); ++k) Y_adj[term_lm2(k)] += term_value(k) * K_adj[entry];
  }
};

/// Tables for senders' features up to l_in, harmonics and messages up to l_max; every coefficient times `factor`.
template <class Space>
EdgeCoupling<Space> make_edge_coupling(int l_in, int l_max, double factor);

}  // namespace tesseral
