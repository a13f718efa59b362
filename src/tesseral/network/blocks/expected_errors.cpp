// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/expected_errors.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/team_sums.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
struct Distance {
  using P = PackOf<Space, double>;
  static constexpr int lanes = lanes_of<Space, double>;
  Rigidity<Space> op;
  Array1<int const, Space> species;
  Array2<Real const, Space> x;
  Array1<double, Space> sigma;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const i = team.league_rank();
    double const* const center = op.center.data() + species(i) * op.scalars;
    Sums<double, 1> square;
    // a pack of rows of W at a time, up to the diagonal
    team_for(team, op.row / lanes, [&](int block) {
      int const first = block * lanes;
      int const end = first + lanes < op.scalars ? first + lanes : op.scalars;
      P sum(0.0);
      for (int c = 0; c < end; ++c)
        sum += P(static_cast<double>(x(i, c)) - center[c]) * load<P>(op.columns.data() + c * op.row + first);
      square.of[0] += sum_lanes(sum * sum);
    });
    square = sum_over_team(team, square);
    Kokkos::single(Kokkos::PerTeam(team), [&]() { sigma(i) = op.scale(species(i)) * sqrt(square.of[0] / op.scalars); });
  }
};

}  // namespace

template <class Space, class Real>
void expected_errors(Space const& space, Rigidity<Space> const& op, Array1<int const, Space> species,
                     Array2<Real const, Space> scalars, int atoms, Array1<double, Space> sigma) {
  Kokkos::parallel_for("tesseral::expected_errors", team_policy(space, atoms),
                       Distance<Space, Real>{op, species, scalars, sigma});
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                       \
  template void expected_errors(Space const&, Rigidity<Space> const&, Array1<int const, Space>, \
                                Array2<Real const, Space>, int, Array1<double, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
