// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// In which order the first layer is computed. Its senders know no more than their species, so that neighbours can be
/// summed before channels appear (network/message/atomic_basis.hpp).
#pragma once

#include "tesseral/model/architecture.hpp"

namespace tesseral {

/// How many functions are in front of the last map of a radial network.
inline int hidden_functions(Architecture const& a) {
  return a.radial_hidden.empty() ? a.bessel : a.radial_hidden.back();
}

/// Floating-point operations of the first layer's message and mixing, both passes, per atom with so many edges: channel
/// by channel, and by sums of K functions for each of S species, which are then mapped to C channels.
struct FirstLayerCost {
  double by_channels, by_sums;

  FirstLayerCost(Architecture const& a, double edges) {
    double const C = a.channels, K = hidden_functions(a), degrees = a.l_max + 1, lms = degrees * degrees;
    double const torque = a.l_max * (11.5 * degrees - 8);  // network/layers/operation_count.hpp
    bool const one_matrix = a.radial_weights_of(0) == RadialWeights::shared;
    double const of_edge = one_matrix ? 38 + 7 * lms : 35 * degrees + 6 * lms + torque;
    by_channels = edges * C * of_edge + 4 * lms * C * C;
    by_sums = edges * K * (30 + 6 * lms) + 4 * lms * a.species * K * C;
  }
};

/// Whether the sums cost clearly less, in a network that has them: they take more memory. Radial functions may depend
/// on pairs of species.
inline bool sums_before_channels(Architecture const& a) {
  if (a.layer_kind != "message" || a.coupling != Coupling::gaunt) return false;
  FirstLayerCost const cost(a, a.average_neighbors);
  return cost.by_sums < 0.8 * cost.by_channels;
}

}  // namespace tesseral
