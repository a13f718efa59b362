// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Small matrix products inside a team: C[m][n] (+)= sum_k A[m][k] B[k][n]. Columns come in packs; A may be strided, so
/// that products with a transposed A need no copy.
#pragma once

#include "tesseral/core/team.hpp"

namespace tesseral {

/// Row counts that are multiples of this waste nothing.
constexpr int gemm_rows_per_block = 6;

enum class GemmMode { overwrite, accumulate };

/// Where the rows of a matrix stand: at equal distances, or at those that a list names.
template <class Real>
struct EveryRow {
  Real* data;
  std::ptrdiff_t stride;
  KOKKOS_FORCEINLINE_FUNCTION Real* operator()(int row) const { return data + row * stride; }
};
template <class Real>
struct ListedRows {
  Real* data;
  std::ptrdiff_t stride;
  int const* rows;
  KOKKOS_FORCEINLINE_FUNCTION Real* operator()(int row) const { return data + rows[row] * stride; }
};

namespace detail {

/// Rows x Packs of C from row m, column n on, held in registers while k runs.
template <class P, int Rows, int Packs, class Real, class RowsOfB, class RowsOfC>
KOKKOS_FORCEINLINE_FUNCTION void gemm_block(int K, Real const* A, std::ptrdiff_t a_row, std::ptrdiff_t a_k,
                                            RowsOfB const& B, RowsOfC const& C, int m, int n, GemmMode mode) {
  constexpr int lanes = sizeof(P) / sizeof(Real);
  P sum[Rows][Packs];
  TESSERAL_UNROLL
  for (int r = 0; r < Rows; ++r)
    for (int p = 0; p < Packs; ++p) sum[r][p] = P(Real(0));
  for (int k = 0; k < K; ++k) {
    Real const* const b_row = B(k) + n;
    P b[Packs];
    for (int p = 0; p < Packs; ++p) b[p] = load<P>(b_row + p * lanes);
    TESSERAL_UNROLL
    for (int r = 0; r < Rows; ++r) {
      P const a(A[r * a_row + k * a_k]);
      for (int p = 0; p < Packs; ++p) sum[r][p] += a * b[p];
    }
  }
  TESSERAL_UNROLL
  for (int r = 0; r < Rows; ++r) {
    Real* const c_row = C(m + r) + n;
    TESSERAL_UNROLL
    for (int p = 0; p < Packs; ++p) {
      if (mode == GemmMode::accumulate) sum[r][p] += load<P>(c_row + p * lanes);
      store<P>(c_row + p * lanes, sum[r][p]);
    }
  }
}

template <class P, int Packs, class Real, class RowsOfB, class RowsOfC>
KOKKOS_FORCEINLINE_FUNCTION void gemm_rows(int rows, int K, Real const* A, std::ptrdiff_t a_row, std::ptrdiff_t a_k,
                                           RowsOfB const& B, RowsOfC const& C, int m, int n, GemmMode mode) {
  switch (rows) {
    case 6:
      return gemm_block<P, 6, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
    case 5:
      return gemm_block<P, 5, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
    case 4:
      return gemm_block<P, 4, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
    case 3:
      return gemm_block<P, 3, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
    case 2:
      return gemm_block<P, 2, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
    default:
      return gemm_block<P, 1, Packs>(K, A, a_row, a_k, B, C, m, n, mode);
  }
}

}  // namespace detail

/// `rows` (1 … gemm_rows_per_block) and `packs` (1 … 4) of C, from row m and column n on, by the calling thread; A
/// begins with row m.
template <class P, class Real, class RowsOfB, class RowsOfC>
KOKKOS_FORCEINLINE_FUNCTION void gemm_packs(int rows, int packs, int K, Real const* A, std::ptrdiff_t a_row,
                                            std::ptrdiff_t a_k, RowsOfB const& B, RowsOfC const& C, int m, int n,
                                            GemmMode mode) {
  switch (packs) {
    case 1:
      return detail::gemm_rows<P, 1>(rows, K, A, a_row, a_k, B, C, m, n, mode);
    case 2:
      return detail::gemm_rows<P, 2>(rows, K, A, a_row, a_k, B, C, m, n, mode);
    case 3:
      return detail::gemm_rows<P, 3>(rows, K, A, a_row, a_k, B, C, m, n, mode);
    default:
      return detail::gemm_rows<P, 4>(rows, K, A, a_row, a_k, B, C, m, n, mode);
  }
}

/// All threads of the team must call this; ends without a barrier. N must be a multiple of P's lanes.
template <class P, class Member, class Real, class RowsOfB, class RowsOfC>
KOKKOS_INLINE_FUNCTION void tile_gemm(Member const& team, int M, int N, int K, Real const* A, std::ptrdiff_t a_row,
                                      std::ptrdiff_t a_k, RowsOfB const& B, RowsOfC const& C, GemmMode mode) {
  constexpr int lanes = sizeof(P) / sizeof(Real);
  // 24 accumulators, 4 packs of B and a broadcast fill 32 vector registers; 12, 2 and one fill 16
  constexpr int rows = gemm_rows_per_block, packs = vector_registers / 8;
  int const row_blocks = (M + rows - 1) / rows;
  int const column_blocks = (N + packs * lanes - 1) / (packs * lanes);
  // columns outside, so that a panel of B stays in the first-level cache while rows stream by
  for_each_pair<(lanes > 1)>(team, column_blocks, row_blocks, [&](int column_block, int row_block) {
    int const m = row_block * rows, n = column_block * packs * lanes;
    int const block_rows = M - m < rows ? M - m : rows;
    Real const* a = A + m * a_row;
    int const columns = (N - n) / lanes;
    gemm_packs<P>(block_rows, columns < packs ? columns : packs, K, a, a_row, a_k, B, C, m, n, mode);
  });
}

/// The same for B and C with rows at equal distances.
template <class P, class Member, class Real>
KOKKOS_INLINE_FUNCTION void tile_gemm(Member const& team, int M, int N, int K, Real const* A, std::ptrdiff_t a_row,
                                      std::ptrdiff_t a_k, Real const* B, std::ptrdiff_t b_k, Real* C,
                                      std::ptrdiff_t c_row, GemmMode mode) {
  tile_gemm<P>(team, M, N, K, A, a_row, a_k, EveryRow<Real const>{B, b_k}, EveryRow<Real>{C, c_row}, mode);
}

}  // namespace tesseral
