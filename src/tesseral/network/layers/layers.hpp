// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The layers of a network, whatever their kind: features h are taken in, exchanged as u, and given to the next layer.
/// Each layer has two parts, between which the caller exchanges u with other ranks:
///
///     send      u = what atoms tell their neighbours, from h
///     receive   h' of the next layer, from h and the neighbours' u
///
/// adjoint:  receive_adjoint: u_adj and the gradient of the edges, from h'_adj;   send_adjoint: h_adj from u_adj and
/// h'_adj. Between forward and backward an object keeps what its adjoints read.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/weights/model.hpp"

#include <cstddef>

namespace tesseral {

/// What follows a forward pass, which has to keep what that reads.
enum class WayBack {
  once,          // one backward pass: its adjoints may take the place of what is not needed any more
  repeated,      // several backward passes
  with_weights,  // one, with the weights' gradient
  only_weights,  // one, with the weights' gradient and perhaps none of the edges
};
inline bool has_weights(WayBack way_back) {
  return way_back == WayBack::with_weights || way_back == WayBack::only_weights;
}

template <class Space, class Real>
class Layers {
 public:
  using Rows = Features<Real, Space>;
  virtual ~Layers() = default;

  /// Makes all arrays large enough for a graph and a way back.
  virtual void prepare(Space const&, NeighborGraph<Space> const&, WayBack) = 0;

  /// Input of layer t, [total atoms for t = 0, else owned][l_in], and for t = layers the output; its adjoint, which may
  /// share memory with it if there is no gradient of the weights.
  virtual Rows const& h(int t) const = 0;
  virtual Rows const& h_adj(int t) const = 0;
  /// What layer t sends, [total][l_in]; its adjoint, in which layers take turns.
  virtual Rows const& u(int t) const = 0;
  virtual Rows const& u_adj() const = 0;

  virtual void send(Space const&, int t) = 0;
  virtual void receive(Space const&, int t) = 0;
  /// Adds to edge_gradient [edge][3], or to a part of it for WayBack::only_weights; u_adj if it is wanted. With
  /// weight_adj [worker][weight] (or empty) the weights' gradient too.
  virtual void receive_adjoint(Space const&, int t, Vectors<double, Space> edge_gradient, bool wants_u_adj,
                               Array2<Real, Space> weight_adj) = 0;
  virtual void send_adjoint(Space const&, int t, Array2<Real, Space> weight_adj) = 0;

  /// Of all work arrays.
  virtual std::size_t bytes() const = 0;
};

}  // namespace tesseral
