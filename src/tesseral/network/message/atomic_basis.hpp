// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The first layer's message with its sums in another order. A sender tells no more than u_z of its species z, and its
/// radial functions are R_l,c(r) = sum_k x_k(r) Z_l[k][c], so that (potentials/FORMAT.md, steps 1 to 4)
///
///     S_i[lm][z k] = sum_{e: i<-j of species z} w(r) x_k(r) Y_lm(r/|r|)          over edges: no channels
///     A_i[lm][c]   = sum_{z k} S_i[lm][z k] V[l][z k][c]                         over species: no edges
///     V[l][z k][c] = g_l sum_c' u_z[c'] Z_l[k][c'] W_l[c'][c]                    once for given weights
///
/// with W the matrices that mix messages, perhaps of the receiver's species, and g_l the coupling's constant times 1/n̄.
/// S is what the atomic cluster expansion calls the atomic base A_i,zklm (R. Drautz, Phys. Rev. B 99, 014104 (2019),
/// eq. 15). It pays for few functions and species (network/radial/first_layer_choice.hpp). Adjoint, with a = A_adj:
///
///     S_adj[lm][z k] = sum_c V[l][z k][c] a[lm][c],   and of one edge:
///     Y_adj[lm] = sum_k x_k S_adj[lm][z k],    x_k_adj = sum_lm w Y_lm S_adj[lm][z k],
///     r x dE/dr = -<w Y, D Y_adj>  (D: sphere/rotation_generators.hpp),   length_adj = sum_k x_k'(r) x_k_adj.
#pragma once

#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/edges/edge_harmonics.hpp"
#include "tesseral/network/edges/layer_radial.hpp"
#include "tesseral/network/message/folded_weights.hpp"

namespace tesseral {

/// Edges of the first layer, with the functions x_k in the place of channels.
template <class Space, class Real>
struct BasisEdges : EdgeOperator<Space, Real, EdgeHarmonics<Space>> {
  int species = 1;

  /// z k, padded
  KOKKOS_INLINE_FUNCTION int columns() const { return species * this->radial.channels; }
};

/// Of all edges; the sums are those of these receivers.
template <class Space, class Real>
BasisEdges<Space, Real> basis_edges(Model<Space, Real> const&, NeighborGraph<Space> const&, AtomRange receivers);

/// S[i][lm][z k] of the receivers, in rows that may be longer. Overwrites. Row 0 is the first receiver's.
template <class Space, class Real>
void atomic_basis_forward(Space const&, BasisEdges<Space, Real> const&, Features<Real, Space> S);

/// edge_gradient[e] += dE/dr_e for all edges. With weight_adj [worker][weight] (or empty) also the gradient with
/// respect to the maps of the radial network in front of its last one; then edge_gradient may be empty.
template <class Space, class Real>
void atomic_basis_backward(Space const&, BasisEdges<Space, Real> const&, Features<Real const, Space> S_adj,
                           Vectors<double, Space> edge_gradient, Array2<Real, Space> weight_adj);

}  // namespace tesseral
