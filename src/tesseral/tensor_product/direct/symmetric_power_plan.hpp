// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What unrolled symmetric powers (symmetric_power.hpp) know at compile time: the lists of symmetric_paths.hpp, where
/// sums stand, and the coefficients. Arrays are longer than need be; none of them is in memory at run time. Code takes
/// their entries as constants, one by one, since a device has no arrays of the host.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/sphere/gaunt_constant.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"

namespace tesseral::detail {

constexpr int max_l_symmetric = 3;  // largest l_x with unrolled code

/// A power of degree l_x, 2 or 3, to l_z <= max_l_cheapest; without triples if the correlation is 2. Parts of one: only
/// to l_first … l_z, and of that only the groups with l12_first … l12_last, and unless l12_first is 0 no pairs and
/// nothing linear; parts but the first have l_first > 0.
template <int l_x_, int l_z_, int correlation_, int l_first_ = 0, int l12_first_ = 0, int l12_last_ = max_l_between>
struct SymmetricDegrees {
  static constexpr int l_x = l_x_, l_z = l_z_, correlation = correlation_;
  static constexpr int l_first = l_first_, l12_first = l12_first_, l12_last = l12_last_;
  static constexpr int blocks = (l_x + 1) * (l_x + 2) / 2;  // l1 <= l2
};

struct SymmetricPlan {
  struct Pair {
    int weight, l1, l2, l;  // weight: its place in the whole power's list
  };
  struct Triple {
    int weight, l1, l2, l12;
    int row;  // where the sum T_l12 of its group begins among those of all groups
  };
  struct Group {
    int l12, l3, l, row;
  };
  int l_x;
  int pairs = 0, triples = 0, groups = 0, rows = 0;
  Pair pair[32] = {};
  Triple triple[48] = {};
  Group group[16] = {};

  template <class Degrees>
  constexpr explicit SymmetricPlan(Degrees) : l_x(Degrees::l_x) {
    int weight = 0;
    for (int l = 0; l <= Degrees::l_z; ++l)
      for (int l1 = 0; l1 <= l_x; ++l1)
        for (int l2 = l1; l2 <= l_x; ++l2) {
          if (!is_gaunt_path(l1, l2, l)) continue;
          if (l >= Degrees::l_first && Degrees::l12_first == 0) pair[pairs++] = {weight, l1, l2, l};
          ++weight;
        }
    if (Degrees::correlation < 3) return;
    weight = 0;
    if (l_x == 2)
      for (TriplePath const& path : cheapest_triples_2) add<Degrees>(weight++, path);
    else
      for (TriplePath const& path : cheapest_triples_3) add<Degrees>(weight++, path);
  }

 private:
  template <class Degrees>
  constexpr void add(int weight, TriplePath const& path) {
    int const l12 = path[2], l3 = path[3], l = path[4];
    if (l < Degrees::l_first || l > Degrees::l_z || l12 < Degrees::l12_first || l12 > Degrees::l12_last) return;
    if (groups == 0 || group[groups - 1].l12 != l12 || group[groups - 1].l != l) {
      group[groups++] = {l12, l3, l, rows};
      rows += 2 * l12 + 1;
    }
    triple[triples++] = {weight, path[0], path[1], l12, group[groups - 1].row};
  }
};

template <class Degrees>
inline constexpr SymmetricPlan symmetric_plan = SymmetricPlan(Degrees{});

/// Products of x_l1 and x_l2, q[row] += value · x[a] x[b], and where they go, sum[to + m] += weight · q[from + m].
struct SymmetricBlock {
  struct Product {
    int a, b, begin, end;  // each a, b once; its entries
  };
  struct Entry {
    int row;
    double value;
  };
  struct Use {
    int weight, from, rows, to;
  };
  int l1 = 0, l2 = 0;
  int rows = 0, products = 0, entries = 0, pairs = 0, triples = 0;
  Product product[64] = {};
  Entry entry[256] = {};
  Use pair[8] = {}, triple[16] = {};  // sums are z and T

  constexpr SymmetricBlock(SymmetricPlan const& plan, int n) {
    for (; n > plan.l_x - l1; ++l1) n -= plan.l_x + 1 - l1;
    l2 = l1 + n;
    int row_of[2 * max_l_symmetric + 1] = {};  // where degree l begins
    bool needed[2 * max_l_symmetric + 1] = {};
    for (int l = l2 - l1; l <= l1 + l2; ++l) {
      row_of[l] = rows;
      for (int k = 0; k < plan.pairs; ++k)
        if (plan.pair[k].l1 == l1 && plan.pair[k].l2 == l2 && plan.pair[k].l == l)
          pair[pairs++] = {plan.pair[k].weight, row_of[l], 2 * l + 1, l * l};
      for (int k = 0; k < plan.triples; ++k)
        if (plan.triple[k].l1 == l1 && plan.triple[k].l2 == l2 && plan.triple[k].l12 == l)
          triple[triples++] = {plan.triple[k].weight, row_of[l], 2 * l + 1, plan.triple[k].row};
      needed[l] =
          (pairs > 0 && pair[pairs - 1].from == row_of[l]) || (triples > 0 && triple[triples - 1].from == row_of[l]);
      if (needed[l]) rows += 2 * l + 1;
    }
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = l1 == l2 ? m1 : -l2; m2 <= l2; ++m2) {
        int const first = entries;
        for (int l = l2 - l1; l <= l1 + l2; ++l)
          for (int m = -l; m <= l && needed[l]; ++m) {
            double const value = gaunt_constant(l1, m1, l2, m2, l, m) * (l1 == l2 && m1 != m2 ? 2.0 : 1.0);
            if (value != 0.0) entry[entries++] = {row_of[l] + l + m, value};
          }
        if (entries > first) product[products++] = {lm_index(l1, m1), lm_index(l2, m2), first, entries};
      }
  }
};

/// Block n of those with l1 <= l2; l2 runs fastest.
template <class Degrees, int n>
inline constexpr SymmetricBlock symmetric_block = SymmetricBlock(symmetric_plan<Degrees>, n);

/// The last product of a group: z[m] += value · T[m12] x[m3], indices of rows; sorted by m3, then m12.
struct SymmetricLast {
  struct Entry {
    int m12, m3, m;
    double value;
  };
  int entries = 0;
  Entry entry[256] = {};

  constexpr explicit SymmetricLast(SymmetricPlan::Group const& group) {
    for (int m3 = -group.l3; m3 <= group.l3; ++m3)
      for (int m12 = -group.l12; m12 <= group.l12; ++m12)
        for (int m = -group.l; m <= group.l; ++m) {
          double const value = gaunt_constant(group.l12, m12, group.l3, m3, group.l, m);
          if (value != 0.0)
            entry[entries++] = {group.row + group.l12 + m12, lm_index(group.l3, m3), lm_index(group.l, m), value};
        }
  }
};

template <class Degrees, int n>
inline constexpr SymmetricLast symmetric_last = SymmetricLast(symmetric_plan<Degrees>.group[n]);

}  // namespace tesseral::detail
