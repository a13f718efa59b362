// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Kernels of symmetric powers (symmetric_power.hpp): how items and channels are shared out, for either form of what is
/// done with an item and some packs of channels.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/direct/symmetric_power.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_rows.hpp"

namespace tesseral {

/// An item with all its channels on a host, an item and a channel on a device.
template <class Space, class Real>
struct SymmetricUnits {
  static constexpr int lanes = lanes_of<Space, Real>;
  static constexpr bool whole_items = lanes > 1;
  int channels;
  int lms_x, lms_z;

  explicit SymmetricUnits(SymmetricSpec const& spec)
      : channels(spec.channels), lms_x(num_lm(spec.l_x)), lms_z(num_lm(spec.l_z)) {}

  KOKKOS_INLINE_FUNCTION int count(int items) const { return whole_items ? items : items * channels; }
  /// Calls function(i, c, constant number of packs) for all of a unit.
  template <int most_packs, class Function>
  KOKKOS_FORCEINLINE_FUNCTION void for_each(int unit, Function const& function) const {
    int const i = whole_items ? unit : unit / channels;
    int c = whole_items ? 0 : unit % channels;
    int const end = whole_items ? channels : c + 1;
    if constexpr (most_packs > 1)
      for (; c + most_packs * lanes <= end; c += most_packs * lanes)
        function(i, c, std::integral_constant<int, most_packs>{});
    for (; c < end; c += lanes) function(i, c, std::integral_constant<int, 1>{});
  }
  /// Of the next item's row a share with each pack: strided reads are not what processors prefetch.
  KOKKOS_FORCEINLINE_FUNCTION void prefetch_next(Real const* row, int lms, int c, int packs) const {
    if constexpr (whole_items)
      for (int line = 0; line < lms * packs; ++line) prefetch(row + lms * (channels + c) + line * lanes);
  }
};

/// Where an item's weights stand.
template <class Space, class Real>
struct SymmetricPlaces {
  int channels, linear, pair, triple;  // weights of a type
  Array1<int const, Space> type;

  SymmetricPlaces(SymmetricSpec const& spec, Array1<int const, Space> const& types)
      : channels(spec.channels),
        linear(spec.l_z + 1),
        pair(static_cast<int>(spec.pairs.size())),
        triple(static_cast<int>(spec.triples.size())),
        type(types) {}

  template <class Number>
  KOKKOS_FORCEINLINE_FUNCTION SymmetricRows<Number> rows(Number* linears, Number* pairs, Number* triples, int i,
                                                         int c) const {
    std::ptrdiff_t const first = type.extent(0) > 0 ? static_cast<std::ptrdiff_t>(type(i)) * channels : 0;
    return {linears + first * linear + c, pair > 0 ? pairs + first * pair + c : pairs,
            triple > 0 ? triples + first * triple + c : triples};
  }
};

template <class Space, class Real, class Form>
struct SymmetricForward {
  Form form;
  SymmetricUnits<Space, Real> units;
  SymmetricPlaces<Space, Real> places;
  SymmetricWeights<Space, Real> weights;
  Features<Real const, Space> x;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(int unit) const {
    units.template for_each<Form::most_packs>(unit, [&](int i, int c, auto packs) {
      auto const rows = places.rows(weights.linear.data(), weights.pair.data(), weights.triple.data(), i, c);
      units.prefetch_next(&x(i, 0), units.lms_x, c, decltype(packs)::value);
      units.prefetch_next(&z(i, 0), units.lms_z, c, decltype(packs)::value);
      form.template forward<decltype(packs)::value>(&x(i, c), rows, &z(i, c));
    });
  }
};

template <class Space, class Real, class Form>
struct SymmetricBackward {
  Form form;
  SymmetricUnits<Space, Real> units;
  SymmetricPlaces<Space, Real> places;
  SymmetricWeights<Space, Real> weights;
  Features<Real const, Space> x, z_adj;
  Features<Real, Space> x_adj;

  KOKKOS_INLINE_FUNCTION void operator()(int unit) const {
    units.template for_each<Form::most_packs>(unit, [&](int i, int c, auto packs) {
      auto const rows = places.rows(weights.linear.data(), weights.pair.data(), weights.triple.data(), i, c);
      units.prefetch_next(&x(i, 0), units.lms_x, c, decltype(packs)::value);
      units.prefetch_next(&z_adj(i, 0), units.lms_z, c, decltype(packs)::value);
      units.prefetch_next(&x_adj(i, 0), units.lms_x, c, decltype(packs)::value);
      form.template backward<decltype(packs)::value, false>(&x(i, c), rows, &z_adj(i, c), &x_adj(i, c), {});
    });
  }
};

/// The same with the weights' gradient: a worker has a share of the items, and a thread of its team some channels, so
/// that sums over items need no atomics.
template <class Space, class Real, class Form>
struct SymmetricGradientBackward {
  SymmetricBackward<Space, Real, Form> back;
  SymmetricGradient<Space, Real> gradient;
  int items;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(gradient.linear.extent(0));
    int const first = share_begin(items, worker, workers), last = share_begin(items, worker + 1, workers);
    team_for(team, back.units.channels / lanes_of<Space, Real>, [&](int pack) {
      int const c = pack * lanes_of<Space, Real>;
      for (int i = first; i < last; ++i) {
        auto const weights =
            back.places.rows(back.weights.linear.data(), back.weights.pair.data(), back.weights.triple.data(), i, c);
        auto const sums = back.places.rows(row(gradient.linear, worker), row(gradient.pair, worker),
                                           row(gradient.triple, worker), i, c);
        back.form.template backward<1, true>(&back.x(i, c), weights, &back.z_adj(i, c), &back.x_adj(i, c), sums);
      }
    });
  }
  /// Of an array that may have no rows, or no columns.
  KOKKOS_FORCEINLINE_FUNCTION static Real* row(Array2<Real, Space> const& array, int worker) {
    return array.size() > 0 ? &array(worker, 0) : nullptr;
  }
};

template <class Space, class Real, class Form>
void launch_symmetric_forward(Space const& space, Form const& form, SymmetricPower<Space, Real> const& power,
                              SymmetricWeights<Space, Real> const& weights, int items,
                              Features<Real const, Space> const& x, Features<Real, Space> const& z) {
  SymmetricUnits<Space, Real> const units(power.spec);
  Kokkos::parallel_for("tesseral::symmetric_power::forward", Kokkos::RangePolicy<Space>(space, 0, units.count(items)),
                       SymmetricForward<Space, Real, Form>{form, units, {power.spec, weights.type}, weights, x, z});
}

template <class Space, class Real, class Form>
void launch_symmetric_backward(Space const& space, Form const& form, SymmetricPower<Space, Real> const& power,
                               SymmetricWeights<Space, Real> const& weights, int items,
                               Features<Real const, Space> const& x, Features<Real const, Space> const& z_adj,
                               Features<Real, Space> const& x_adj, SymmetricGradient<Space, Real> const& gradient) {
  char const* const label = "tesseral::symmetric_power::backward";
  SymmetricUnits<Space, Real> const units(power.spec);
  SymmetricBackward<Space, Real, Form> const backward{form,  units, {power.spec, weights.type}, weights, x,
                                                      z_adj, x_adj};
  int const workers = static_cast<int>(gradient.linear.extent(0));
  if (workers > 0)
    Kokkos::parallel_for(label, team_policy(space, workers),
                         SymmetricGradientBackward<Space, Real, Form>{backward, gradient, items});
  else
    Kokkos::parallel_for(label, Kokkos::RangePolicy<Space>(space, 0, units.count(items)), backward);
}

}  // namespace tesseral
