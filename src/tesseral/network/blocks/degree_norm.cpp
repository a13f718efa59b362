// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/degree_norm.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {
namespace {

// One thread has an atom's degree, so that its sums have one order.
template <class Space>
Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>> each_degree(Space const& space, int atoms, int l_max) {
  return {space, 0, static_cast<std::int64_t>(atoms) * (l_max + 1)};
}

// sum of f(lm, c) over the orders of a degree and its packs of channels
template <class P, class F>
KOKKOS_INLINE_FUNCTION auto sum_over_degree(int l, int channels, F const& f) {
  constexpr int lanes = sizeof(P) / sizeof(decltype(sum_lanes(P())));
  P sum(0);
  for (int lm = l * l; lm < num_lm(l); ++lm)
    for (int c = 0; c < channels; c += lanes) sum += f(lm, c);
  return sum_lanes(sum);
}

// g_adj[l][c]: each worker sums over its share of the atoms
template <class Space, class Real>
struct WeightGradient {
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  DegreeNorm<Space, Real> op;
  Features<Real const, Space> x;
  Array2<Real const, Space> s;
  Features<Real const, Space> y_adj;
  Array2<Real, Space> weight_adj;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(weight_adj.extent(0));
    int const width = op.ref.cols, blocks = width / lanes;
    int const first = share_begin(op.atoms, worker, workers), last = share_begin(op.atoms, worker + 1, workers);
    team_for(team, (op.l_max + 1) * blocks, [&](int item) {
      int const l = item / blocks, c = item % blocks * lanes;
      P sum(Real(0));
      for (int i = first; i < last; ++i)
        for (int lm = l * l; lm < num_lm(l); ++lm)
          sum += load<P>(&y_adj(i, lm * width + c)) * load<P>(&x(i, lm * width + c)) * P(s(i, l));
      add_to<P>(&weight_adj(worker, op.ref.offset + l * width + c), sum);
    });
  }
};

}  // namespace

template <class Space, class Real>
void degree_norm_forward(Space const& space, DegreeNorm<Space, Real> const& op, Features<Real const, Space> x,
                         Features<Real, Space> y, Array2<Real, Space> s) {
  using P = PackOf<Space, Real>;
  Kokkos::parallel_for(
      "tesseral::degree_norm::forward", each_degree(space, op.atoms, op.l_max), KOKKOS_LAMBDA(std::int64_t item) {
        using std::sqrt;
        int const i = static_cast<int>(item / (op.l_max + 1)), l = static_cast<int>(item % (op.l_max + 1));
        int const width = op.ref.cols;
        Real const square = sum_over_degree<P>(l, width, [&](int lm, int c) {
          P const value = load<P>(&x(i, lm * width + c));
          return value * value;
        });
        Real const scale = 1 / sqrt(Real(norm_epsilon) + square / ((2 * l + 1) * op.channels));
        s(i, l) = scale;
        Real const* const g = op.weights.data() + op.ref.offset + l * width;
        for (int lm = l * l; lm < num_lm(l); ++lm)
          for (int c = 0; c < width; c += lanes_of<Space, Real>)
            store<P>(&y(i, lm * width + c), load<P>(g + c) * load<P>(&x(i, lm * width + c)) * P(scale));
      });
}

template <class Space, class Real>
void degree_norm_backward(Space const& space, DegreeNorm<Space, Real> const& op, Features<Real const, Space> x,
                          Array2<Real const, Space> s, Features<Real const, Space> y_adj, Features<Real, Space> x_adj,
                          GemmMode mode, Array2<Real, Space> weight_adj) {
  using P = PackOf<Space, Real>;
  if (weight_adj.extent(0) > 0)
    Kokkos::parallel_for("tesseral::degree_norm::weight_gradient",
                         team_policy(space, static_cast<int>(weight_adj.extent(0))),
                         WeightGradient<Space, Real>{op, x, s, y_adj, weight_adj});
  Kokkos::parallel_for(
      "tesseral::degree_norm::backward", each_degree(space, op.atoms, op.l_max), KOKKOS_LAMBDA(std::int64_t item) {
        int const i = static_cast<int>(item / (op.l_max + 1)), l = static_cast<int>(item % (op.l_max + 1));
        int const width = op.ref.cols;
        Real const* const g = op.weights.data() + op.ref.offset + l * width;
        Real const projection = sum_over_degree<P>(l, width, [&](int lm, int c) {
          return load<P>(g + c) * load<P>(&y_adj(i, lm * width + c)) * load<P>(&x(i, lm * width + c));
        });
        Real const scale = s(i, l);
        P const along(scale * scale * scale * projection / ((2 * l + 1) * op.channels));
        for (int lm = l * l; lm < num_lm(l); ++lm)
          for (int c = 0; c < width; c += lanes_of<Space, Real>) {
            P value =
                P(scale) * load<P>(g + c) * load<P>(&y_adj(i, lm * width + c)) - along * load<P>(&x(i, lm * width + c));
            if (mode == GemmMode::accumulate) value += load<P>(&x_adj(i, lm * width + c));
            store<P>(&x_adj(i, lm * width + c), value);
          }
      });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                   \
  template void degree_norm_forward<Space, Real>(Space const&, DegreeNorm<Space, Real> const&,              \
                                                 Features<Real const, Space>, Features<Real, Space>,        \
                                                 Array2<Real, Space>);                                      \
  template void degree_norm_backward<Space, Real>(                                                          \
      Space const&, DegreeNorm<Space, Real> const&, Features<Real const, Space>, Array2<Real const, Space>, \
      Features<Real const, Space>, Features<Real, Space>, GemmMode, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
