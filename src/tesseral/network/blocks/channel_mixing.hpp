// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Linear maps of channels, one matrix per degree (potentials/FORMAT.md, steps 1, 4, 6):
///
///     mixing:     y_i[lm][c] (+)= sum_c' x_i[lm][c'] W[l][c'][c]
///     residual:   y_i[lm][c]  += sum_c' x_i[lm][c'] D[species_i][l][c'][c]
///     of paths:   y_i[lm][c] (+)= sum_{q to l} sum_c' x_i[q m][c'] V[q][c'][c],   rows of x by path (message.hpp)
///
/// adjoint:  x_adj (+)= y_adj W^T,   W_adj[l] = sum_{i,m} x_i[lm]^T y_adj_i[lm].
/// Rows of x and y may hold more degrees than the map has. The map need not keep the number of channels. Each can have
/// matrices of each species.
#pragma once

#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/network/weights/model.hpp"

namespace tesseral {

/// One matrix of a map that has not one for each degree: 2l+1 rows of x, and where they go in y.
struct MixingBlock {
  int x_row, y_row, orders;
  bool adds;  // to what blocks before it have left in these rows of y
};

/// For atoms 0 … atoms-1 and degrees 0 … l_max, or `blocks`. With `species` empty a matrix for each of these, else one
/// for each species and each of these. `weights` and `transposed` are the whole arrays of Model; `ref` is the tensor in
/// them.
template <class Space, class Real>
struct ChannelMixing {
  Array1<Real const, Space> weights;
  Array1<Real const, Space> transposed;
  WeightRef ref;
  int l_max = 0;
  int atoms = 0;
  Array1<int const, Space> species{};
  Array1<MixingBlock const, Space> blocks{};  // empty: degrees

  KOKKOS_INLINE_FUNCTION int matrices() const {
    return blocks.extent(0) > 0 ? static_cast<int>(blocks.extent(0)) : l_max + 1;
  }
  KOKKOS_INLINE_FUNCTION MixingBlock block(int k) const {
    return blocks.extent(0) > 0 ? blocks(k) : MixingBlock{k * k, k * k, 2 * k + 1, false};
  }
};

template <class Space, class Real>
void channel_mixing_forward(Space const&, ChannelMixing<Space, Real> const&, Features<Real const, Space> x,
                            Features<Real, Space> y, GemmMode);

/// x_adj from y_adj, and with weight_adj [worker][weight] (or empty) the weights' gradient, which needs x. With
/// GemmMode::overwrite, x_adj's degrees above l_max stay as they are.
template <class Space, class Real>
void channel_mixing_backward(Space const&, ChannelMixing<Space, Real> const&, Features<Real const, Space> x,
                             Features<Real const, Space> y_adj, Features<Real, Space> x_adj, GemmMode,
                             Array2<Real, Space> weight_adj);

}  // namespace tesseral
