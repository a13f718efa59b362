// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The feed-forward block of an attention layer (potentials/FORMAT.md, attention, step 7): twice as many channels in
/// between, a gate, and back,
///
///     z[lm] = y[lm] F_l,   t = y[00] T,   a[00] = silu(z[00]),   a[lm] = sigmoid(t) z[lm] (l > 0),
///     h[lm] += a[lm] W_l
///
/// adjoint:  a_adj = h_adj W^T;   z_adj[00] = silu'(z[00]) a_adj[00],   z_adj[lm] = sigmoid(t) a_adj[lm],
///           t_adj = sigmoid'(t) sum_{lm, l > 0} a_adj[lm] z[lm];
///           y_adj[lm] = z_adj[lm] F^T,   y_adj[00] += t_adj T^T.
///
/// Atoms are taken in portions, so that no array of twice the channels has a row for every atom.
#pragma once

#include "tesseral/core/upload.hpp"
#include "tesseral/network/blocks/channel_mixing.hpp"

namespace tesseral {

template <class Space, class Real>
struct FeedForward {
  Array1<Real const, Space> weights, transposed;  // of Model
  WeightRef in, gate, out;                        // F, T (none if l_max is 0), W
  int l_max = 0;
  int atoms = 0;
};

/// z, t, a and a_adj of a portion of the atoms.
template <class Space, class Real>
struct FeedForwardWork {
  static constexpr int portion = 1024;  // atoms
  Features<Real, Space> z, t, a, a_adj;

  void prepare(FeedForward<Space, Real> const& op);
  std::size_t bytes() const { return (z.size() + t.size() + a.size() + a_adj.size()) * sizeof(Real); }
};

/// h[i][lm][c] += …
template <class Space, class Real>
void feed_forward_forward(Space const&, FeedForward<Space, Real> const&, FeedForwardWork<Space, Real> const&,
                          Features<Real, Space> y, Features<Real, Space> h);

/// y_adj from h_adj; overwrites. With weight_adj [worker][weight] (or empty) the weights' gradient too.
template <class Space, class Real>
void feed_forward_backward(Space const&, FeedForward<Space, Real> const&, FeedForwardWork<Space, Real> const&,
                           Features<Real, Space> y, Features<Real, Space> h_adj, Features<Real, Space> y_adj,
                           Array2<Real, Space> weight_adj);

}  // namespace tesseral
