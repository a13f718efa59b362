// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// How far the members of a committee are apart: sigma_i = sqrt(sum_m |F_m,i - F_i|^2 / M), with F_i the mean of the M
/// members' forces on atom i (Zhang et al., Comput. Phys. Commun. 253, 107206 (2020), eq. 3).
#pragma once

#include "tesseral/core/larger.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/halo.hpp"

#include <cmath>
#include <vector>

namespace tesseral::lammps {

/// Sums over members, relative to the first one so that nothing cancels. Arrays only grow.
template <class Space>
class ForceSpread {
 public:
  void begin(int n_owned, int n_total) {
    n_owned_ = n_owned;
    members_ = 0;
    grow(first_, "tesseral::lammps::first_forces", n_owned);
    grow(sum_, "tesseral::lammps::force_differences", n_owned);
    grow(squares_, "tesseral::lammps::squared_differences", n_owned);
    grow(rows_, "tesseral::lammps::member_forces", n_total, 3);
  }

  /// `forces` [atom][3] of one member, ghosts' not yet at their owners. Collective over the ranks of `halo`.
  void add(Space const& space, Vectors<double const, Space> forces, AnyHaloExchange<Space>& halo) {
    using Range = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;
    auto const rows = rows_;
    Kokkos::parallel_for(
        "tesseral::lammps::copy_forces", Range(space, 0, static_cast<int>(forces.extent(0))), KOKKOS_LAMBDA(int i) {
          for (int d = 0; d < 3; ++d) rows(i, d) = forces(i, d);
        });
    halo.add_ghosts_to_owned(rows);
    auto const first = first_;
    auto const sum = sum_;
    auto const squares = squares_;
    bool const is_first = members_ == 0;
    Kokkos::parallel_for(
        "tesseral::lammps::add_member", Range(space, 0, n_owned_), KOKKOS_LAMBDA(int i) {
          if (is_first) squares(i) = 0.0;
          for (int d = 0; d < 3; ++d) {
            if (is_first) {
              first(i, d) = rows(i, d);
              sum(i, d) = 0.0;
            }
            double const difference = rows(i, d) - first(i, d);
            sum(i, d) += difference;
            squares(i) += difference * difference;
          }
        });
    ++members_;
  }

  /// sigma of the owned atoms times `scale` into `deviations`, which is resized; returns the largest.
  double end(Space const& space, double scale, std::vector<double>& deviations) {
    space.fence();
    auto const sum = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), sum_);
    auto const squares = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), squares_);
    deviations.resize(n_owned_);
    double largest = 0.0;
    for (int i = 0; i < n_owned_; ++i) {
      double variance = squares(i) / members_;
      for (int d = 0; d < 3; ++d) variance -= sum(i, d) * sum(i, d) / members_ / members_;
      deviations[i] = scale * std::sqrt(variance < 0.0 ? 0.0 : variance);  // what is not a number remains
      largest = larger(largest, deviations[i]);
    }
    return largest;
  }

  std::size_t bytes() const { return sizeof(double) * (first_.size() + sum_.size() + squares_.size() + rows_.size()); }

 private:
  Vectors<double, Space> first_, sum_;  // [owned atom][3]
  Array1<double, Space> squares_;       // [owned atom]
  Features<double, Space> rows_;        // [atom][3]
  int n_owned_ = 0, members_ = 0;
};

}  // namespace tesseral::lammps
