// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The symmetric power (symmetric_power.hpp) of one item and a few packs of channels by tables, for any lists. Degrees
/// of z come one after another, for each of them its pairs, then its groups of triples.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_rows.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_tables.hpp"

namespace tesseral {

template <class Space, class Real>
class ListedSymmetricPower {
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  static constexpr int most_lms = num_lm(max_l_between), most_orders = 2 * max_l_between + 1;
  /// Rows of some packs.
  template <int rows, int packs>
  struct Block {
    P row[rows][packs];
    KOKKOS_FORCEINLINE_FUNCTION void clear(int count) {
      for (int k = 0; k < count; ++k)
        for (P& pack : row[k]) pack = P(0);
    }
  };

 public:
  /// So many packs at a time share what is looked up.
  static constexpr int most_packs = lanes > 1 ? 4 : 1;

  ListedSymmetricPower(SymmetricTables<Space, Real> const& tables, SymmetricSpec const& spec)
      : tables_(tables), l_x_(spec.l_x), l_z_(spec.l_z), stride_(spec.channels) {}

  template <int packs>
  KOKKOS_INLINE_FUNCTION void forward(Real const* x_data, SymmetricRows<Real const> const& weights,
                                      Real* z_data) const {
    Block<most_lms, packs> x;
    Block<most_orders, packs> q, T, z;
    read(x_data, num_lm(l_x_), x);
    int pair = 0, group = 0, triple = 0;
    for (int l = 0; l <= l_z_; ++l) {
      int const orders = 2 * l + 1;
      z.clear(orders);
      if (l <= l_x_) add_weighted(weights.linear + l * stride_, orders, x.row + l * l, z.row);
      for (; pair < tables_.pair_end(l); ++pair) {
        q.clear(orders);
        multiply(tables_.pairs(pair).forward, x, x, q);
        add_weighted(weights.pair + pair * stride_, orders, q.row, z.row);
      }
      for (; group < tables_.group_end(l); ++group) {
        SymmetricGroup const& g = tables_.groups(group);
        int const rows = 2 * g.l12 + 1;
        T.clear(rows);
        for (; triple < g.triple_end; ++triple) {
          q.clear(rows);
          multiply(tables_.triples(triple).forward, x, x, q);
          add_weighted(weights.triple + triple * stride_, rows, q.row, T.row);
        }
        multiply(g.last, T, x, z);
      }
      write(z, orders, z_data + l * l * stride_);
    }
  }

  template <int packs, bool with_gradient>
  KOKKOS_INLINE_FUNCTION void backward(Real const* x_data, SymmetricRows<Real const> const& weights,
                                       Real const* z_adj_data, Real* x_adj_data,
                                       SymmetricRows<Real> const& gradient) const {
    Block<most_lms, packs> x, x_adj;
    Block<most_orders, packs> q, q_adj, T, T_adj, z_adj;
    read(x_data, num_lm(l_x_), x);
    x_adj.clear(num_lm(l_x_));
    int pair = 0, group = 0, triple = 0;
    for (int l = 0; l <= l_z_; ++l) {
      int const orders = 2 * l + 1;
      read(z_adj_data + l * l * stride_, orders, z_adj);
      if (l <= l_x_) {
        add_weighted(weights.linear + l * stride_, orders, z_adj.row, x_adj.row + l * l);
        if constexpr (with_gradient) add_product(x.row + l * l, z_adj.row, orders, gradient.linear + l * stride_);
      }
      for (; pair < tables_.pair_end(l); ++pair) {
        SymmetricSquare const& square = tables_.pairs(pair);
        q_adj.clear(orders);
        add_weighted(weights.pair + pair * stride_, orders, z_adj.row, q_adj.row);
        multiply(square.adjoint, q_adj, x, x_adj);
        if constexpr (with_gradient) {
          q.clear(orders);
          multiply(square.forward, x, x, q);
          add_product(q.row, z_adj.row, orders, gradient.pair + pair * stride_);
        }
      }
      for (; group < tables_.group_end(l); ++group) {
        SymmetricGroup const& g = tables_.groups(group);
        int const rows = 2 * g.l12 + 1;
        T.clear(rows);
        T_adj.clear(rows);
        multiply(g.T_adj, z_adj, x, T_adj);
        for (; triple < g.triple_end; ++triple) {
          SymmetricSquare const& square = tables_.triples(triple);
          q.clear(rows);
          q_adj.clear(rows);
          multiply(square.forward, x, x, q);
          add_weighted(weights.triple + triple * stride_, rows, q.row, T.row);
          add_weighted(weights.triple + triple * stride_, rows, T_adj.row, q_adj.row);
          multiply(square.adjoint, q_adj, x, x_adj);
          if constexpr (with_gradient) add_product(q.row, T_adj.row, rows, gradient.triple + triple * stride_);
        }
        multiply(g.x_adj, T, z_adj, x_adj);
      }
    }
    write(x_adj, num_lm(l_x_), x_adj_data);
  }

