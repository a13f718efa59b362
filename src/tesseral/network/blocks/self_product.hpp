// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Interaction of an atom's features with themselves, through two different mixings of channels (potentials/FORMAT.md,
/// step 6; "equivariant feature interaction" of Luo, Chen, Krishnapriyan, ICLR 2024, section 3.3):
///
///     x = h U,    y = h V,    h' = h + x (x) y     (channel by channel, paths weighted by x_l1 y_l2 z_l)
///
/// adjoint:  x_adj, y_adj from h'_adj by the product's,   h_adj = h'_adj + x_adj U^T + y_adj V^T,
///           U_adj = h^T x_adj,   V_adj = h^T y_adj.
/// With U = V all paths whose degrees add to an odd number would vanish: they are antisymmetric in x and y.
///
/// h' takes the place of h, and h_adj that of h'_adj. From forward to backward x and y are kept, and h for the gradient
/// of U and V alone.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/weights/model.hpp"
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

namespace tesseral {

/// Where U, V [l][c'][c] and the factors of the paths' weights [l][c] stand in Model::values().
struct SelfProductWeights {
  WeightRef x, y, scale_x, scale_y, scale_z;
};

template <class Space, class Real>
class SelfProduct {
 public:
  using Rows = Features<Real, Space>;

  /// `values` and `transposed` are the whole arrays of Model. Throws Error unless x, y and z have the same degrees and
  /// channels, those of the weights.
  SelfProduct(TensorProduct<Space, Real> const&, SelfProductWeights const&, Array1<Real const, Space> values,
              Array1<Real const, Space> transposed);

  /// Makes all arrays large enough for atoms 0 … atoms-1, of which at most `block` are worked through together; with
  /// the weights' gradient all of them.
  void prepare(int atoms, int block, bool with_gradient);

  /// h' from the rows h of these atoms, in place.
  void forward(Space const&, AtomRange, Rows const& h);
  /// h_adj from h'_adj, in place, and with weight_adj [worker][weight] (or empty) the weights' gradient.
  void backward(Space const&, AtomRange, Rows const& h_adj, Array2<Real, Space> weight_adj);

  /// Of all work arrays.
  std::size_t bytes() const;

 private:
  ProductWeights<Space, Real> path_weights() const;

  TensorProduct<Space, Real> product_;
  SelfProductWeights weights_;
  Array1<Real const, Space> values_, transposed_;
  Rows x_, y_, h_;           // [atom][l, c]
  Rows z_or_x_adj_, y_adj_;  // [atom of a block][l, c]
  bool keeps_h_ = false;
};

}  // namespace tesseral
