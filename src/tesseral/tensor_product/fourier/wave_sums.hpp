// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The transform of degrees to a grid of angles by sums over waves, anywhere: a small discrete Fourier transform, with
/// the sum over waves in theta folded into the table of each row.
///
///     w[row][m] = sum_l T[row][l,|m|] x[l,m],     F[row][±k] = C_k ± S_k,
///     C_k = sum_{m>=0} cos(m phi_k) w[row][m],    S_k = sum_{m>0} sin(m phi_k) w[row][-m],
///
/// so that half of the azimuths are summed. Adjoint: every step transposed, in reverse.
#pragma once

#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

/// Where degree l of an order stands in a row of WaveSums::row_table, and how many numbers a row has.
KOKKOS_FORCEINLINE_FUNCTION constexpr int row_entry(int l_max, int order, int l) {
  return order * (l_max + 1) - order * (order - 1) / 2 + l - order;
}
KOKKOS_FORCEINLINE_FUNCTION constexpr int row_entries(int l_max) { return (l_max + 1) * (l_max + 2) / 2; }

template <class Space, class Real>
struct WaveSums {
  int l_max = 0;
  int rows = 0, azimuths = 0;
  Array1<Real const, Space> row_table;      // [row][order][l - order]: theta-part of a degree at the row
  Array1<Real const, Space> azimuth_table;  // [azimuth <= azimuths / 2][order + l_max]: cosines, sines for orders < 0

  KOKKOS_INLINE_FUNCTION int orders() const { return 2 * l_max + 1; }
  /// Numbers of a channel between the two steps: w[row][order + l_max].
  KOKKOS_INLINE_FUNCTION std::size_t numbers() const { return static_cast<std::size_t>(rows) * orders(); }

