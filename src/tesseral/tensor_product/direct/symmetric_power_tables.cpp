// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/symmetric_power_tables.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_plan.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace tesseral {
namespace {

template <std::size_t n>
std::string text(std::array<int, n> const& path) {
  std::string result;
  for (int const l : path) result += (result.empty() ? "(" : ", ") + std::to_string(l);
  return result + ")";
}

/// The order of the lists.
PairPath key(PairPath const& path) { return {path[2], path[0], path[1]}; }
TriplePath key(TriplePath const& path) { return {path[4], path[2], path[3], path[0], path[1]}; }

template <class Path>
void require_sorted(std::vector<Path> const& paths) {
  for (std::size_t k = 1; k < paths.size(); ++k)
    require(key(paths[k - 1]) < key(paths[k]),
            "couplings " + text(paths[k - 1]) + " and " + text(paths[k]) +
                " of a symmetric product (one behind the other) sort them, each once");
}

/// out += value · a[i] b[j]
struct Entry {
  int out, i, j;
  double value;
};

/// Maps behind one another, those of the same path once.
class TableBuilder {
 public:
  SymmetricSquare square(int l1, int l2, int l) {
    auto const [found, is_new] = squares_.try_emplace({l1, l2, l});
    if (!is_new) return found->second;
    std::vector<Entry> forward, adjoint;
    for (CouplingTerm const& term : gaunt_terms(l1, l2, l)) {
      if (l1 == l2 && term.m1 > term.m2) continue;  // x[a] x[b] is x[b] x[a]
      int const a = l1 * l1 + term.m1, b = l2 * l2 + term.m2;
      double const value = l1 == l2 && a != b ? 2.0 * term.value : term.value;
      forward.push_back({term.m, a, b, value});
      adjoint.push_back({a, term.m, b, a == b ? 2.0 * value : value});
      if (a != b) adjoint.push_back({b, term.m, a, value});
    }
    return found->second = {add(forward), add(adjoint)};
  }

  SymmetricGroup group(int l12, int l3, int l) {
    auto const [found, is_new] = groups_.try_emplace({l12, l3, l});
    if (!is_new) return found->second;
    std::vector<Entry> last, T_adj, x_adj;
    for (CouplingTerm const& term : gaunt_terms(l12, l3, l)) {
      int const m12 = term.m1, lm3 = l3 * l3 + term.m2, m = term.m;
      last.push_back({m, m12, lm3, term.value});
      T_adj.push_back({m12, m, lm3, term.value});
      x_adj.push_back({lm3, m12, m, term.value});
    }
    return found->second = {l12, 0, add(last), add(T_adj), add(x_adj)};
  }

  template <class Space, class Real>
  void upload_to(SymmetricTables<Space, Real>& tables) const {
    std::vector<BilinearTerm<Real>> terms;
    for (Entry const& e : entries_) terms.push_back({e.i, e.j, static_cast<Real>(e.value)});
    tables.terms = upload<Space>("tesseral::symmetric_terms", terms);
    tables.rows = upload<Space>("tesseral::symmetric_rows", rows_);
  }

 private:
  BilinearMap add(std::vector<Entry>& entries) {
    std::stable_sort(entries.begin(), entries.end(), [](Entry const& a, Entry const& b) { return a.out < b.out; });
    int const begin = static_cast<int>(rows_.size());
    for (std::size_t k = 0; k < entries.size(); ++k) {
      entries_.push_back(entries[k]);
      if (k == 0 || entries[k].out != entries[k - 1].out) rows_.push_back({entries[k].out, 0});
      rows_.back().term_end = static_cast<int>(entries_.size());
    }
    return {begin, static_cast<int>(rows_.size())};
  }

  std::vector<Entry> entries_;
  std::vector<BilinearRow> rows_;
  std::map<PairPath, SymmetricSquare> squares_;
  std::map<PairPath, SymmetricGroup> groups_;
};

}  // namespace

