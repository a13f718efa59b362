// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions from a table instead of the network: quintic Hermite interpolation of R, R', R'' at equidistant
/// knots r_k = k h, k = 0 … n, h = r_cut/n. With t = (r - r_k)/h and the basis polynomials
///
///     H0 = 1 - 10t^3 + 15t^4 - 6t^5,   H1 = t - 6t^3 + 8t^4 - 3t^5,   H2 = (t^2 - 3t^3 + 3t^4 - t^5)/2,
///
/// R = H0(t) R_k + h H1(t) R'_k + h^2 H2(t) R''_k + H0(1-t) R_k+1 - h H1(1-t) R'_k+1 + h^2 H2(1-t) R''_k+1.
/// The interpolant is twice continuously differentiable and the forces use its own derivative, so energy is conserved
/// as exactly as with the network. Error at most h^6 max|R^(6)| / 46080.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/model/model_data.hpp"

#include <vector>

namespace tesseral {

/// One layer's table. No table: n = 0. What one pack of channels needs at a knot is contiguous: [knot][pack][path][R, h
/// R', h^2 R''][lane]; on a device, where neighbouring threads own neighbouring channels, [knot][path][R …][channel].
template <class Space, class Real>
struct RadialTable {
  static constexpr int lanes = lanes_of<Space, Real>;

  int n = 0;
  double spacing = 0.0;
  int paths = 0;
  int channels = 0;  // padded
  Array1<Real const, Space> values;

  KOKKOS_INLINE_FUNCTION std::size_t knot_stride() const { return static_cast<std::size_t>(3) * paths * channels; }
  KOKKOS_INLINE_FUNCTION int path_stride() const { return 3 * row_stride(); }
  KOKKOS_INLINE_FUNCTION int row_stride() const { return lanes > 1 ? lanes : channels; }
  /// Where the pack that begins at channel c stands behind a knot.
  KOKKOS_INLINE_FUNCTION std::size_t pack_offset(int c) const {
    return lanes > 1 ? static_cast<std::size_t>(c) * 3 * paths : static_cast<std::size_t>(c);
  }
};

/// Where a distance lies in a table: between knots k and k+1, at r = (k + t) h. Nothing is at or beyond the cutoff.
struct TablePosition {
  int knot;
  double t;
  bool inside;

  template <class Space, class Real>
  KOKKOS_INLINE_FUNCTION TablePosition(RadialTable<Space, Real> const& table, double r, double r_cut)
      : knot(0), t(0.0), inside(r < r_cut) {
    if (!inside) return;
    double const s = r / table.spacing;
    knot = s < table.n - 1 ? static_cast<int>(s) : table.n - 1;
    t = s - knot;
  }
};

/// Weights of the six numbers that an interpolation combines, for the value and for d/dr.
template <class Real>
struct HermiteWeights {
  Real value[6];
  Real slope[6];

  /// t = (r - r_k)/h in [0, 1], one number or a pack of them.
  KOKKOS_INLINE_FUNCTION HermiteWeights(Real t, Real inverse_spacing) {
    set(t, inverse_spacing, 0, Real(1));
    set(1 - t, inverse_spacing, 3, Real(-1));
  }

 private:
  // Knot at distance t behind (sign 1) or ahead (sign -1); odd derivatives change sign with the direction.
  KOKKOS_INLINE_FUNCTION void set(Real t, Real inverse_spacing, int first, Real sign) {
    Real const t2 = t * t, t3 = t2 * t, rest = 1 - t;
    value[first] = 1 - t3 * (10 - t * (15 - 6 * t));
    value[first + 1] = sign * (t - t3 * (6 - t * (8 - 3 * t)));
    value[first + 2] = Real(0.5) * t2 * rest * rest * rest;
    slope[first] = sign * inverse_spacing * -30 * t2 * rest * rest;
    slope[first + 1] = inverse_spacing * (1 - t2 * (18 - t * (32 - 15 * t)));
    slope[first + 2] = sign * inverse_spacing * Real(0.5) * t * (2 - t * (9 - t * (12 - 5 * t)));
  }
};

/// Radial functions of one layer from its network, at one distance, by plain loops in double: R[path * channels + c]
/// and its first two derivatives.
struct RadialValues {
  std::vector<double> R, slope, curvature;
};
RadialValues radial_values(ModelData const&, int layer, double r);

/// Table of a layer with n intervals.
template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const&, int layer, int n);

/// Largest |R_table - R_network| of a layer in the middle of the intervals, over the largest |R| beyond 0.5 Å;
/// distances below that, where no two atoms come, are left out.
double radial_table_error(ModelData const&, int layer, int n);

/// The smallest of 25, 50, 100 and 200 intervals per Bessel function (a half-wave of the fastest one) that keeps
/// radial_table_error() below 1e-9, or else the largest.
int table_intervals(ModelData const&, int layer);

}  // namespace tesseral
