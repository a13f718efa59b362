// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/embedding.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {

template <class Space, class Real>
void embedding_forward(Space const& space, Array1<Real const, Space> weights, WeightRef ref,
                       Array1<int const, Space> species, int atoms, Features<Real, Space> h) {
  int const channels = ref.cols;
  using Numbers = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;  // a device's own index has 32 bits
  Kokkos::parallel_for(
      "tesseral::embedding::forward", Numbers(space, 0, static_cast<std::int64_t>(atoms) * channels),
      KOKKOS_LAMBDA(std::int64_t item) {
        int const i = static_cast<int>(item / channels);
        int const c = static_cast<int>(item % channels);
        h(i, c) = weights(ref.offset + static_cast<std::size_t>(species(i)) * channels + c);
      });
}

template <class Space, class Real>
void embedding_backward(Space const& space, WeightRef ref, Array1<int const, Space> species, int atoms,
                        Features<Real const, Space> h_adj, Array2<Real, Space> weight_adj) {
  int const channels = ref.cols;
  int const workers = static_cast<int>(weight_adj.extent(0));
  Kokkos::parallel_for(
      "tesseral::embedding::backward", team_policy(space, workers), KOKKOS_LAMBDA(TeamMember<Space> const& team) {
        int const worker = team.league_rank();
        team_for(team, channels, [&](int c) {
          for (int i = share_begin(atoms, worker, workers); i < share_begin(atoms, worker + 1, workers); ++i)
            weight_adj(worker, ref.offset + static_cast<std::size_t>(species(i)) * channels + c) += h_adj(i, c);
        });
      });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                               \
  template void embedding_forward<Space, Real>(Space const&, Array1<Real const, Space>, WeightRef,      \
                                               Array1<int const, Space>, int, Features<Real, Space>);   \
  template void embedding_backward<Space, Real>(Space const&, WeightRef, Array1<int const, Space>, int, \
                                                Features<Real const, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
