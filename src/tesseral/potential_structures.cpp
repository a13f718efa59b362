// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Potential for whole structures.
#include "tesseral/core/compensated_sum.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/potential.hpp"

#include <string>
#include <utility>

namespace tesseral {
namespace {

// Enough work for many threads, and little memory: edges in a batch.
constexpr std::size_t edges_per_batch = 20000;

template <class Space, class View>
auto to_host(Space const& space, View const& view) {
  auto host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  space.fence();
  return host;
}

}  // namespace

template <class Space>
std::vector<StructureResult> Potential<Space>::evaluate(StructureGraph<Space> const& structures, Wanted const& wanted) {
  Space const space;
  keep_scalars(wanted.scalars, wanted.expected_errors);
  auto const result = evaluate(space, structures.graph());
  auto const energies = to_host(space, result.energies);
  auto const forces = to_host(space, result.forces);
  auto const virials = to_host(space, atom_virials(space));

  Kokkos::View<double const*, Kokkos::HostSpace> errors;
  if (wanted.expected_errors) errors = to_host(space, expected_errors(space));

  std::vector<StructureResult> results(structures.n_structures());
  for (std::size_t s = 0; s < results.size(); ++s) {
    StructureResult& each = results[s];
    CompensatedSum energy;
    std::array<double, 6> sum{};
    for (int i = structures.atom_begin()[s]; i < structures.atom_begin()[s + 1]; ++i) {
      energy.add(energies(i));
      each.energies.push_back(energies(i));
      each.forces.push_back({forces(i, 0), forces(i, 1), forces(i, 2)});
      std::array<double, 6> virial;
      for (int k = 0; k < 6; ++k) sum[k] += virial[k] = virials(i, k);
      if (wanted.atom_virials) each.virials.push_back(virial);
      if (wanted.expected_errors) each.expected_errors.push_back(errors(i));
    }
    if (wanted.scalars) each.scalars = scalars_of(structures.atom_begin()[s], structures.atom_begin()[s + 1]);
    each.energy = energy.value();
    each.virial = {{{sum[0], sum[3], sum[4]}, {sum[3], sum[1], sum[5]}, {sum[4], sum[5], sum[2]}}};
  }
  return results;
}

template <class Space>
std::vector<StructureResult> Potential<Space>::evaluate(std::vector<Structure> const& structures,
                                                        Wanted const& wanted) {
  std::vector<StructureResult> results;
  for (std::size_t next = 0; next < structures.size();) {
    std::vector<Structure const*> batch;
    std::vector<std::vector<Edge>> edges;
    for (std::size_t count = 0; next < structures.size() && count < edges_per_batch; ++next) {
      batch.push_back(&structures[next]);
      try {
        edges.push_back(find_edges(structures[next], r_cut()));
      } catch (Error const& error) {
        throw Error("structure " + std::to_string(next + 1) + " of " + std::to_string(structures.size()) + ": " +
                    error.what());
      }
      count += edges.back().size() + structures[next].positions.size();  // free atoms are work too
    }
    std::vector<std::vector<Edge> const*> lists;
    for (auto const& list : edges) lists.push_back(&list);
    for (auto& result : evaluate(StructureGraph<Space>(batch, lists), wanted)) results.push_back(std::move(result));
  }
  return results;
}

template <class Space>
StructureResult Potential<Space>::evaluate(Structure const& structure, Wanted const& wanted) {
  return std::move(evaluate(std::vector<Structure>{structure}, wanted).front());
}

#define TESSERAL_INSTANTIATE(Space)                                                                               \
  template std::vector<StructureResult> Potential<Space>::evaluate(StructureGraph<Space> const&, Wanted const&);  \
  template std::vector<StructureResult> Potential<Space>::evaluate(std::vector<Structure> const&, Wanted const&); \
  template StructureResult Potential<Space>::evaluate(Structure const&, Wanted const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
