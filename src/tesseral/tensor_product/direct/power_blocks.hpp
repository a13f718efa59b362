// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Kernels of powers that are raised one factor after another, a block of items at a time: what stands between two
/// products. Per item and pack of channels, with the degrees' scales s_k and weights w[k][nu][type] of power_spec.hpp.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"
#include "tesseral/tensor_product/spec/power_spec.hpp"

#include <utility>

namespace tesseral {

/// Items whose powers are kept at a time: enough for all threads, little memory.
constexpr int power_block_size = 256;

/// The rows first … first + n of an array.
template <class Array>
Array rows_of(Array const& array, int first, int n) {
  return Kokkos::subview(array, std::pair<int, int>(first, first + n), Kokkos::ALL);
}

/// One term k of one block of items: what its passes hand from step to step.
template <class Space, class Real>
struct PowerTerm {
  using P = PackOf<Space, Real>;
  using Policy = Kokkos::RangePolicy<Space>;
  PowerIndex index;
  PowerWeights<Space, Real> weights;
  int k, first, n;

  /// Calls function(i, c) for every item of the block and every pack.
  template <class Function>
  void for_each_pack(Space const& space, char const* label, Function const& function) const {
    int const packs = index.channels / lanes_of<Space, Real>;
    Kokkos::parallel_for(
        label, Policy(space, 0, n * packs),
        KOKKOS_LAMBDA(int item) { function(item / packs, item % packs * lanes_of<Space, Real>); });
  }
  KOKKOS_INLINE_FUNCTION P weight(int i, int nu, int l, int c) const {
    int const type = weights.type.extent(0) > 0 ? weights.type(first + i) : 0;
    return load<P>(&weights.weight(index.weight(k, nu, type, l, c)));
  }
  KOKKOS_INLINE_FUNCTION P scale(int l, int c) const { return load<P>(&weights.scale(index.scale(k, l, c))); }
};

/// What multiplies an array: nothing, the scales s_k or the weights w[k][nu].
enum class PowerFactor { one, scale, weight };

/// out (+)= factor · in, up to l_out; degrees that `in` has not are zero.
template <class Space, class Real>
struct AddScaledRows {
  using P = PackOf<Space, Real>;
  PowerTerm<Space, Real> term;
  PowerFactor factor;
  int nu;  // of the weights
  GemmMode mode;
  int l_in, l_out;
  Features<Real const, Space> in;
  Features<Real, Space> out;

  KOKKOS_INLINE_FUNCTION P factor_of(int i, int l, int c) const {
    if (factor == PowerFactor::one) return P(Real(1));
    return factor == PowerFactor::scale ? term.scale(l, c) : term.weight(i, nu, l, c);
  }
  KOKKOS_INLINE_FUNCTION void operator()(int i, int c) const {
    int const C = term.index.channels;
    for (int l = 0; l <= l_out; ++l) {
      P const f = l <= l_in ? factor_of(i, l, c) : P(Real(0));
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        P const part = l <= l_in ? f * load<P>(&in(i, lm * C + c)) : f;
        store<P>(&out(i, lm * C + c), mode == GemmMode::overwrite ? part : load<P>(&out(i, lm * C + c)) + part);
      }
    }
  }
};

/// sum_m a[lm] b[lm] to the gradient of s (nu = 0) or of w[nu], l <= l_last; a worker has a share of the items.
template <class Space, class Real>
struct AddPowerGradient {
  using P = PackOf<Space, Real>;
  PowerTerm<Space, Real> term;
  int nu, l_last;
  Features<Real const, Space> a, b;
  Array2<Real, Space> gradient;
  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(gradient.extent(0)), C = term.index.channels;
    team_for(team, C / lanes_of<Space, Real>, [&](int pack) {
      int const c = pack * lanes_of<Space, Real>;
      for (int i = share_begin(term.n, worker, workers); i < share_begin(term.n, worker + 1, workers); ++i) {
        int const type = term.weights.type.extent(0) > 0 ? term.weights.type(term.first + i) : 0;
        for (int l = 0; l <= l_last; ++l) {
          P sum(Real(0));
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            sum += load<P>(&a(i, lm * C + c)) * load<P>(&b(i, lm * C + c));
          add_to<P>(
              &gradient(worker, nu == 0 ? term.index.scale(term.k, l, c) : term.index.weight(term.k, nu, type, l, c)),
              sum);
        }
      }
    });
  }
};

}  // namespace tesseral
