// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// out = a (x) b by sparse coefficients, both operands with channels; one pack of channels of one item at a time.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/direct/direct_tables.hpp"
#include "tesseral/tensor_product/direct/path_weights.hpp"
#include "tesseral/tensor_product/direct/unrolled.hpp"

namespace tesseral {

template <class Space, class Real>
struct BilinearSum {
  using P = PackOf<Space, Real>;
  DirectTable<Space, Real> table;
  int channels;
  PathWeights<Space, Real> weights;
  Features<Real const, Space> a, b;
  Features<Real, Space> out;

  /// On a host an item with all its packs, on a device an item and a channel.
  static constexpr bool whole_items = lanes_of<Space, Real> > 1;
  KOKKOS_INLINE_FUNCTION int work_units(int items) const { return whole_items ? items : items * channels; }

  KOKKOS_INLINE_FUNCTION void operator()(int unit) const {
    int const i = whole_items ? unit : unit / channels;
    int const begin = whole_items ? 0 : unit % channels, end = whole_items ? channels : begin + 1;
    if (table.unrolled) {
      with_unrolled_degrees([&](auto l_a, auto l_b, auto l_out) {
        unrolled<decltype(l_a)::value, decltype(l_b)::value, decltype(l_out)::value>(i, begin, end);
      });
    } else {
      // several packs at a time share what is looked up, and wait less for each other's sums
      constexpr int most = whole_items ? 4 : 1, lanes = lanes_of<Space, Real>;
      int c = begin;
      for (; c + most * lanes <= end; c += most * lanes) listed<most>(i, c);
      for (; c < end; c += lanes) listed<1>(i, c);
    }
  }

  template <class Function>
  KOKKOS_FORCEINLINE_FUNCTION void with_unrolled_degrees(Function const& function) const {
    with_degree<max_l_unrolled>(table.l_a, [&](auto l_a) {
      with_degree<max_l_unrolled>(table.l_b, [&](auto l_b) {
        with_degree<max_l_unrolled>(table.l_out, [&](auto l_out) { function(l_a, l_b, l_out); });
      });
    });
  }

  template <int l_a, int l_b, int l_out>
  KOKKOS_INLINE_FUNCTION void unrolled(int i, int begin, int end) const {
    Real const* const a_row = &a(i, 0);
    Real const* const b_row = &b(i, 0);
    Real* const out_row = &out(i, 0);
    Real const* const values = table.values.data();
    bool const weighted = weights.exist();
    std::ptrdiff_t const first_weight = weights.first(i);
    for (int c = begin; c < end; c += lanes_of<Space, Real>) {
      if (whole_items) {
        // the next item's rows, a share with each pack: strided reads are not what processors prefetch
        prefetch_share(a_row, num_lm(l_a), c);
        prefetch_share(b_row, num_lm(l_b), c);
        prefetch_share(out_row, num_lm(l_out), c);
      }
      auto const weight = [&](int la, int lb, int l) {
        int const path = table.path((la * (l_b + 1) + lb) * (l_out + 1) + l);
        return path < 0 ? P(Real(0)) : load<P>(&weights.values(first_weight + path * channels + c));
      };
      unrolled_product<P, l_a, l_b, l_out>(a_row + c, b_row + c, channels, values, weighted, weight, out_row + c);
    }
  }

  KOKKOS_INLINE_FUNCTION void prefetch_share(Real const* row, int rows, int c) const {
    Real const* const next = row + rows * channels + rows * c;
    for (int lm = 0; lm < rows; ++lm) prefetch(next + lm * lanes_of<Space, Real>);
  }