void require_valid(SymmetricSpec const& spec, int lanes) {
  auto const degree = [](int l) { return l >= 0 && l <= max_l_between; };
  require(degree(spec.l_x) && degree(spec.l_z), "a symmetric product of degree " + std::to_string(spec.l_x) + " to " +
                                                    std::to_string(spec.l_z) + " (degrees are 0 to " +
                                                    std::to_string(max_l_between) + ") choose others");
  require(spec.channels > 0 && spec.channels % lanes == 0, "a symmetric product of " + std::to_string(spec.channels) +
                                                               " channels (they come in packs of " +
                                                               std::to_string(lanes) + ") pad them");
  require(spec.types > 0,
          "a symmetric product of " + std::to_string(spec.types) + " types (there is at least one) name them");
  auto const first = [&](auto const& path) {
    return path[0] >= 0 && path[0] <= path[1] && path[1] <= spec.l_x && is_gaunt_path(path[0], path[1], path[2]);
  };
  for (PairPath const& path : spec.pairs)
    require(first(path) && path[2] <= spec.l_z,
            "coupling " + text(path) +
                " of a symmetric product (not a Gaunt path of its degrees with l1 <= l2) leave it out");
  for (TriplePath const& path : spec.triples)
    require(first(path) && degree(path[2]) && path[3] >= 0 && path[3] <= spec.l_x && path[4] <= spec.l_z &&
                is_gaunt_path(path[2], path[3], path[4]),
            "coupling " + text(path) +
                " of a symmetric product (not two Gaunt paths of its degrees with l1 <= l2) leave it out");
  require_sorted(spec.pairs);
  require_sorted(spec.triples);
}

bool has_unrolled_power(SymmetricSpec const& spec) {
  return spec.l_x >= 2 && spec.l_x <= detail::max_l_symmetric && spec.l_z <= max_l_cheapest &&
         spec.pairs == symmetric_pairs(spec.l_x, spec.l_z) &&
         (spec.triples.empty() || spec.triples == symmetric_triples(spec.l_x, spec.l_z));
}

template <class Space, class Real>
SymmetricTables<Space, Real> make_symmetric_tables(SymmetricSpec const& spec) {
  TableBuilder builder;
  std::vector<SymmetricSquare> pairs, triples;
  std::vector<SymmetricGroup> groups;
  std::vector<int> pair_end(spec.l_z + 1), group_end(spec.l_z + 1);
  auto pair = spec.pairs.begin();
  auto triple = spec.triples.begin();
  for (int l = 0; l <= spec.l_z; ++l) {
    for (; pair != spec.pairs.end() && (*pair)[2] == l; ++pair)
      pairs.push_back(builder.square((*pair)[0], (*pair)[1], l));
    while (triple != spec.triples.end() && (*triple)[4] == l) {
      auto const [l1, l2, l12, l3, to] = *triple;
      groups.push_back(builder.group(l12, l3, to));
      for (; triple != spec.triples.end() && (*triple)[2] == l12 && (*triple)[3] == l3 && (*triple)[4] == l; ++triple)
        triples.push_back(builder.square((*triple)[0], (*triple)[1], l12));
      groups.back().triple_end = static_cast<int>(triples.size());
    }
    pair_end[l] = static_cast<int>(pairs.size());
    group_end[l] = static_cast<int>(groups.size());
  }
  SymmetricTables<Space, Real> tables;
  builder.upload_to(tables);
  tables.pairs = upload<Space>("tesseral::symmetric_pairs", pairs);
  tables.triples = upload<Space>("tesseral::symmetric_triples", triples);
  tables.groups = upload<Space>("tesseral::symmetric_groups", groups);
  tables.pair_end = upload<Space>("tesseral::symmetric_pair_end", pair_end);
  tables.group_end = upload<Space>("tesseral::symmetric_group_end", group_end);
  return tables;
}

#define TESSERAL_INSTANTIATE(Space, Real) \
  template SymmetricTables<Space, Real> make_symmetric_tables(SymmetricSpec const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
