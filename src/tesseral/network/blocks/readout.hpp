// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Atomic energies from the scalars of a layer's output (potentials/FORMAT.md, step 7), in double:
///
///     all layers but the last:  e_i += sum_c h_i[00][c] rho[c]
///     the last:                 e_i += sum_k silu(z_k) rho1[k],   z_k = sum_c h_i[00][c] rho0[c][k]
///
/// adjoint:  h_adj[00][c] += e_adj rho[c];   z_k_adj = e_adj rho1[k] silu'(z_k),   h_adj[00][c] += sum_k rho0[c][k]
/// z_k_adj.
#pragma once

#include "tesseral/network/weights/model.hpp"

namespace tesseral {

/// The tensors of LayerWeights that a readout uses: `linear`, or `first` and `second`.
template <class Space, class Real>
struct Readout {
  Array1<Real const, Space> weights;  // Model::values()
  bool last = false;
  WeightRef linear, first, second;
  int channels = 0;
  int atoms = 0;
};

/// e[i] += …
template <class Space, class Real>
void readout_forward(Space const&, Readout<Space, Real> const&, Features<Real const, Space> h, Array1<double, Space> e);

/// h_adj[i][00] += …; with weight_adj [worker][weight] (or empty) also the weights' gradient.
template <class Space, class Real>
void readout_backward(Space const&, Readout<Space, Real> const&, Features<Real const, Space> h,
                      Array1<double const, Space> e_adj, Features<Real, Space> h_adj, Array2<Real, Space> weight_adj);

}  // namespace tesseral
