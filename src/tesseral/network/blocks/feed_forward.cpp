// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/feed_forward.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack_math.hpp"
#include "tesseral/core/team.hpp"

#include <algorithm>

namespace tesseral {
namespace {

// a from z and t
template <class Space, class Real>
void gate_forward(Space const& space, int atoms, int l_max, int channels, Features<Real const, Space> z,
                  Features<Real const, Space> t, Features<Real, Space> a) {
  using P = PackOf<Space, Real>;
  int const blocks = channels / lanes_of<Space, Real>;
  Kokkos::parallel_for(
      "tesseral::feed_forward::gate", Kokkos::RangePolicy<Space>(space, 0, atoms * blocks), KOKKOS_LAMBDA(int item) {
        int const i = item / blocks, c = item % blocks * lanes_of<Space, Real>;
        store<P>(&a(i, c), silu(load<P>(&z(i, c))));
        if (l_max == 0) return;
        P const open = sigmoid(load<P>(&t(i, c)));
        for (int lm = 1; lm < num_lm(l_max); ++lm)
          store<P>(&a(i, lm * channels + c), open * load<P>(&z(i, lm * channels + c)));
      });
}

// a_adj becomes z_adj, and t becomes t_adj
template <class Space, class Real>
void gate_backward(Space const& space, int atoms, int l_max, int channels, Features<Real const, Space> z,
                   Features<Real, Space> t, Features<Real, Space> a_adj) {
  using P = PackOf<Space, Real>;
  int const blocks = channels / lanes_of<Space, Real>;
  Kokkos::parallel_for(
      "tesseral::feed_forward::gate_adjoint", Kokkos::RangePolicy<Space>(space, 0, atoms * blocks),
      KOKKOS_LAMBDA(int item) {
        int const i = item / blocks, c = item % blocks * lanes_of<Space, Real>;
        store<P>(&a_adj(i, c), load<P>(&a_adj(i, c)) * silu_derivative(load<P>(&z(i, c))));
        if (l_max == 0) return;
        P const open = sigmoid(load<P>(&t(i, c)));
        P sum(Real(0));
        for (int lm = 1; lm < num_lm(l_max); ++lm) {
          P const adjoint = load<P>(&a_adj(i, lm * channels + c));
          sum += adjoint * load<P>(&z(i, lm * channels + c));
          store<P>(&a_adj(i, lm * channels + c), open * adjoint);
        }
        store<P>(&t(i, c), open * (P(Real(1)) - open) * sum);
      });
}

template <class Space, class Real>
Features<Real, Space> rows(Features<Real, Space> const& features, int first, int count) {
  return Kokkos::subview(features, std::make_pair(first, first + count), Kokkos::ALL);
}

// piece(first atom, number of atoms) for each portion
template <class Piece>
void for_each_portion(int atoms, int portion, Piece const& piece) {
  for (int first = 0; first < atoms; first += portion) piece(first, std::min(portion, atoms - first));
}

template <class Space, class Real>
ChannelMixing<Space, Real> mixing(FeedForward<Space, Real> const& op, WeightRef const& ref, int l_max, int atoms) {
  return {op.weights, op.transposed, ref, l_max, atoms, {}};
}

// z and t of a portion
template <class Space, class Real>
void open_gates(Space const& space, FeedForward<Space, Real> const& op, FeedForwardWork<Space, Real> const& work,
                int count, Features<Real, Space> const& y) {
  channel_mixing_forward<Space, Real>(space, mixing(op, op.in, op.l_max, count), y, work.z, GemmMode::overwrite);
  if (op.l_max > 0)
    channel_mixing_forward<Space, Real>(space, mixing(op, op.gate, 0, count), y, work.t, GemmMode::overwrite);
}

}  // namespace

template <class Space, class Real>
void FeedForwardWork<Space, Real>::prepare(FeedForward<Space, Real> const& op) {
  std::size_t const atoms = std::min(op.atoms, portion), width = num_lm(op.l_max) * op.in.cols;
  grow(z, "tesseral::feed_z", atoms, std::max(width, z.extent(1)));
  grow(t, "tesseral::feed_t", atoms, op.in.cols);
  grow(a, "tesseral::feed_a", atoms, std::max(width, a.extent(1)));
  grow(a_adj, "tesseral::feed_a_adj", atoms, std::max(width, a_adj.extent(1)));
}

template <class Space, class Real>
void feed_forward_forward(Space const& space, FeedForward<Space, Real> const& op,
                          FeedForwardWork<Space, Real> const& work, Features<Real, Space> y, Features<Real, Space> h) {
  for_each_portion(op.atoms, work.portion, [&](int first, int count) {
    open_gates(space, op, work, count, rows<Space, Real>(y, first, count));
    gate_forward<Space, Real>(space, count, op.l_max, op.in.cols, work.z, work.t, work.a);
    channel_mixing_forward<Space, Real>(space, mixing(op, op.out, op.l_max, count), work.a,
                                        rows<Space, Real>(h, first, count), GemmMode::accumulate);
  });
}

template <class Space, class Real>
void feed_forward_backward(Space const& space, FeedForward<Space, Real> const& op,
                           FeedForwardWork<Space, Real> const& work, Features<Real, Space> y,
                           Features<Real, Space> h_adj, Features<Real, Space> y_adj, Array2<Real, Space> weight_adj) {
  for_each_portion(op.atoms, work.portion, [&](int first, int count) {
    auto const y_part = rows<Space, Real>(y, first, count), y_adj_part = rows<Space, Real>(y_adj, first, count);
    open_gates(space, op, work, count, y_part);
    if (weight_adj.extent(0) > 0) gate_forward<Space, Real>(space, count, op.l_max, op.in.cols, work.z, work.t, work.a);
    channel_mixing_backward<Space, Real>(space, mixing(op, op.out, op.l_max, count), work.a,
                                         rows<Space, Real>(h_adj, first, count), work.a_adj, GemmMode::overwrite,
                                         weight_adj);
    gate_backward<Space, Real>(space, count, op.l_max, op.in.cols, work.z, work.t, work.a_adj);
    channel_mixing_backward<Space, Real>(space, mixing(op, op.in, op.l_max, count), y_part, work.a_adj, y_adj_part,
                                         GemmMode::overwrite, weight_adj);
    if (op.l_max > 0)
      channel_mixing_backward<Space, Real>(space, mixing(op, op.gate, 0, count), y_part, work.t, y_adj_part,
                                           GemmMode::accumulate, weight_adj);
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                      \
  template struct FeedForwardWork<Space, Real>;                                                                \
  template void feed_forward_forward<Space, Real>(Space const&, FeedForward<Space, Real> const&,               \
                                                  FeedForwardWork<Space, Real> const&, Features<Real, Space>,  \
                                                  Features<Real, Space>);                                      \
  template void feed_forward_backward<Space, Real>(Space const&, FeedForward<Space, Real> const&,              \
                                                   FeedForwardWork<Space, Real> const&, Features<Real, Space>, \
                                                   Features<Real, Space>, Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
