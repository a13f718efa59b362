// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What symmetric powers (symmetric_power.hpp) of any lists look up. Every product in them, and every adjoint of one,
/// is a bilinear map of short rows: a range of BilinearRow.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"

#include <vector>

namespace tesseral {

struct SymmetricSpec {
  int l_x = 0;
  int l_z = 0;
  int channels = 0;  // padded to whole packs
  int types = 1;
  std::vector<PairPath> pairs;  // sorted as symmetric_paths.hpp has them, as are triples; any of them, or none
  std::vector<TriplePath> triples;
};

/// Throws Error for lists that are not as they should be. Channels come in packs of `lanes`.
void require_valid(SymmetricSpec const&, int lanes);

/// Whether there is unrolled code for these lists.
bool has_unrolled_power(SymmetricSpec const&);

template <class Real>
struct BilinearTerm {
  int i, j;  // value · a[i] b[j]
  Real value;
};
struct BilinearRow {
  int out;  // out += sum of the terms from the previous row's end on
  int term_end;
};
struct BilinearMap {
  int begin, end;  // rows
};

/// A pair or a triple: q[m] of (x_l1 (x) x_l2)_l from x and x, and x_adj from q_adj and x.
struct SymmetricSquare {
  BilinearMap forward, adjoint;
};
/// Triples with the same l12, l3 and l: z from T and x, T_adj from z_adj and x, x_adj from T and z_adj.
struct SymmetricGroup {
  int l12, triple_end;
  BilinearMap last, T_adj, x_adj;
};

template <class Space, class Real>
struct SymmetricTables {
  Array1<BilinearTerm<Real> const, Space> terms;
  Array1<BilinearRow const, Space> rows;
  Array1<SymmetricSquare const, Space> pairs, triples;
  Array1<SymmetricGroup const, Space> groups;
  Array1<int const, Space> pair_end, group_end;  // [l]
};

template <class Space, class Real>
SymmetricTables<Space, Real> make_symmetric_tables(SymmetricSpec const&);

}  // namespace tesseral
