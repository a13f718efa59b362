// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions from a table instead of the network: quintic Hermite interpolation of R, R', R'' at equidistant
/// knots r_k = k h, k = 0 … n, h = r_cut/n, as a polynomial of t = (r - r_k)/h in each interval,
///
///     R = c0 + c1 t + … + c5 t^5,   c0 = R_k,   c1 = h R'_k,   c2 = h^2 R''_k / 2,
///     c3 = 10 D - 4 E + F/2,   c4 = -15 D + 7 E - F,   c5 = 6 D - 3 E + F/2,
///     D = R_k+1 - c0 - c1 - c2,   E = h R'_k+1 - c1 - 2 c2,   F = h^2 R''_k+1 - 2 c2.
///
/// The interpolant is twice continuously differentiable and the forces use its own derivative, so energy is conserved
/// as exactly as with the network. Error at most h^6 max|R^(6)| / 46080. The coefficients are kept, and not the values
/// at the knots, since c1 is as exact in float as R': the difference of two rounded values over a small h is not.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/model/model_data.hpp"

#include <vector>

namespace tesseral {

/// One layer's table. No table: n = 0. What one pack of channels needs in an interval is contiguous:
/// [interval][pack][path] [c0 … c5][lane]; on a device, where neighbouring threads own neighbouring channels,
/// [interval][path][c0 … c5][channel]. One interval more, of zeros, stands for all distances beyond the cutoff.
template <class Space, class Real>
struct RadialTable {
  static constexpr int lanes = lanes_of<Space, Real>;

  int n = 0;
  double spacing = 0.0;
  int paths = 0;
  int channels = 0;    // padded
  double error = 0.0;  // radial_table_error()
  Array1<Real const, Space> values;

  KOKKOS_INLINE_FUNCTION std::size_t interval_stride() const { return static_cast<std::size_t>(6) * paths * channels; }
  KOKKOS_INLINE_FUNCTION int path_stride() const { return 6 * power_stride(); }
  KOKKOS_INLINE_FUNCTION int power_stride() const { return lanes > 1 ? lanes : channels; }
  /// Where the pack that begins at channel c stands in an interval.
  KOKKOS_INLINE_FUNCTION std::size_t pack_offset(int c) const {
    return lanes > 1 ? static_cast<std::size_t>(c) * 6 * paths : static_cast<std::size_t>(c);
  }
};

/// Where a distance lies in a table: at r = (interval + t) h. Found in double: in float the interval's number would
/// take digits from t.
struct TablePosition {
  int interval;
  double t;

  template <class Space, class Real>
  KOKKOS_INLINE_FUNCTION TablePosition(RadialTable<Space, Real> const& table, double r, double r_cut) {
    double const s = r / table.spacing;
    interval = r < r_cut ? (s < table.n - 1 ? static_cast<int>(s) : table.n - 1) : table.n;
    t = r < r_cut ? s - interval : 0.0;
  }
};

/// Radial functions of one layer from its network, at one distance, by plain loops in double: R[path * channels + c]
/// and its first two derivatives.
struct RadialValues {
  std::vector<double> R, slope, curvature;
};
RadialValues radial_values(ModelData const&, int layer, double r);

/// Table of a layer with n intervals; its error is not measured.
template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const&, int layer, int n);

/// Largest |R_table - R_network| of a layer in the middle of the intervals, over the largest |R| beyond 0.5 Å;
/// distances below that, where no two atoms come, are left out.
double radial_table_error(ModelData const&, int layer, int n);

/// What radial_table_error() may be: far below what a network is known to, and for float a little below its rounding. A
/// smaller table is a faster one: edges of all lengths read it.
template <class Real>
inline constexpr double table_tolerance = sizeof(Real) < sizeof(double) ? 1e-8 : 1e-9;

/// The smallest of 25, 37, 50, 75, 100 and 150 intervals per Bessel function (a half-wave of the fastest one) that
/// keeps radial_table_error() within the tolerance, or else 200; and that error.
struct TableSize {
  int intervals;
  double error;
};
TableSize table_size(ModelData const&, int layer, double tolerance);

}  // namespace tesseral
