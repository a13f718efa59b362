// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a kernel over the edges of a layer works on: the edges, their coupling, and their radial functions.
#pragma once

#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/radial/radial_network.hpp"
#include "tesseral/network/radial/radial_table.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

namespace tesseral {

/// `graph` holds all edges; the forward pass handles the receivers that `receivers` names.
template <class Space, class Real, class Coupling = EdgeCoupling<Space>>
struct EdgeOperator {
  NeighborGraph<Space> graph;
  AtomRange receivers;
  Coupling coupling;
  RadialNetwork<Space, Real> radial;
  RadialTable<Space, Real> table;  // used instead of the network if it is not empty
  bool shares_radial = false;      // one function for all paths
};

}  // namespace tesseral
