// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// Pairs that are closer than they ought to be, and which they are.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/model/model_data.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tesseral::lammps {

/// An edge of a rank, by LAMMPS' numbers of its atoms.
struct ClosePair {
  int receiver = -1;  // -1: there is none
  int sender = -1;
  double length = 0.0;  // Å
  double limit = 0.0;   // Å, what a message compares it with
};

/// The edge whose length is the smallest part of its limit [species * number of species + species], Å; found on the
/// host.
template <class Space>
ClosePair closest_pair(NeighborGraph<Space> const& graph, std::vector<double> const& limits) {
  auto const receiver = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.receiver);
  auto const sender = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.sender);
  auto const species = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.species);
  auto const r = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), graph.displacement);
  auto const n_species = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(limits.size()))));
  ClosePair closest;
  for (std::size_t e = 0; e < r.extent(0); ++e) {
    double const length = std::sqrt(r(e, 0) * r(e, 0) + r(e, 1) * r(e, 1) + r(e, 2) * r(e, 2));
    double const limit = limits[species(receiver(e)) * n_species + species(sender(e))];
    bool const is_closer = closest.receiver < 0 || length * closest.limit < closest.length * limit;
    if (is_closer) closest = {receiver(e), sender(e), length, limit};
  }
  return closest;
}

/// Limits that are the same for all pairs: the closest pair is then the shortest edge.
inline std::vector<double> equal_limits(std::size_t n_species) {
  return std::vector<double>(n_species * n_species, 1.0);
}

/// The closest pairs that models were fitted to, the largest of the models for each pair; 0 where none of them knows. A
/// pair that the data do not have within the cutoff is one that no distance within it was fitted to.
inline std::vector<double> fitted_limits(std::vector<ModelData> const& models) {
  std::size_t const n = models.front().elements.size();
  std::vector<double> limits(n * n, 0.0);
  for (ModelData const& model : models) {
    if (!model.fitted_range) continue;
    for (std::size_t pair = 0; pair < n * n; ++pair) {
      limits[pair] = std::max(limits[pair], model.fitted_range->closest[pair / n][pair % n]);
    }
  }
  return limits;
}

/// How many edges are shorter than the square root of their entry of `squared_limits` [species][species], Å^2.
template <class Space>
EdgeIndex count_close_pairs(Space const& space, NeighborGraph<Space> const& graph,
                            Array2<double const, Space> squared_limits) {
  auto const receiver = graph.receiver;
  auto const sender = graph.sender;
  auto const species = graph.species;
  auto const r = graph.displacement;
  EdgeIndex count = 0;
  Kokkos::parallel_reduce(
      "tesseral::lammps::count_close_pairs",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>(space, 0, static_cast<EdgeIndex>(r.extent(0))),
      KOKKOS_LAMBDA(EdgeIndex e, EdgeIndex & found) {
        double const square = r(e, 0) * r(e, 0) + r(e, 1) * r(e, 1) + r(e, 2) * r(e, 2);
        if (square < squared_limits(species(receiver(e)), species(sender(e)))) ++found;
      },
      count);
  return count;
}

}  // namespace tesseral::lammps
