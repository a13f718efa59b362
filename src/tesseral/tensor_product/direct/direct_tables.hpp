// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Everything that the algorithm `direct` looks up, for any list of sparse coefficients.
#pragma once

#include "tesseral/tensor_product/direct/sparse_table.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

namespace tesseral {

/// One direction of a product whose operands both have channels.
template <class Space, class Real>
struct DirectTable {
  int l_a = 0, l_b = 0, l_out = 0;
  SparseTable<Space, Real> sparse;   // any coefficients
  bool unrolled = false;             // whether the unrolled code serves these; then
  Array1<Real const, Space> values;  // its coefficients, block (la, lb) after block,
  Array1<int const, Space> path;     // and the number of the path, [la][lb][l], or -1
};

/// A product whose y is shared by the channels, with weights of paths: y is contracted with the coefficients first.
/// Path q becomes a small dense matrix,
///
///     K_q[m][m1] = sum_m2 T(l1 m1, l2 m2, l m) y[l2 m2],      z[l m][c] += w_q[c] sum_m1 K_q[m][m1] x[l1 m1][c].
template <class Space, class Real>
struct BroadcastTable {
  struct Block {
    int l1, l;
    int first_entry;
    int path;
  };
  int n_blocks = 0;
  int n_entries = 0;  // all K_q[m][m1], block after block, m1 fastest
  Array1<Block const, Space> blocks;
  Array1<int const, Space> term_begin;   // [entry + 1]
  Array1<int const, Space> term_lm2;     // [term]
  Array1<Real const, Space> term_value;  // [term]
};

/// The same without weights, where all paths together are one matrix K[lm][lm1], lm1 fastest: shared_matrix.hpp.
template <class Space, class Real>
struct MatrixTable {
  // the terms of each entry of K
  Array1<int const, Space> term_begin;   // [entry + 1]
  Array1<int const, Space> term_lm2;     // [term]
  Array1<Real const, Space> term_value;  // [term]
  // and once more those of each lm2
  Array1<int const, Space> entry_begin;   // [lm2 + 1]
  Array1<int const, Space> entry;         // [term]
  Array1<Real const, Space> entry_value;  // [term]
};

template <class Space, class Real>
struct DirectProduct {
  ProductSpec spec;
  PathList paths;                          // what path weights are numbered by
  Array1<int const, Space> path_degrees;   // [path][l1, l2, l]
  DirectTable<Space, Real> forward, x, y;  // z from (x, y), x_adj from (z_adj, y), y_adj from (z_adj, x)
  BroadcastTable<Space, Real> shared;      // y for all channels, with weights
  MatrixTable<Space, Real> matrix;         // and without
  // work arrays, which only grow
  mutable Array1<Real, Space> path_weights;   // [path][c]
  mutable Array2<Real, Space> path_gradient;  // [worker][path][c]
};

/// Coefficients of any coupling; each (lm1, lm2, lm) once.
template <class Space, class Real>
DirectProduct<Space, Real> make_direct_tables(ProductSpec const&, std::vector<ProductTerm> const&);

}  // namespace tesseral
