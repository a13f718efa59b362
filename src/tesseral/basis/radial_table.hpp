// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions from a table instead of the network: quintic Hermite interpolation of R, R', R'' at equidistant knots
/// r_k = k h, k = 0 … n, h = r_cut/n. With t = (r - r_k)/h and the basis polynomials
///
///     H0 = 1 - 10t^3 + 15t^4 - 6t^5,   H1 = t - 6t^3 + 8t^4 - 3t^5,   H2 = (t^2 - 3t^3 + 3t^4 - t^5)/2,
///
/// R = H0(t) R_k + h H1(t) R'_k + h^2 H2(t) R''_k + H0(1-t) R_k+1 - h H1(1-t) R'_k+1 + h^2 H2(1-t) R''_k+1.
/// The interpolant is twice continuously differentiable and the forces use its own derivative, so energy is conserved as
/// exactly as with the network. Error at most h^6 max|R^(6)| / 46080.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/model/model_data.hpp"

#include <vector>

namespace tesseral {

/// One layer's table. No table: n = 0.
template <class Space, class Real>
struct RadialTable {
  int n = 0;
  double spacing = 0.0;
  int width = 0;                      // paths * padded channels
  Array1<Real const, Space> values;   // [knot][R, h R', h^2 R''][path][channel]
};

/// Weights of the six numbers that an interpolation combines, for the value and for d/dr.
template <class Real>
struct HermiteWeights {
  Real value[6];
  Real slope[6];

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

/// Where a distance lies in a table: the six rows of its interval, and their weights.
template <class Space, class Real>
struct TableInterval {
  using P = PackOf<Space, Real>;
  Real const* rows;
  int width;
  HermiteWeights<Real> weights;

  /// r < n·spacing
  KOKKOS_INLINE_FUNCTION TableInterval(RadialTable<Space, Real> const& table, Real r)
      : TableInterval(table, r, static_cast<int>(r / static_cast<Real>(table.spacing))) {}
  KOKKOS_INLINE_FUNCTION P combine(Real const (&weight)[6], int at) const {
    P sum = P(weight[0]) * load<P>(rows + at);
    for (int row = 1; row < 6; ++row) sum += P(weight[row]) * load<P>(rows + row * width + at);
    return sum;
  }

 private:
  KOKKOS_INLINE_FUNCTION TableInterval(RadialTable<Space, Real> const& table, Real r, int knot)
      : rows(table.values.data() + static_cast<std::size_t>(knot < table.n ? knot : table.n - 1) * 3 * table.width),
        width(table.width),
        weights(r / static_cast<Real>(table.spacing) - static_cast<Real>(knot < table.n ? knot : table.n - 1),
                static_cast<Real>(1 / table.spacing)) {}
};

/// R[at … at+width] of one edge; zero at and beyond the cutoff.
template <class Space, class Real>
KOKKOS_INLINE_FUNCTION void interpolate(RadialTable<Space, Real> const& table, Real r, Real r_cut, Real* R) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  if (!(r < r_cut)) {
    for (int k = 0; k < table.width; ++k) R[k] = 0;
    return;
  }
  TableInterval<Space, Real> const interval(table, r);
  for (int k = 0; k < table.width; k += lanes) store<P>(R + k, interval.combine(interval.weights.value, k));
}

/// dE/dr = sum_k R_adj[k] R'[k] of one edge.
template <class Space, class Real>
KOKKOS_INLINE_FUNCTION Real interpolate_adjoint(RadialTable<Space, Real> const& table, Real r, Real r_cut,
                                                Real const* R_adj) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  if (!(r < r_cut)) return 0;
  TableInterval<Space, Real> const interval(table, r);
  P sum(Real(0));
  for (int k = 0; k < table.width; k += lanes)
    sum += load<P>(R_adj + k) * interval.combine(interval.weights.slope, k);
  return sum_lanes(sum);
}

/// Radial functions of one layer from its network, at one distance, by plain loops in double: R[path * channels + c] and
/// its first two derivatives.
struct RadialValues {
  std::vector<double> R, slope, curvature;
};
RadialValues radial_values(ModelData const&, int layer, double r);

/// Table of a layer with n intervals.
template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const&, int layer, int n);

/// Largest |R_table - R_network| of a layer in the middle of the intervals, over the largest |R| beyond 0.5 Å; distances
/// below that, where no two atoms come, are left out.
double radial_table_error(ModelData const&, int layer, int n);

/// The smallest of 25, 50, 100 and 200 intervals per Bessel function (a half-wave of the fastest one) that keeps
/// radial_table_error() below 1e-9, or else the largest.
int table_intervals(ModelData const&, int layer);

}  // namespace tesseral
