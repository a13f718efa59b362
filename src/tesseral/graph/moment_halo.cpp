// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/moment_halo.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

namespace tesseral {
namespace {

template <class Space>
using Numbers = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;

/// kept[ghost] = rows[n_owned + ghost]
template <class Space, class Real>
void keep_ghosts(Space const& space, int n_owned, int n_ghosts, Features<Real const, Space> rows,
                 Features<Real, Space> kept) {
  std::int64_t const width = rows.extent(1);
  Kokkos::parallel_for(
      "tesseral::moment_halo::keep", Numbers<Space>(space, 0, n_ghosts * width), KOKKOS_LAMBDA(std::int64_t k) {
        int const ghost = static_cast<int>(k / width), c = static_cast<int>(k % width);
        kept(ghost, c) = rows(n_owned + ghost, c);
      });
}

/// rows[n_owned + ghost] -= T_a kept[ghost]
template <class Space, class Real>
void shift_ghosts(Space const& space, int n_owned, int n_ghosts, Vectors<double const, Space> shift, int a,
                  Features<Real const, Space> kept, Features<Real, Space> rows) {
  std::int64_t const width = rows.extent(1);
  Kokkos::parallel_for(
      "tesseral::moment_halo::shift", Numbers<Space>(space, 0, n_ghosts * width), KOKKOS_LAMBDA(std::int64_t k) {
        int const ghost = static_cast<int>(k / width), c = static_cast<int>(k % width);
        rows(n_owned + ghost, c) -= static_cast<Real>(shift(ghost, a)) * kept(ghost, c);
      });
}

}  // namespace

template <class Space>
void MomentHalo<Space>::begin(Space const& space, AnyHaloExchange<Space>& halo, int n_owned,
                              Vectors<double const, Space> x) {
  space_ = space;
  halo_ = &halo;
  n_owned_ = n_owned;
  n_ghosts_ = static_cast<int>(x.extent(0)) - n_owned;
  direction_ = -1;
  exchange_ = 0;
  grow(owner_x_, "tesseral::owner_x", x.extent(0), 3);
  grow(shift_, "tesseral::ghost_shift", n_ghosts_);
  auto const owner_x = owner_x_;
  auto const shift = shift_;
  Kokkos::parallel_for(
      "tesseral::moment_halo::send_x", Numbers<Space>(space, 0, n_owned), KOKKOS_LAMBDA(std::int64_t i) {
        for (int d = 0; d < 3; ++d) owner_x(i, d) = x(i, d);
      });
  halo.copy_owned_to_ghosts(owner_x_);
  Kokkos::parallel_for(
      "tesseral::moment_halo::take_x", Numbers<Space>(space, 0, n_ghosts_), KOKKOS_LAMBDA(std::int64_t ghost) {
        for (int d = 0; d < 3; ++d) shift(ghost, d) = x(n_owned + ghost, d) - owner_x(n_owned + ghost, d);
      });
}

template <class Space>
void MomentHalo<Space>::begin_direction(int a) {
  direction_ = a;
  exchange_ = 0;
}

template <class Space>
template <class Real>
void MomentHalo<Space>::add(Kept<Real>& kept, Features<Real, Space> const& rows) {
  if (direction_ < 0) {
    if (kept.size() <= exchange_) kept.resize(exchange_ + 1);
    grow(kept[exchange_], "tesseral::kept_adjoints", n_ghosts_, rows.extent(1));
    keep_ghosts<Space, Real>(space_, n_owned_, n_ghosts_, rows, kept[exchange_]);
  } else {
    shift_ghosts<Space, Real>(space_, n_owned_, n_ghosts_, shift_, direction_, kept[exchange_], rows);
  }
  ++exchange_;
  halo_->add_ghosts_to_owned(rows);
}

template <class Space>
std::size_t MomentHalo<Space>::bytes() const {
  std::size_t sum = sizeof(double) * (owner_x_.size() + shift_.size());
  for (auto const& rows : kept_doubles_) sum += sizeof(double) * rows.size();
  for (auto const& rows : kept_floats_) sum += sizeof(float) * rows.size();
  return sum;
}

#define TESSERAL_INSTANTIATE(Space) template class MomentHalo<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
