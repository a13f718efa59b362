// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What message passing needs from an MD code whose atoms are spread over ranks.
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

/// Rows of `features` 0 … n_owned-1 are owned atoms, the rest ghosts. Both calls are collective over the ranks; every
/// rank makes the same calls in the same order, with rows of the same width, even if it owns no atom.
template <class Space, class Real>
class HaloExchange {
 public:
  virtual ~HaloExchange() = default;
  /// Sets the rows of ghosts to those of the atoms they are images of.
  virtual void copy_owned_to_ghosts(Features<Real, Space> const& features) = 0;
  /// Adds the rows of ghosts to those of their owners: the exact adjoint of the copy.
  virtual void add_ghosts_to_owned(Features<Real, Space> const& adjoints) = 0;
};

/// One that carries features of either precision.
template <class Space>
class AnyHaloExchange : public HaloExchange<Space, double>, public HaloExchange<Space, float> {
 public:
  using HaloExchange<Space, double>::copy_owned_to_ghosts;
  using HaloExchange<Space, float>::copy_owned_to_ghosts;
  using HaloExchange<Space, double>::add_ghosts_to_owned;
  using HaloExchange<Space, float>::add_ghosts_to_owned;
};

/// For a graph without ghosts.
template <class Space, class Real>
class NoHalo final : public HaloExchange<Space, Real> {
 public:
  void copy_owned_to_ghosts(Features<Real, Space> const&) override {}
  void add_ghosts_to_owned(Features<Real, Space> const&) override {}
};

}  // namespace tesseral
