// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions as the message kernels read them, edge by edge and pack by pack, and where their adjoints go: from
/// the table, interpolated in registers, or from the network, which has left them in the tile.
#pragma once

#include "tesseral/layers/message_tile.hpp"

namespace tesseral {

/// R and R' of one edge for a pack of channels, from the table.
template <class Space, class Real>
struct TabulatedRadial {
  using P = PackOf<Space, Real>;
  static constexpr bool from_table = true;

  Real const* left;     // the pack at the knot before the edge's distance
  Real const* right;    // and at the one behind
  Real const* weights;  // of the six numbers, for R; those for R' are six rows further
  int path_stride, row_stride;

  KOKKOS_FORCEINLINE_FUNCTION TabulatedRadial(MessageOperator<Space, Real> const& op,
                                              MessageTile<Space, Real> const& tile, int k, int c)
      : left(op.table.values.data() + tile.knot[k] * op.table.knot_stride() + op.table.pack_offset(c)),
        right(left + op.table.knot_stride()),
        weights(tile.hermite + 12 * k),
        path_stride(op.table.path_stride()),
        row_stride(op.table.row_stride()) {}

  KOKKOS_FORCEINLINE_FUNCTION P value(int q) const {
    P R(Real(0));
    for (int row = 0; row < 3; ++row) {
      R += P(weights[row]) * load<P>(left + q * path_stride + row * row_stride);
      R += P(weights[3 + row]) * load<P>(right + q * path_stride + row * row_stride);
    }
    return R;
  }
  KOKKOS_FORCEINLINE_FUNCTION void value_and_slope(int q, P& R, P& slope) const {
    R = slope = P(Real(0));
    for (int row = 0; row < 3; ++row) {
      P const a = load<P>(left + q * path_stride + row * row_stride);
      P const b = load<P>(right + q * path_stride + row * row_stride);
      R += P(weights[row]) * a;
      R += P(weights[3 + row]) * b;
      slope += P(weights[6 + row]) * a;
      slope += P(weights[9 + row]) * b;
    }
  }
  KOKKOS_FORCEINLINE_FUNCTION void take_adjoint(int, P const& R_adj, P const& slope, P& length_adj) const {
    length_adj += R_adj * slope;
  }
};

/// R of one edge for a pack of channels, from the tile; R_adj goes there as well.
template <class Space, class Real>
struct NetworkRadial {
  using P = PackOf<Space, Real>;
  static constexpr bool from_table = false;

  Real const* R;
  Real* R_adj;
  int channels;

  KOKKOS_FORCEINLINE_FUNCTION NetworkRadial(MessageOperator<Space, Real> const& op,
                                            MessageTile<Space, Real> const& tile, int k, int c)
      : R(tile.radial.R + static_cast<std::size_t>(k) * op.coupling.n_paths * op.radial.channels + c),
        R_adj(tile.radial.R_adj + static_cast<std::size_t>(k) * op.coupling.n_paths * op.radial.channels + c),
        channels(op.radial.channels) {}

  KOKKOS_FORCEINLINE_FUNCTION P value(int q) const { return load<P>(R + q * channels); }
  KOKKOS_FORCEINLINE_FUNCTION void value_and_slope(int q, P& value, P& slope) const {
    value = load<P>(R + q * channels);
    slope = P(Real(0));
  }
  KOKKOS_FORCEINLINE_FUNCTION void take_adjoint(int q, P const& adjoint, P const&, P&) const {
    store<P>(R_adj + q * channels, adjoint);
  }
};

}  // namespace tesseral