  template <int packs>
  KOKKOS_INLINE_FUNCTION void listed(int i, int c) const {
    constexpr int lanes = lanes_of<Space, Real>;
    std::ptrdiff_t const first_weight = weights.first(i) + c;
    for (int k = 0; k < table.sparse.rows; ++k) {
      P sum[packs], part[packs];
      for (P& s : sum) s = P(Real(0));
      for (int s = k == 0 ? 0 : table.sparse.segment_end(k - 1); s < table.sparse.segment_end(k); ++s) {
        segment(i, c, s, part);
        Real const* const weight =
            weights.exist() ? &weights.values(first_weight + table.sparse.segments(s).path * channels) : nullptr;
        for (int p = 0; p < packs; ++p) sum[p] += weight != nullptr ? load<P>(weight + p * lanes) * part[p] : part[p];
      }
      for (int p = 0; p < packs; ++p) store<P>(&out(i, k * channels + c + p * lanes), sum[p]);
    }
  }

  /// sum_i a[i] sum_j T b[j] of one row and path, for some packs of channels.
  template <int packs>
  KOKKOS_INLINE_FUNCTION void segment(int i, int c, int s, P (&sum)[packs]) const {
    constexpr int lanes = lanes_of<Space, Real>;
    for (P& x : sum) x = P(Real(0));
    for (int e = s == 0 ? 0 : table.sparse.segments(s - 1).entry_end; e < table.sparse.segments(s).entry_end; ++e) {
      P inner[packs];
      for (P& x : inner) x = P(Real(0));
      for (int t = e == 0 ? 0 : table.sparse.entries(e - 1).term_end; t < table.sparse.entries(e).term_end; ++t) {
        P const value(table.sparse.terms(t).value);
        Real const* const row = &b(i, table.sparse.terms(t).j * channels + c);
        TESSERAL_UNROLL
        for (int p = 0; p < packs; ++p) inner[p] += value * load<P>(row + p * lanes);
      }
      Real const* const row = &a(i, table.sparse.entries(e).i * channels + c);
      TESSERAL_UNROLL
      for (int p = 0; p < packs; ++p) sum[p] += load<P>(row + p * lanes) * inner[p];
    }
  }
};

/// gradient[worker][type, path, c] += sum_k out_adj[k] times the sum of row k and path; a worker has a share of the
/// items.
template <class Space, class Real>
struct BilinearWeightGradient {
  using P = PackOf<Space, Real>;
  BilinearSum<Space, Real> sum;  // its weights: where those of an item begin
  Features<Real const, Space> out_adj;
  Array2<Real, Space> gradient;
  int items;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(gradient.extent(0));
    int const first = share_begin(items, worker, workers), last = share_begin(items, worker + 1, workers);
    team_for(team, sum.channels / lanes_of<Space, Real>, [&](int block) {
      int const c = block * lanes_of<Space, Real>;
      if (sum.table.unrolled)
        sum.with_unrolled_degrees([&](auto l_a, auto l_b, auto l_out) {
          for (int i = first; i < last; ++i)
            unrolled<decltype(l_a)::value, decltype(l_b)::value, decltype(l_out)::value>(worker, i, c);
        });
      else
        for (int i = first; i < last; ++i) listed(worker, i, c);
    });
  }

  template <int l_a, int l_b, int l_out>
  KOKKOS_INLINE_FUNCTION void unrolled(int worker, int i, int c) const {
    Real* const paths = &gradient(worker, sum.weights.first(i) + c);
    unrolled_path_sums<P, l_a, l_b, l_out>(&sum.a(i, c), &sum.b(i, c), &out_adj(i, c), sum.channels,
                                           sum.table.values.data(), [&](int la, int lb, int l, P const& value) {
                                             int const path = sum.table.path((la * (l_b + 1) + lb) * (l_out + 1) + l);
                                             if (path >= 0) add_to<P>(paths + path * sum.channels, value);
                                           });
  }

  KOKKOS_INLINE_FUNCTION void listed(int worker, int i, int c) const {
    auto const& sparse = sum.table.sparse;
    P part[1];
    for (int k = 0; k < sparse.rows; ++k)
      for (int s = k == 0 ? 0 : sparse.segment_end(k - 1); s < sparse.segment_end(k); ++s) {
        sum.segment(i, c, s, part);
        add_to<P>(&gradient(worker, sum.weights.first(i) + sparse.segments(s).path * sum.channels + c),
                  load<P>(&out_adj(i, k * sum.channels + c)) * part[0]);
      }
  }
};

}  // namespace tesseral
