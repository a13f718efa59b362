// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/sparse_table.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

#include <algorithm>
#include <tuple>

namespace tesseral {

int degree_of(int lm) {
  int l = 0;
  while (num_lm(l) <= lm) ++l;
  return l;
}

int PathList::find(int l1, int l2, int l) const {
  for (std::size_t q = 0; q < paths.size(); ++q)
    if (paths[q].l1 == l1 && paths[q].l2 == l2 && paths[q].l == l) return static_cast<int>(q);
  return -1;
}

PathList paths_of(std::vector<ProductTerm> const& terms) {
  PathList list;
  for (ProductTerm const& term : terms)
    list.paths.push_back({degree_of(term.lm1), degree_of(term.lm2), degree_of(term.lm)});
  auto const key = [](PathList::Degrees const& p) { return std::tie(p.l1, p.l2, p.l); };
  std::sort(list.paths.begin(), list.paths.end(), [&](auto const& p, auto const& q) { return key(p) < key(q); });
  list.paths.erase(
      std::unique(list.paths.begin(), list.paths.end(), [&](auto const& p, auto const& q) { return key(p) == key(q); }),
      list.paths.end());
  return list;
}

template <class Space, class Real>
SparseTable<Space, Real> make_sparse_table(std::vector<ProductTerm> const& terms, PathList const& paths,
                                           Direction direction, int rows) {
  using Table = SparseTable<Space, Real>;
  struct Sorted {
    int k, path, i, j;
    double value;
  };
  std::vector<Sorted> sorted;
  for (ProductTerm const& term : terms) {
    int const lm[3] = {term.lm1, term.lm2, term.lm};
    int const path = paths.find(degree_of(term.lm1), degree_of(term.lm2), degree_of(term.lm));
    sorted.push_back({lm[direction[0]], path, lm[direction[1]], lm[direction[2]], term.value});
  }
  std::sort(sorted.begin(), sorted.end(), [](Sorted const& p, Sorted const& q) {
    return std::tie(p.k, p.path, p.i, p.j) < std::tie(q.k, q.path, q.i, q.j);
  });
  std::vector<int> segment_end(rows, 0);
  std::vector<typename Table::Segment> segments;
  std::vector<typename Table::Entry> entries;
  std::vector<typename Table::Term> values;
  for (std::size_t n = 0; n < sorted.size(); ++n) {
    Sorted const& now = sorted[n];
    bool const new_segment = n == 0 || now.k != sorted[n - 1].k || now.path != sorted[n - 1].path;
    if (new_segment) segments.push_back({now.path, 0});
    if (new_segment || now.i != sorted[n - 1].i) entries.push_back({now.i, 0});
    values.push_back({now.j, static_cast<Real>(now.value)});
    entries.back().term_end = static_cast<int>(values.size());
    segments.back().entry_end = static_cast<int>(entries.size());
    segment_end[now.k] = static_cast<int>(segments.size());
  }
  for (int k = 1; k < rows; ++k) segment_end[k] = std::max(segment_end[k], segment_end[k - 1]);
  Table table;
  table.rows = rows;
  table.segment_end = upload<Space>("tesseral::segment_end", segment_end);
  table.segments = upload<Space>("tesseral::segments", segments);
  table.entries = upload<Space>("tesseral::entries", entries);
  table.terms = upload<Space>("tesseral::terms", values);
  return table;
}

#define TESSERAL_INSTANTIATE(Space)                                                                                  \
  template SparseTable<Space, double> make_sparse_table(std::vector<ProductTerm> const&, PathList const&, Direction, \
                                                        int);                                                        \
  template SparseTable<Space, float> make_sparse_table(std::vector<ProductTerm> const&, PathList const&, Direction,  \
                                                       int);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