 private:
  SymmetricTables<Space, Real> tables_;
  int l_x_, l_z_;
  std::ptrdiff_t stride_;

  template <int rows, int packs>
  KOKKOS_FORCEINLINE_FUNCTION void read(Real const* data, int count, Block<rows, packs>& values) const {
    for (int k = 0; k < count; ++k) TESSERAL_UNROLL
    for (int p = 0; p < packs; ++p) values.row[k][p] = load<P>(data + k * stride_ + p * lanes);
  }
  template <int rows, int packs>
  KOKKOS_FORCEINLINE_FUNCTION void write(Block<rows, packs> const& values, int count, Real* data) const {
    for (int k = 0; k < count; ++k) TESSERAL_UNROLL
    for (int p = 0; p < packs; ++p) store<P>(data + k * stride_ + p * lanes, values.row[k][p]);
  }

  /// out += a (x) b
  template <int rows_a, int rows_b, int rows_out, int packs>
  KOKKOS_FORCEINLINE_FUNCTION void multiply(BilinearMap const& map, Block<rows_a, packs> const& a,
                                            Block<rows_b, packs> const& b, Block<rows_out, packs>& out) const {
    int term = map.begin == 0 ? 0 : tables_.rows(map.begin - 1).term_end;
    for (int row = map.begin; row < map.end; ++row) {
      BilinearRow const r = tables_.rows(row);
      P sum[packs];
      TESSERAL_UNROLL
      for (int p = 0; p < packs; ++p) sum[p] = out.row[r.out][p];
      for (; term < r.term_end; ++term) {
        BilinearTerm<Real> const& t = tables_.terms(term);
        P const value(t.value);
        TESSERAL_UNROLL
        for (int p = 0; p < packs; ++p) sum[p] += value * (a.row[t.i][p] * b.row[t.j][p]);
      }
      TESSERAL_UNROLL
      for (int p = 0; p < packs; ++p) out.row[r.out][p] = sum[p];
    }
  }
  /// out[k] += weight in[k]
  template <int packs>
  KOKKOS_FORCEINLINE_FUNCTION void add_weighted(Real const* weight, int count, P const (*in)[packs],
                                                P (*out)[packs]) const {
    TESSERAL_UNROLL
    for (int p = 0; p < packs; ++p) {
      P const w = load<P>(weight + p * lanes);
      for (int k = 0; k < count; ++k) out[k][p] += w * in[k][p];
    }
  }
  /// gradient += sum_k a[k] b[k]
  template <int packs>
  KOKKOS_FORCEINLINE_FUNCTION void add_product(P const (*a)[packs], P const (*b)[packs], int count,
                                               Real* gradient) const {
    TESSERAL_UNROLL
    for (int p = 0; p < packs; ++p) {
      P sum(0);
      for (int k = 0; k < count; ++k) sum += a[k][p] * b[k][p];
      add_to<P>(gradient + p * lanes, sum);
    }
  }
};

}  // namespace tesseral
