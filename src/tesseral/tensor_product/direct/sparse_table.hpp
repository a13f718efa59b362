// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Sparse coefficients, sorted for one of the three directions of a product,
///
///     out[k] = sum_paths w_path sum_i a[i] sum_j T[k,i,j] b[j],
///
/// where (k, i, j) is (z, x, y) forward, (x, z, y) for the adjoint of x and (y, z, x) for that of y: the adjoints of a
/// product are products with the same coefficients.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <array>
#include <vector>

namespace tesseral {

/// Paths of a list of coefficients, numbered with l1 slowest and l fastest.
struct PathList {
  struct Degrees {
    int l1, l2, l;
  };
  std::vector<Degrees> paths;
  int find(int l1, int l2, int l) const;  // -1: none
};
PathList paths_of(std::vector<ProductTerm> const&);

/// Degree l of index lm.
int degree_of(int lm);

/// Which index of a term (0: lm1, 1: lm2, 2: lm) is out, a and b.
using Direction = std::array<int, 3>;
inline constexpr Direction direction_forward = {2, 0, 1}, direction_x = {0, 2, 1}, direction_y = {1, 2, 0};

template <class Space, class Real>
struct SparseTable {
  struct Segment {  // the part of a row that belongs to one path
    int path, entry_end;
  };
  struct Entry {
    int i, term_end;
  };
  struct Term {
    int j;
    Real value;
  };
  int rows = 0;
  Array1<int const, Space> segment_end;  // [k]
  Array1<Segment const, Space> segments;
  Array1<Entry const, Space> entries;
  Array1<Term const, Space> terms;
};

template <class Space, class Real>
SparseTable<Space, Real> make_sparse_table(std::vector<ProductTerm> const&, PathList const&, Direction, int rows);

}  // namespace tesseral
