// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/direct_tables.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/direct/unrolled.hpp"

#include <algorithm>
#include <map>

namespace tesseral {
namespace {

using Key = std::array<int, 3>;  // (a, b, out), as lm

template <class Space, class Real>
DirectTable<Space, Real> make_direct_table(ProductSpec const& spec, std::vector<ProductTerm> const& terms,
                                           PathList const& paths, Direction direction) {
  int const l_max[3] = {spec.l_x, spec.l_y, spec.l_z};
  DirectTable<Space, Real> table;
  table.l_a = l_max[direction[1]];
  table.l_b = l_max[direction[2]];
  table.l_out = l_max[direction[0]];
  table.sparse = make_sparse_table<Space, Real>(terms, paths, direction, num_lm(table.l_out));
  if (std::max({table.l_a, table.l_b, table.l_out}) > max_l_unrolled) return table;

  std::map<Key, double> coefficients;
  for (ProductTerm const& term : terms) {
    int const lm[3] = {term.lm1, term.lm2, term.lm};
    coefficients[{lm[direction[1]], lm[direction[2]], lm[direction[0]]}] = term.value;
  }
  std::vector<Real> values;
  std::vector<int> path;
  std::size_t found = 0;
  for (int la = 0; la <= table.l_a; ++la)
    for (int lb = 0; lb <= table.l_b; ++lb) {
      detail::for_each_nonzero(la, lb, table.l_out, [&](int ma, int mb, int l, int m) {
        auto const term = coefficients.find(Key{la * la + ma, lb * lb + mb, l * l + m});
        values.push_back(term == coefficients.end() ? Real(0) : static_cast<Real>(term->second));
        found += term != coefficients.end();
      });
      for (int l = 0; l <= table.l_out; ++l) {
        int degrees[3];
        degrees[direction[0]] = l;
        degrees[direction[1]] = la;
        degrees[direction[2]] = lb;
        path.push_back(paths.find(degrees[0], degrees[1], degrees[2]));
      }
    }
  table.unrolled = found == coefficients.size();
  table.values = upload<Space>("tesseral::unrolled_values", values);
  table.path = upload<Space>("tesseral::unrolled_paths", path);
  return table;
}

template <class Space, class Real>
SharedTable<Space, Real> make_shared_table(std::vector<ProductTerm> const& terms, PathList const& paths, bool merged) {
  using Block = typename SharedTable<Space, Real>::Block;
  std::map<Key, int> first_of;  // (l, l1, path or 0) -> its block
  std::vector<Block> blocks;
  for (auto const& p : paths.paths) {
    int const path = paths.find(p.l1, p.l2, p.l);
    first_of.emplace(Key{p.l, p.l1, merged ? 0 : path}, path);
  }
  int n_entries = 0;
  for (auto& [key, index] : first_of) {
    blocks.push_back({key[1], key[0], n_entries, index});
    index = n_entries;
    n_entries += (2 * key[0] + 1) * (2 * key[1] + 1);
  }
  std::vector<std::vector<std::pair<int, double>>> sums(n_entries);
  for (ProductTerm const& term : terms) {
    int const l1 = degree_of(term.lm1), l = degree_of(term.lm);
    int const path = merged ? 0 : paths.find(l1, degree_of(term.lm2), l);
    int const entry = first_of.at(Key{l, l1, path}) + (term.lm - l * l) * (2 * l1 + 1) + term.lm1 - l1 * l1;
    sums[entry].emplace_back(term.lm2, term.value);
  }
  std::vector<int> begin = {0}, lm2;
  std::vector<Real> value;
  for (auto const& sum : sums) {
    for (auto const& [lm, coefficient] : sum) {
      lm2.push_back(lm);
      value.push_back(static_cast<Real>(coefficient));
    }
    begin.push_back(static_cast<int>(lm2.size()));
  }
  SharedTable<Space, Real> table;
  table.n_blocks = static_cast<int>(blocks.size());
  table.n_entries = n_entries;
  table.blocks = upload<Space>("tesseral::shared_blocks", blocks);
  table.term_begin = upload<Space>("tesseral::shared_begin", begin);
  table.term_lm2 = upload<Space>("tesseral::shared_lm2", lm2);
  table.term_value = upload<Space>("tesseral::shared_value", value);
  return table;
}

}  // namespace

template <class Space, class Real>
DirectProduct<Space, Real> make_direct_tables(ProductSpec const& spec, std::vector<ProductTerm> const& terms) {
  DirectProduct<Space, Real> product;
  product.spec = spec;
  product.paths = paths_of(terms);
  std::vector<int> degrees;
  for (auto const& p : product.paths.paths) degrees.insert(degrees.end(), {p.l1, p.l2, p.l});
  product.path_degrees = upload<Space>("tesseral::path_degrees", degrees);
  product.forward = make_direct_table<Space, Real>(spec, terms, product.paths, direction_forward);
  product.x = make_direct_table<Space, Real>(spec, terms, product.paths, direction_x);
  product.y = make_direct_table<Space, Real>(spec, terms, product.paths, direction_y);
  product.shared = make_shared_table<Space, Real>(terms, product.paths, false);
  product.merged = make_shared_table<Space, Real>(terms, product.paths, true);
  return product;
}

#define TESSERAL_INSTANTIATE(Space)                                                                              \
  template DirectProduct<Space, double> make_direct_tables(ProductSpec const&, std::vector<ProductTerm> const&); \
  template DirectProduct<Space, float> make_direct_tables(ProductSpec const&, std::vector<ProductTerm> const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
