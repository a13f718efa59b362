// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// out = a (x) b by sparse coefficients, both operands with channels; one pack of channels of one item at a time.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"
#include "tesseral/tensor_product/direct/unrolled.hpp"

namespace tesseral {

template <class Space, class Real>
struct BilinearSum {
  using P = PackOf<Space, Real>;
  DirectTable<Space, Real> table;
  int channels;
  Array1<Real const, Space> weights;  // [path][c] or empty
  Features<Real const, Space> a, b;
  Features<Real, Space> out;

  /// On a host an item with all its packs, on a device an item and a channel.
  static constexpr bool whole_items = lanes_of<Space, Real> > 1;
  KOKKOS_INLINE_FUNCTION int work_units(int items) const { return whole_items ? items : items * channels; }

  KOKKOS_INLINE_FUNCTION void operator()(int unit) const {
    int const i = whole_items ? unit : unit / channels;
    int const begin = whole_items ? 0 : unit % channels, end = whole_items ? channels : begin + 1;
    if (table.unrolled) {
      with_degree<max_l_unrolled>(table.l_a, [&](auto l_a) {
        with_degree<max_l_unrolled>(table.l_b, [&](auto l_b) {
          with_degree<max_l_unrolled>(table.l_out, [&](auto l_out) {
            unrolled<decltype(l_a)::value, decltype(l_b)::value, decltype(l_out)::value>(i, begin, end);
          });
        });
      });
    } else {
      for (int c = begin; c < end; c += lanes_of<Space, Real>)
        for (int k = 0; k < table.sparse.rows; ++k) store<P>(&out(i, k * channels + c), row(i, c, k));
    }
  }

  template <int l_a, int l_b, int l_out>
  KOKKOS_INLINE_FUNCTION void unrolled(int i, int begin, int end) const {
    Real const* const a_row = &a(i, 0);
    Real const* const b_row = &b(i, 0);
    Real* const out_row = &out(i, 0);
    Real const* const values = table.values.data();
    bool const weighted = weights.extent(0) > 0;
    for (int c = begin; c < end; c += lanes_of<Space, Real>) {
      if (whole_items) {
        // the next item's rows, a share with each pack: strided reads are not what processors prefetch
        prefetch_share(a_row, num_lm(l_a), c);
        prefetch_share(b_row, num_lm(l_b), c);
        prefetch_share(out_row, num_lm(l_out), c);
      }
      auto const weight = [&](int la, int lb, int l) {
        int const path = table.path((la * (l_b + 1) + lb) * (l_out + 1) + l);
        return path < 0 ? P(Real(0)) : load<P>(&weights(path * channels + c));
      };
      unrolled_product<P, l_a, l_b, l_out>(a_row + c, b_row + c, channels, values, weighted, weight, out_row + c,
                                           std::make_index_sequence<(l_a + 1) * (l_b + 1)>{});
    }
  }

  KOKKOS_INLINE_FUNCTION void prefetch_share(Real const* row, int rows, int c) const {
    Real const* const next = row + rows * channels + rows * c;
    for (int lm = 0; lm < rows; ++lm) prefetch(next + lm * lanes_of<Space, Real>);
  }

  KOKKOS_INLINE_FUNCTION P row(int i, int c, int k) const {
    P sum(Real(0));
    for (int s = k == 0 ? 0 : table.sparse.segment_end(k - 1); s < table.sparse.segment_end(k); ++s) {
      P const part = segment(i, c, s);
      sum += weights.extent(0) > 0 ? load<P>(&weights(table.sparse.segments(s).path * channels + c)) * part : part;
    }
    return sum;
  }

  /// sum_i a[i] sum_j T b[j] of one row and path.
  KOKKOS_INLINE_FUNCTION P segment(int i, int c, int s) const {
    P sum(Real(0));
    for (int e = s == 0 ? 0 : table.sparse.segments(s - 1).entry_end; e < table.sparse.segments(s).entry_end; ++e) {
      P inner(Real(0));
      for (int t = e == 0 ? 0 : table.sparse.entries(e - 1).term_end; t < table.sparse.entries(e).term_end; ++t)
        inner += P(table.sparse.terms(t).value) * load<P>(&b(i, table.sparse.terms(t).j * channels + c));
      sum += load<P>(&a(i, table.sparse.entries(e).i * channels + c)) * inner;
    }
    return sum;
  }
};

/// gradient[worker][path][c] += sum_k out_adj[k] times the sum of row k and path; a worker has a share of the items.
template <class Space, class Real>
struct BilinearWeightGradient {
  using P = PackOf<Space, Real>;
  BilinearSum<Space, Real> sum;  // without weights
  Features<Real const, Space> out_adj;
  Array2<Real, Space> gradient;
  int items;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(gradient.extent(0));
    int const channels = sum.channels;
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, channels / lanes_of<Space, Real>), [&](int block) {
      int const c = block * lanes_of<Space, Real>;
      auto const& sparse = sum.table.sparse;
      for (int i = share_begin(items, worker, workers); i < share_begin(items, worker + 1, workers); ++i)
        for (int k = 0; k < sparse.rows; ++k)
          for (int s = k == 0 ? 0 : sparse.segment_end(k - 1); s < sparse.segment_end(k); ++s)
            add_to<P>(&gradient(worker, sparse.segments(s).path * channels + c),
                      load<P>(&out_adj(i, k * channels + c)) * sum.segment(i, c, s));
    });
  }
};

}  // namespace tesseral
