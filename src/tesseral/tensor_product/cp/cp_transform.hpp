// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One factor of a CP decomposition as a linear map between degrees and "points": dense matrix products, one for each
/// class of reflections,
///
///     lift:     f_k[g][c] = sum_{lm in class k} T[g][lm] x[lm][c]
///     adjoint:  x_adj[lm][c] = sum_g T[g][lm] f_adj_k[g][c],   k the class of lm.
///
/// Without reflections there is one class, and T may be any matrix [rank][lm].
#pragma once

#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/tensor_product/lifted/reflections.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

#include <vector>

namespace tesseral {

template <class Space, class Real>
struct CpTransform {
  int l_max = 0;
  int classes = 1;
  int points = 0;  // representatives, or the rank
  int lms = 0;
  Array1<Real const, Space> table;  // [g][column], columns sorted by class, then degree
  Array1<int const, Space> lm;      // [column]
  Array1<int const, Space> column;  // [class][l], first column of a class whose degree is at least l; l <= l_max + 1

  /// Numbers of work memory for a tile of this many channels.
  KOKKOS_INLINE_FUNCTION std::size_t scratch(int) const { return 0; }

  KOKKOS_INLINE_FUNCTION int first_column(int k, int l) const { return column(k * (l_max + 2) + l); }

  /// out[class][g][c] from the given degrees of x: rows lm, `stride` apart, `width` channels. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift(Member const& team, DegreeRange degrees, Real const* x, std::ptrdiff_t stride,
                                   int width, Real* out, Real*) const {
    for (int k = 0; k < classes; ++k) {
      int const begin = first_column(k, degrees.first), end = first_column(k, degrees.last + 1);
      tile_gemm<P>(team, points, width, end - begin, table.data() + begin, lms, 1,
                   ListedRows<Real const>{x, stride, lm.data() + begin},
                   EveryRow<Real>{out + k * points * width, width}, GemmMode::overwrite);
    }
    team.team_barrier();
  }

  /// The given degrees of x_adj from f_adj[class][g][c]; overwrites. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift_adjoint(Member const& team, DegreeRange degrees, Real* f_adj, int width, Real* x_adj,
                                           std::ptrdiff_t stride, Real*) const {
    for (int k = 0; k < classes; ++k) {
      int const begin = first_column(k, degrees.first), end = first_column(k, degrees.last + 1);
      tile_gemm<P>(team, end - begin, width, points, table.data() + begin, 1, lms,
                   EveryRow<Real const>{f_adj + k * points * width, width},
                   ListedRows<Real>{x_adj, stride, lm.data() + begin}, GemmMode::overwrite);
    }
    team.team_barrier();
  }
};

/// Any matrix T[row][lm], rows being representatives of `classes` reflections.
template <class Space, class Real>
CpTransform<Space, Real> make_cp_transform(int l_max, int classes, int points, std::vector<double> const& T);

}  // namespace tesseral
