// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The halo of evaluations whose energies are weighted with a coordinate of their atoms, S_a = sum_k x_k,a U_k
/// (forces/energy_moments.hpp). A ghost stands at T from where its owner has that atom: it is a periodic image, or the
/// ranks count coordinates from different origins. To the owner all atoms k lie lower by T, and S_a less by T_a U:
///
///     add:   adj(S_a)_owner += sum over its ghosts of (adj(S_a) - T_a adj(U))_ghost
///
/// The ghosts' adj(U) are kept from an evaluation of U itself, which comes first and exchanges the same rows.
#pragma once

#include "tesseral/graph/halo.hpp"

#include <cstddef>
#include <vector>

namespace tesseral {

template <class Space>
class MomentHalo final : public AnyHaloExchange<Space> {
 public:
  /// Follows `halo`, for atoms at x [n_total][3], Å, which it asks for T; collective. Next is the evaluation of U.
  void begin(Space const&, AnyHaloExchange<Space>& halo, int n_owned, Vectors<double const, Space> x);
  /// Next is the evaluation of S_a, a = 0, 1, 2.
  void begin_direction(int a);

  void copy_owned_to_ghosts(Features<double, Space> const& rows) override { halo_->copy_owned_to_ghosts(rows); }
  void copy_owned_to_ghosts(Features<float, Space> const& rows) override { halo_->copy_owned_to_ghosts(rows); }
  void add_ghosts_to_owned(Features<double, Space> const& rows) override { add(kept_doubles_, rows); }
  void add_ghosts_to_owned(Features<float, Space> const& rows) override { add(kept_floats_, rows); }

  std::size_t bytes() const;

 private:
  template <class Real>
  using Kept = std::vector<Features<Real, Space>>;  // [exchange][ghost][width], adj(U)
  template <class Real>
  void add(Kept<Real>& kept, Features<Real, Space> const& rows);

  Space space_;
  AnyHaloExchange<Space>* halo_ = nullptr;
  int n_owned_ = 0, n_ghosts_ = 0;
  int direction_ = -1;               // -1: U itself
  std::size_t exchange_ = 0;         // of the present evaluation
  Features<double, Space> owner_x_;  // [n_total][3]
  Vectors<double, Space> shift_;     // T [ghost][3], Å
  Kept<double> kept_doubles_;
  Kept<float> kept_floats_;
};

}  // namespace tesseral
