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

using Lists = std::vector<std::vector<std::pair<int, double>>>;  // (index, coefficient)

/// All lists in one: list k has the indices and values begin[k] … begin[k + 1].
template <class Space, class Real>
void upload_lists(Lists const& lists, Array1<int const, Space>& begin, Array1<int const, Space>& index,
                  Array1<Real const, Space>& value) {
  std::vector<int> begins = {0}, indices;
  std::vector<Real> values;
  for (auto const& list : lists) {
    for (auto const& [number, coefficient] : list) {
      indices.push_back(number);
      values.push_back(static_cast<Real>(coefficient));
    }
    begins.push_back(static_cast<int>(indices.size()));
  }
  begin = upload<Space>("tesseral::list_begin", begins);
  index = upload<Space>("tesseral::list_index", indices);
  value = upload<Space>("tesseral::list_value", values);
}

template <class Space, class Real>
BroadcastTable<Space, Real> make_shared_table(std::vector<ProductTerm> const& terms, PathList const& paths) {
  using Block = typename BroadcastTable<Space, Real>::Block;
  std::map<Key, int> first_of;  // (l, l1, path) -> its block
  std::vector<Block> blocks;
  for (auto const& p : paths.paths) {
    int const path = paths.find(p.l1, p.l2, p.l);
    first_of.emplace(Key{p.l, p.l1, path}, path);
  }
  int n_entries = 0;
  for (auto& [key, index] : first_of) {
    blocks.push_back({key[1], key[0], n_entries, index});
    index = n_entries;
    n_entries += (2 * key[0] + 1) * (2 * key[1] + 1);
  }
  Lists sums(n_entries);
  for (ProductTerm const& term : terms) {
    int const l1 = degree_of(term.lm1), l = degree_of(term.lm);
    int const path = paths.find(l1, degree_of(term.lm2), l);
    int const entry = first_of.at(Key{l, l1, path}) + (term.lm - l * l) * (2 * l1 + 1) + term.lm1 - l1 * l1;
    sums[entry].emplace_back(term.lm2, term.value);
  }
  BroadcastTable<Space, Real> table;
  table.n_blocks = static_cast<int>(blocks.size());
  table.n_entries = n_entries;
  table.blocks = upload<Space>("tesseral::shared_blocks", blocks);
  upload_lists<Space>(sums, table.term_begin, table.term_lm2, table.term_value);
  return table;
}

template <class Space, class Real>
MatrixTable<Space, Real> make_matrix_table(ProductSpec const& spec, std::vector<ProductTerm> const& terms) {
  int const columns = num_lm(spec.l_x);
  Lists of_entry(num_lm(spec.l_z) * columns), of_lm2(num_lm(spec.l_y));
  for (ProductTerm const& term : terms) {
    int const entry = term.lm * columns + term.lm1;
    of_entry[entry].emplace_back(term.lm2, term.value);
    of_lm2[term.lm2].emplace_back(entry, term.value);
  }
  MatrixTable<Space, Real> table;
  upload_lists<Space>(of_entry, table.term_begin, table.term_lm2, table.term_value);
  upload_lists<Space>(of_lm2, table.entry_begin, table.entry, table.entry_value);
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
  if (spec.second == SecondOperand::broadcast) {
    product.shared = make_shared_table<Space, Real>(terms, product.paths);
    product.matrix = make_matrix_table<Space, Real>(spec, terms);
  } else {
    product.forward = make_direct_table<Space, Real>(spec, terms, product.paths, direction_forward);
    product.x = make_direct_table<Space, Real>(spec, terms, product.paths, direction_x);
    product.y = make_direct_table<Space, Real>(spec, terms, product.paths, direction_y);
  }
  return product;
}

#define TESSERAL_INSTANTIATE(Space)                                                                              \
  template DirectProduct<Space, double> make_direct_tables(ProductSpec const&, std::vector<ProductTerm> const&); \
  template DirectProduct<Space, float> make_direct_tables(ProductSpec const&, std::vector<ProductTerm> const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
