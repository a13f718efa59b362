// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions as the message kernels read them, edge by edge and pack by pack, and where their adjoints go: from
/// the table, interpolated in registers, or from the network, which has left them in the tile. A path's function is
/// value(q), times that of times_common() if all paths have one in common.
#pragma once

#include "tesseral/network/edges/edge_tile.hpp"

namespace tesseral {

/// R and h R' of one edge for a pack of channels, from the table.
template <class Space, class Real>
struct TabulatedRadial {
  using P = PackOf<Space, Real>;
  static constexpr bool has_common = false;

  Real const* coefficients;
  P t;
  int path_stride, power_stride;

  template <class Coupling>
  KOKKOS_FORCEINLINE_FUNCTION TabulatedRadial(EdgeOperator<Space, Real, Coupling> const& op,
                                              EdgeTile<Space, Real, Coupling> const& tile, int k, int c)
      : coefficients(op.table.values.data() + tile.interval[k] * op.table.interval_stride() + op.table.pack_offset(c)),
        t(tile.t[k]),
        path_stride(op.table.path_stride()),
        power_stride(op.table.power_stride()) {}

  template <class Operator>
  KOKKOS_FORCEINLINE_FUNCTION static bool from_table(Operator const&) {
    return true;
  }
  KOKKOS_FORCEINLINE_FUNCTION P value(int q) const {
    P R = coefficient(q, 5);
    for (int power = 4; power >= 0; --power) R = R * t + coefficient(q, power);
    return R;
  }
  KOKKOS_FORCEINLINE_FUNCTION void value_and_slope(int q, P& R, P& slope) const {
    slope = coefficient(q, 5);
    R = slope * t + coefficient(q, 4);
    for (int power = 3; power >= 0; --power) {
      slope = slope * t + R;
      R = R * t + coefficient(q, power);
    }
  }
  KOKKOS_FORCEINLINE_FUNCTION void take_adjoint(int, P const& R_adj, P const& slope, P& length_adj) const {
    length_adj += R_adj * slope;
  }
  KOKKOS_FORCEINLINE_FUNCTION P times_common(P const& x) const { return x; }

 private:
  KOKKOS_FORCEINLINE_FUNCTION P coefficient(int q, int power) const {
    return load<P>(coefficients + q * path_stride + power * power_stride);
  }
};

/// R of one edge for a pack of channels, from the tile; R_adj goes there as well.
template <class Space, class Real>
struct NetworkRadial {
  using P = PackOf<Space, Real>;
  static constexpr bool has_common = false;

  Real const* R;
  Real* R_adj;  // of the whole tile; null without an adjoint
  std::size_t at;
  int channels;

  template <class Coupling>
  KOKKOS_FORCEINLINE_FUNCTION NetworkRadial(EdgeOperator<Space, Real, Coupling> const& op,
                                            EdgeTile<Space, Real, Coupling> const& tile, int k, int c)
      : R(tile.radial.R),
        R_adj(tile.radial.R_adj),
        at(static_cast<std::size_t>(k) * op.coupling.n_paths * op.radial.channels + c),
        channels(op.radial.channels) {}

  template <class Operator>
  KOKKOS_FORCEINLINE_FUNCTION static bool from_table(Operator const&) {
    return false;
  }
  KOKKOS_FORCEINLINE_FUNCTION P value(int q) const { return load<P>(R + at + q * channels); }
  KOKKOS_FORCEINLINE_FUNCTION void value_and_slope(int q, P& value, P& slope) const {
    value = load<P>(R + at + q * channels);
    slope = P(Real(0));
  }
  KOKKOS_FORCEINLINE_FUNCTION void take_adjoint(int q, P const& adjoint, P const&, P&) const {
    store<P>(R_adj + at + q * channels, adjoint);
  }
  KOKKOS_FORCEINLINE_FUNCTION P times_common(P const& x) const { return x; }
};

/// The one R of an edge that all paths have in common, from either.
template <class Space, class Real>
struct SharedRadial {
  using P = PackOf<Space, Real>;
  static constexpr bool has_common = true;

  P R, slope;
  Real* R_adj;  // of the whole tile; null with a table and without an adjoint
  std::size_t at;

  template <class Coupling>
  KOKKOS_FORCEINLINE_FUNCTION SharedRadial(EdgeOperator<Space, Real, Coupling> const& op,
                                           EdgeTile<Space, Real, Coupling> const& tile, int k, int c)
      : slope(Real(0)), R_adj(nullptr), at(static_cast<std::size_t>(k) * op.radial.channels + c) {
    if (from_table(op)) {
      TabulatedRadial<Space, Real>(op, tile, k, c).value_and_slope(0, R, slope);
    } else {
      R = load<P>(tile.radial.R + at);
      R_adj = tile.radial.R_adj;
    }
  }

  template <class Operator>
  KOKKOS_FORCEINLINE_FUNCTION static bool from_table(Operator const& op) {
    return op.table.n > 0;
  }
  KOKKOS_FORCEINLINE_FUNCTION P value(int) const { return P(Real(1)); }
  KOKKOS_FORCEINLINE_FUNCTION void value_and_slope(int, P& value, P& slope_of_value) const {
    value = P(Real(1));
    slope_of_value = P(Real(0));
  }
  KOKKOS_FORCEINLINE_FUNCTION void take_adjoint(int, P const&, P const&, P&) const {}
  KOKKOS_FORCEINLINE_FUNCTION P times_common(P const& x) const { return R * x; }
  KOKKOS_FORCEINLINE_FUNCTION void take_common_adjoint(P const& adjoint, P& length_adj) const {
    if (R_adj == nullptr)
      length_adj += adjoint * slope;
    else
      store<P>(R_adj + at, adjoint);
  }
};

/// One of these as an argument.
template <template <class, class> class Radial>
struct RadialSource {
  template <class Space, class Real>
  using type = Radial<Space, Real>;
};

}  // namespace tesseral