  /// out[row][azimuth][c]. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift(Member const& team, DegreeRange degrees, Real const* x, std::ptrdiff_t stride,
                                   int width, Real* out, Real* work) const {
    std::ptrdiff_t const row_step = static_cast<std::ptrdiff_t>(orders()) * width;
    Spans const spans(rows, gemm_rows_per_block);
    for_each_block<4>(team, orders(), spans.count, width, [&](int at, int span, int c, int packs) {
      int const m = at - l_max, row = spans.begin(span);
      int const first = first_degree(degrees, m), count = degrees.last + 1 - first;
      gemm_packs<P>(spans.length(span), packs, count, theta_part(row, m, first), row_entries(l_max), 1,
                    OrderRows<Real const>{x, stride, m, first},
                    EveryRow<Real>{work + (m + l_max) * static_cast<std::ptrdiff_t>(width), row_step}, row, c,
                    GemmMode::overwrite);
    });
    team.team_barrier();
    Spans const halves(azimuths / 2 + 1, azimuths_at_once);
    for_each_block<packs_at_once>(team, rows, halves.count, width, [&](int row, int span, int c, int packs) {
      int const k = halves.begin(span);
      with_sizes(halves.length(span), packs, [&](auto K, auto N) {
        spread<P, decltype(K)::value, decltype(N)::value>(
            work + row * row_step + c, k, width, out + static_cast<std::ptrdiff_t>(row) * azimuths * width + c);
      });
    });
    team.team_barrier();
  }

  /// The transposed map. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift_adjoint(Member const& team, DegreeRange degrees, Real const* f_adj, int width,
                                           Real* x_adj, std::ptrdiff_t stride, Real* work) const {
    std::ptrdiff_t const row_step = static_cast<std::ptrdiff_t>(orders()) * width;
    Spans const halves(l_max + 1, azimuths_at_once);
    for_each_block<packs_at_once>(team, rows, halves.count, width, [&](int row, int span, int c, int packs) {
      int const m = halves.begin(span);
      with_sizes(halves.length(span), packs, [&](auto M, auto N) {
        gather<P, decltype(M)::value, decltype(N)::value>(
            f_adj + static_cast<std::ptrdiff_t>(row) * azimuths * width + c, m, width, work + row * row_step + c);
      });
    });
    team.team_barrier();
    for_each_block<4>(team, orders(), 1, width, [&](int at, int, int c, int packs) {
      int const m = at - l_max, first = first_degree(degrees, m), count = degrees.last + 1 - first;
      for (int begin = 0; begin < count; begin += gemm_rows_per_block) {
        int const left = count - begin, length = left < gemm_rows_per_block ? left : gemm_rows_per_block;
        gemm_packs<P>(length, packs, rows, theta_part(0, m, first + begin), 1, row_entries(l_max),
                      EveryRow<Real const>{work + at * static_cast<std::ptrdiff_t>(width), row_step},
                      OrderRows<Real>{x_adj, stride, m, first}, begin, c, GemmMode::overwrite);
      }
    });
    team.team_barrier();
  }

 private:
  // with sums for cosines and sines 16 registers of a host; a device's threads have a channel each
  static constexpr int azimuths_at_once = 4, packs_at_once = 2;

  /// Rows of one order among rows of degrees: first, first + 1, …
  template <class Number>
  struct OrderRows {
    Number* data;
    std::ptrdiff_t stride;
    int m, first;
    KOKKOS_FORCEINLINE_FUNCTION Number* operator()(int k) const {
      int const l = first + k;
      return data + (l * l + l + m) * stride;
    }
  };

  /// `all` things in the fewest spans of at most `largest`, of equal lengths but for the last.
  struct Spans {
    int all, count, each;
    KOKKOS_INLINE_FUNCTION Spans(int things, int largest)
        : all(things), count((things + largest - 1) / largest), each((things + count - 1) / count) {}
    KOKKOS_INLINE_FUNCTION int begin(int span) const { return span * each; }
    KOKKOS_INLINE_FUNCTION int length(int span) const { return all - begin(span) < each ? all - begin(span) : each; }
  };

  KOKKOS_INLINE_FUNCTION static int absolute(int m) { return m < 0 ? -m : m; }
  KOKKOS_INLINE_FUNCTION static int first_degree(DegreeRange degrees, int m) {
    return absolute(m) > degrees.first ? absolute(m) : degrees.first;
  }
  KOKKOS_INLINE_FUNCTION Real const* theta_part(int row, int m, int l) const {
    return row_table.data() + row * row_entries(l_max) + row_entry(l_max, absolute(m), l);
  }

  /// Calls function(thing, span, c, packs) for all things, their spans and all channels, `Packs` packs or the last few
  /// at a time.
  template <int Packs, class Member, class Function>
  KOKKOS_INLINE_FUNCTION static void for_each_block(Member const& team, int things, int spans, int width,
                                                    Function const& function) {
    constexpr int lanes = lanes_of<Space, Real>, columns_at_once = (lanes > 1 ? Packs : 1) * lanes;
    int const columns = (width + columns_at_once - 1) / columns_at_once;
    auto const block = [&](int thing, int span, int column) {
      int const c = column * columns_at_once;
      function(thing, span, c, (width - c < columns_at_once ? width - c : columns_at_once) / lanes);
    };
    if constexpr (lanes > 1) {
      for_each_pair<true>(team, things, spans, [&](int thing, int span) {
        for (int column = 0; column < columns; ++column) block(thing, span, column);
      });
    } else {
      for_each_pair<false>(team, things * spans, columns,
                           [&](int at, int column) { block(at / spans, at % spans, column); });
    }
  }

  /// Calls function(integral_constant<count>, integral_constant<packs>).
  template <class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void with_sizes(int count, int packs, Function const& function) {
    static_assert(azimuths_at_once == 4 && packs_at_once == 2, "the sizes listed here");
    auto const with_count = [&](auto N) {
      if (count == 4) return function(std::integral_constant<int, 4>{}, N);
      if (count == 3) return function(std::integral_constant<int, 3>{}, N);
      if (count == 2) return function(std::integral_constant<int, 2>{}, N);
      function(std::integral_constant<int, 1>{}, N);
    };
    if (packs == 2) return with_count(std::integral_constant<int, 2>{});
    with_count(std::integral_constant<int, 1>{});
  }

  /// F[±k] for K values of k from `first` on, of a row's waves [order + l_max].
  template <class P, int K, int N>
  KOKKOS_INLINE_FUNCTION void spread(Real const* waves, int first, int width, Real* line) const {
    constexpr int lanes = lanes_of<Space, Real>;
    Real const* const table = azimuth_table.data() + first * orders() + l_max;
    P cosines[K][N], sines[K][N];
    TESSERAL_UNROLL
    for (int p = 0; p < N; ++p) {
      P const w = load<P>(waves + static_cast<std::ptrdiff_t>(l_max) * width + p * lanes);
      TESSERAL_UNROLL
      for (int k = 0; k < K; ++k) {
        cosines[k][p] = w;
        sines[k][p] = P(Real(0));
      }
    }
    for (int m = 1; m <= l_max; ++m) {
      Real const *const plus = waves + static_cast<std::ptrdiff_t>(l_max + m) * width, *const minus =
                                                                                           waves +
                                                                                           static_cast<std::ptrdiff_t>(
                                                                                               l_max - m) *
                                                                                               width;
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) {
        P const a = load<P>(plus + p * lanes), b = load<P>(minus + p * lanes);
        TESSERAL_UNROLL
        for (int k = 0; k < K; ++k) {
          cosines[k][p] += P(table[k * orders() + m]) * a;
          sines[k][p] += P(table[k * orders() - m]) * b;
        }
      }
    }
    TESSERAL_UNROLL
    for (int k = 0; k < K; ++k) {
      int const at = first + k;
      Real* const here = line + static_cast<std::ptrdiff_t>(at) * width;
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) store<P>(here + p * lanes, cosines[k][p] + sines[k][p]);
      if (at == 0 || 2 * at == azimuths) continue;  // its own mirror image
      Real* const mirrored = line + static_cast<std::ptrdiff_t>(azimuths - at) * width;
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) store<P>(mirrored + p * lanes, cosines[k][p] - sines[k][p]);
    }
  }

  /// The transposed map for the orders ±m of M values of m from `first` on.
  template <class P, int M, int N>
  KOKKOS_INLINE_FUNCTION void gather(Real const* line, int first, int width, Real* waves) const {
    constexpr int lanes = lanes_of<Space, Real>;
    P cosines[M][N], sines[M][N];
    TESSERAL_UNROLL
    for (int m = 0; m < M; ++m) TESSERAL_UNROLL
    for (int p = 0; p < N; ++p) cosines[m][p] = sines[m][p] = P(Real(0));
    for (int at = 0; at <= azimuths / 2; ++at) {
      bool const alone = at == 0 || 2 * at == azimuths;
      Real const *const here = line + static_cast<std::ptrdiff_t>(at) * width, *const mirrored =
                                                                                   line + static_cast<std::ptrdiff_t>(
                                                                                              azimuths - at) *
                                                                                              width;
      Real const* const table = azimuth_table.data() + at * orders() + l_max;
      P even[N], odd[N];
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) {
        P const f = load<P>(here + p * lanes), g = alone ? P(Real(0)) : load<P>(mirrored + p * lanes);
        even[p] = f + g;
        odd[p] = f - g;
      }
      TESSERAL_UNROLL
      for (int m = 0; m < M; ++m) {
        P const cosine(table[first + m]), sine(table[-(first + m)]);
        TESSERAL_UNROLL
        for (int p = 0; p < N; ++p) {
          cosines[m][p] += cosine * even[p];
          sines[m][p] += sine * odd[p];
        }
      }
    }
    TESSERAL_UNROLL
    for (int m = 0; m < M; ++m) {
      Real *const plus = waves + static_cast<std::ptrdiff_t>(l_max + first + m) * width,
                  *const minus = waves + static_cast<std::ptrdiff_t>(l_max - first - m) * width;
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) {
        if (first + m > 0) store<P>(minus + p * lanes, sines[m][p]);
        store<P>(plus + p * lanes, cosines[m][p]);
      }
    }
  }
};

}  // namespace tesseral
