// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/graph/image_halo.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/team.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tesseral {

void ImageHalo::set_owners(int n_owned, int n_ghosts, int const* owner) {
  for (int g = 0; g < n_ghosts; ++g)
    if (owner[g] < 0 || owner[g] >= n_owned)
      throw Error("ghost " + std::to_string(g) + ": owner " + std::to_string(owner[g]) +
                  " does not exist (owners are below " + std::to_string(n_owned) + ") correct the owners");
  n_owned_ = n_owned;
  n_ghosts_ = n_ghosts;
  grow(owner_, "tesseral::image_halo::owner", n_ghosts);
  std::copy_n(owner, n_ghosts, owner_.data());
  by_owner_.n_owned = by_owner_.n_total = n_owned;
  by_owner_.sender = Kokkos::subview(owner_, std::make_pair(0, n_ghosts));
  index_.build(HostSpace(), by_owner_);
}

template <class Real>
void ImageHalo::copy(Features<Real, HostSpace> const& features) const {
  auto const owner = owner_;
  int const n_owned = n_owned_, width = static_cast<int>(features.extent(1));
  Kokkos::parallel_for("tesseral::image_halo::copy",
                       Kokkos::RangePolicy<HostSpace, Kokkos::IndexType<int>>(HostSpace(), 0, n_ghosts_), [=](int g) {
                         for (int k = 0; k < width; ++k) features(n_owned + g, k) = features(owner(g), k);
                       });
}

// Each owner gathers its ghosts in their order, so that the sum does not depend on the number of threads.
template <class Real>
void ImageHalo::add(Features<Real, HostSpace> const& adjoints) const {
  auto const begin = by_owner_.sender_begin, ghost = by_owner_.sender_edge;
  int const n_owned = n_owned_, width = static_cast<int>(adjoints.extent(1));
  Kokkos::parallel_for("tesseral::image_halo::add", UnevenRange<HostSpace>(HostSpace(), 0, n_owned), [=](int i) {
    for (EdgeIndex e = begin(i); e < begin(i + 1); ++e)
      for (int k = 0; k < width; ++k) adjoints(i, k) += adjoints(n_owned + ghost(e), k);
  });
}

template void ImageHalo::copy(Features<double, HostSpace> const&) const;
template void ImageHalo::copy(Features<float, HostSpace> const&) const;
template void ImageHalo::add(Features<double, HostSpace> const&) const;
template void ImageHalo::add(Features<float, HostSpace> const&) const;

}  // namespace tesseral
