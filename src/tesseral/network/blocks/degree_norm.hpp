// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Normalisation of features degree by degree, with a weight for each degree and channel; C channels:
///
///     y_i[lm][c] = g[l][c] x_i[lm][c] s_i[l],     s_i[l] = (epsilon + q_i[l])^(-1/2),
///     q_i[l]     = 1/((2l+1) C) sum_{m,c} x_i[lm][c]^2
///
/// adjoint:  x_adj[lm][c] (+)= s g[l][c] y_adj[lm][c] - x[lm][c] s^3/((2l+1) C) a[l],
///           a[l] = sum_{m,c} g[l][c] y_adj[lm][c] x[lm][c],      g_adj[l][c] = sum_{i,m} y_adj x s.
///
/// Smooth everywhere, at x = 0 too, where it is linear. epsilon is not small on purpose: features of degrees above 0
/// vanish in symmetric surroundings, and what is small there must not become large and rough.
#pragma once

#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/network/weights/model.hpp"

namespace tesseral {

constexpr double norm_epsilon = 0.1;

/// For atoms 0 … atoms-1 and degrees 0 … l_max.
template <class Space, class Real>
struct DegreeNorm {
  Array1<Real const, Space> weights;  // Model::values()
  WeightRef ref;                      // g [l][c]
  int l_max = 0;
  int atoms = 0;
  int channels = 0;  // C, not padded; features have ref.cols channels
};

/// y and s[i][l]; overwrites.
template <class Space, class Real>
void degree_norm_forward(Space const&, DegreeNorm<Space, Real> const&, Features<Real const, Space> x,
                         Features<Real, Space> y, Array2<Real, Space> s);

/// x_adj from y_adj, which may be the same array with GemmMode::overwrite; with weight_adj [worker][weight] (or empty)
/// the weights' gradient too. s as the forward pass left it.
template <class Space, class Real>
void degree_norm_backward(Space const&, DegreeNorm<Space, Real> const&, Features<Real const, Space> x,
                          Array2<Real const, Space> s, Features<Real const, Space> y_adj, Features<Real, Space> x_adj,
                          GemmMode, Array2<Real, Space> weight_adj);

}  // namespace tesseral
