// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The halo of a process that owns all atoms: its ghosts are images of them.
///     copy: features(ghost) = features(owner)        adjoint: adjoints(owner) += sum over its ghosts of
///     adjoints(ghost)
#pragma once

#include "tesseral/core/upload.hpp"
#include "tesseral/graph/halo.hpp"
#include "tesseral/graph/neighbor_graph.hpp"

namespace tesseral {

class ImageHalo final : public AnyHaloExchange<HostSpace> {
 public:
  /// owner [n_ghosts]: whose image each ghost is, below n_owned; atom n_owned + g is ghost g.
  void set_owners(int n_owned, int n_ghosts, int const* owner);

  void copy_owned_to_ghosts(Features<double, HostSpace> const& features) override { copy(features); }
  void copy_owned_to_ghosts(Features<float, HostSpace> const& features) override { copy(features); }
  void add_ghosts_to_owned(Features<double, HostSpace> const& adjoints) override { add(adjoints); }
  void add_ghosts_to_owned(Features<float, HostSpace> const& adjoints) override { add(adjoints); }

 private:
  template <class Real>
  void copy(Features<Real, HostSpace> const& features) const;
  template <class Real>
  void add(Features<Real, HostSpace> const& adjoints) const;

  int n_owned_ = 0, n_ghosts_ = 0;
  Array1<int, HostSpace> owner_;       // [ghost]
  NeighborGraph<HostSpace> by_owner_;  // ghosts as edges that their owners send
  SenderIndex<HostSpace> index_;
};

}  // namespace tesseral
