// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/readout.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack_math.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {
namespace {

// One pack of hidden units: z_k = sum_c h_c rho0[c][k]
template <class P, class Real>
KOKKOS_INLINE_FUNCTION P hidden_units(Real const* h, Real const* first, int channels, int hidden) {
  P z(Real(0));
  for (int c = 0; c < channels; ++c) z += P(h[c]) * load<P>(first + c * hidden);
  return z;
}

template <class Space, class Real>
struct Backward {
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  Readout<Space, Real> op;
  Features<Real const, Space> h;
  Array1<double const, Space> e_adj;
  Features<Real, Space> h_adj;
  Array2<Real, Space> weight_adj;
  int workers;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank();
    Real* const gradient = weight_adj.size() > 0 ? &weight_adj(worker, 0) : nullptr;
    Real const* const values = op.weights.data();
    for (int i = share_begin(op.atoms, worker, workers); i < share_begin(op.atoms, worker + 1, workers); ++i) {
      Real const seed = static_cast<Real>(e_adj(i));
      if (!op.last) {
        team_for(team, op.channels / lanes, [&](int block) {
          int const c = block * lanes;
          add_to<P>(&h_adj(i, c), P(seed) * load<P>(values + op.linear.offset + c));
          if (gradient != nullptr) add_to<P>(gradient + op.linear.offset + c, P(seed) * load<P>(&h(i, c)));
        });
        continue;
      }
      // few units: one thread of a team does them all, which also orders the sums
      Kokkos::single(Kokkos::PerTeam(team), [&]() {
        int const hidden = op.first.cols;
        for (int k = 0; k < hidden; k += lanes) {
          Real const* const first = values + op.first.offset + k;
          P const z = hidden_units<P>(&h(i, 0), first, op.channels, hidden);
          P const z_adj = P(seed) * load<P>(values + op.second.offset + k) * silu_derivative(z);
          for (int c = 0; c < op.channels; ++c) h_adj(i, c) += sum_lanes(load<P>(first + c * hidden) * z_adj);
          if (gradient == nullptr) continue;
          add_to<P>(gradient + op.second.offset + k, P(seed) * silu(z));
          for (int c = 0; c < op.channels; ++c)
            add_to<P>(gradient + op.first.offset + c * hidden + k, P(h(i, c)) * z_adj);
        }
      });
      team.team_barrier();
    }
  }
};

}  // namespace

template <class Space, class Real>
void readout_forward(Space const& space, Readout<Space, Real> const& op, Features<Real const, Space> h,
                     Array1<double, Space> e) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  Kokkos::parallel_for(
      "tesseral::readout::forward", Kokkos::RangePolicy<Space>(space, 0, op.atoms), KOKKOS_LAMBDA(int i) {
        Real const* const values = op.weights.data();
        P sum(Real(0));
        if (!op.last) {
          for (int c = 0; c < op.channels; c += lanes)
            sum += load<P>(&h(i, c)) * load<P>(values + op.linear.offset + c);
        } else {
          for (int k = 0; k < op.first.cols; k += lanes)
            sum += silu(hidden_units<P>(&h(i, 0), values + op.first.offset + k, op.channels, op.first.cols)) *
                   load<P>(values + op.second.offset + k);
        }
        e(i) += static_cast<double>(sum_lanes(sum));
      });
}

template <class Space, class Real>
void readout_backward(Space const& space, Readout<Space, Real> const& op, Features<Real const, Space> h,
                      Array1<double const, Space> e_adj, Features<Real, Space> h_adj, Array2<Real, Space> weight_adj) {
  int const workers = weight_adj.extent(0) > 0 ? static_cast<int>(weight_adj.extent(0)) : op.atoms;
  if (op.atoms == 0) return;
  Kokkos::parallel_for("tesseral::readout::backward", team_policy(space, workers),
                       Backward<Space, Real>{op, h, e_adj, h_adj, weight_adj, workers});
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                             \
  template void readout_forward<Space, Real>(Space const&, Readout<Space, Real> const&, Features<Real const, Space>,  \
                                             Array1<double, Space>);                                                  \
  template void readout_backward<Space, Real>(Space const&, Readout<Space, Real> const&, Features<Real const, Space>, \
                                              Array1<double const, Space>, Features<Real, Space>,                     \
                                              Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
