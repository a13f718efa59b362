// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Messages divided by a smooth count of the receiver's neighbours (potentials/FORMAT.md, step 3), in double:
///
///     M_i <- M_i n_i,   n_i = 1/(1 + S_i),   S_i = sum_{e: i<-j} s(r_e),   s = w tanh(g^2),   g = sum_n x_n(r) d[n]
///
/// with w the switch of inner radii. Adjoint: M_adj <- M_adj n_i, and S_adj = -n_i sum M·M_adj of the divided message
/// and its adjoint; since its mixing A = M V is linear, that sum is A·A_adj, which is at hand. Then dE/dr_e += S_adj
/// s'(r), and d_adj[n] = sum_e S_adj w (1 - tanh^2) 2 g x_n. Receivers only: ghosts need nothing.
#pragma once

#include "tesseral/network/edges/layer_radial.hpp"

#include <cstddef>
#include <vector>

namespace tesseral {

/// The densities of all layers on one graph.
template <class Space, class Real>
class NeighborDensity {
 public:
  /// `weights[t]`: where d of layer t stands.
  NeighborDensity(Model<Space, Real> const& model, std::vector<WeightRef> const& weights);

  /// s and s' of all edges and layers, and n of all receivers.
  void prepare(Space const&, NeighborGraph<Space> const&);
  /// Rows of messages of these receivers, the first of which has row 0: times n.
  void divide(Space const&, int t, AtomRange, int rows, Features<Real, Space> message) const;
  /// S_adj of these receivers from A and A_adj, whose first rows are theirs.
  void backward(Space const&, int t, AtomRange, Features<Real const, Space> A, Features<Real const, Space> A_adj);
  /// To the edges of all receivers, and with weight_adj [worker][weight] (or empty) to d.
  void to_edges(Space const&, int t, Vectors<double, Space> edge_gradient, Array2<Real, Space> weight_adj) const;

  std::size_t bytes() const {
    return sizeof(double) * (value_.size() + slope_.size() + norm_.size() + sum_adj_.size());
  }

 private:
  Model<Space, Real> const& model_;
  std::vector<WeightRef> weights_;
  Array1<std::size_t const, Space> offsets_;  // [layer], of d in the weights
  NeighborGraph<Space> graph_;
  Array2<double, Space> value_, slope_;  // s, s' [layer][edge or more]
  Array2<double, Space> norm_;           // n [layer][receiver or more]
  Array1<double, Space> sum_adj_;        // S_adj [receiver or more] of the layer whose adjoint is being computed
};

}  // namespace tesseral
