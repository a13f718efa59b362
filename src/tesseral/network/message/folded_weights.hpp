// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The weights of the first layer's message folded into one matrix for each degree, whose rows are the functions of
/// each sender's species (message/atomic_basis.hpp):
///
///     V[s][l][z k][c] = sum_c' B_l[z k][c'] W[s][l][c'][c],   B_l[z k][c] = g_l u_z[c] Z_l[k][c],   u_z = X_z U
///
/// with the embedding X, the mixing U in front of the layer, the last map Z of the radial network (times the constants
/// a_0 b_l if radial weights are those of degrees) and the mixing W of the message, perhaps of the receiver's species
/// s. Adjoint:
///
///     W_adj = B^T V_adj,  B_adj = V_adj W^T,  Z_adj = sum_z g u_z B_adj,  u_z_adj = sum_l,k g Z B_adj,
///     U_adj = X^T u_adj,  X_adj = u_adj U^T.
#pragma once

#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/weights/model.hpp"

#include <cstddef>

namespace tesseral {

template <class Space, class Real>
class FoldedWeights {
 public:
  explicit FoldedWeights(Model<Space, Real> const&);

  /// Folds the model's present weights, unless that is done; with_gradient: begins the gradient of V at zero.
  void prepare(Space const&, bool with_gradient);
  /// A = S V of these atoms; species [atom].
  ChannelMixing<Space, Real> mixing(Array1<int const, Space> const& species, int atoms) const;
  /// Where the gradient of V is summed, [worker][entry of V]; empty without.
  Array2<Real, Space> const& gradient() const { return V_adj_; }
  /// From there to the weights, into the first row of weight_adj [worker][weight].
  void add_gradient(Space const&, Array2<Real, Space> weight_adj) const;

  int rows() const { return species_ * functions_; }  // z k
  std::size_t bytes() const;

 private:
  int matrices() const { return degrees_ * (by_receiver_ ? species_ : 1); }

  Model<Space, Real> const& model_;
  WeightRef mixing_in_, mixing_message_, radial_;
  bool by_receiver_;
  int species_, functions_, channels_, degrees_;  // functions and channels padded
  Array1<double const, Space> constant_;          // g [l]
  std::size_t version_ = 0;
  bool folded_ = false;
  Array2<Real, Space> u_;                 // [z][c]
  Array1<Real, Space> B_;                 // [l][z k][c]
  Array1<Real, Space> V_, V_transposed_;  // [s][l][z k][c], and each matrix transposed
  Array2<Real, Space> u_adj_;             // as u; these three only for the gradient
  Array1<Real, Space> B_adj_;             // as B
  Array2<Real, Space> V_adj_;             // [worker][s][l][z k][c]
};

}  // namespace tesseral
