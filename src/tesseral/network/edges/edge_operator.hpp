// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a kernel over the edges of a layer works on: the edges, their coupling, and their radial functions.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/radial_network.hpp"
#include "tesseral/network/radial/radial_table.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

namespace tesseral {

/// Inside of these the edges fall silent (inner_switch.hpp).
template <class Space>
struct InnerRadii {
  Array1<double const, Space> radius;  // [species * species], or empty: nowhere
  int species = 0;
  double largest = 0.0;

  KOKKOS_INLINE_FUNCTION bool exist() const { return radius.extent(0) > 0; }
  /// Of an edge's pair, or anything below its length if that is not short.
  KOKKOS_INLINE_FUNCTION double of(NeighborGraph<Space> const& graph, EdgeIndex e, double length) const {
    if (!(length < largest)) return 0.0;
    return radius(graph.species(graph.receiver(e)) * species + graph.species(graph.sender(e)));
  }
};

/// The distance y that radial functions see, of a pair of species (radial/bessel.hpp).
template <class Space>
struct PairDistance {
  Array1<double const, Space> radius;  // [species], or empty: y = r
  double a = 0.0, q = 0.0, p = 0.0;

  KOKKOS_INLINE_FUNCTION ValueAndSlope<double> of(NeighborGraph<Space> const& graph, EdgeIndex e, double r) const {
    if (radius.extent(0) == 0) return {r, 1.0};
    double const sum = radius(graph.species(graph.receiver(e))) + radius(graph.species(graph.sender(e)));
    return agnesi_distance(r, 0.5 * sum, a, q, p);
  }
};

/// `graph` holds all edges; the forward pass handles the receivers that `receivers` names.
template <class Space, class Real, class Coupling = EdgeCoupling<Space>>
struct EdgeOperator {
  NeighborGraph<Space> graph;
  AtomRange receivers;
  Coupling coupling;
  RadialNetwork<Space, Real> radial;
  RadialTable<Space, Real> table;  // used instead of the network if it is not empty
  bool shares_radial = false;      // one function for all paths
  InnerRadii<Space> inner{};
  PairDistance<Space> distance{};
};

}  // namespace tesseral
