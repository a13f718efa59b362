// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/network/layers/layers_maker.hpp"
#include "tesseral/potential.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace tesseral::cli {
namespace {

Structure first_structure(BenchOptions const& options, ModelData const& data) {
  if (options.structure.empty()) {
    require(!data.self_tests.empty(),
            options.model + ": has no self-test to take a structure from (none was stored) give one by --structure");
    return data.self_tests.front().structure;
  }
  Frame const frame = read_extxyz(options.structure).front();
  try {
    return to_structure(frame, data.elements);
  } catch (Error const& error) {
    throw Error(options.structure + ": " + error.what());
  }
}

// A supercell along periodic directions; along open ones, copies that know nothing of each other.
std::vector<Structure> replicated(Structure const& cell, std::array<int, 3> const& n) {
  constexpr double most_atoms = 1e8;  // far below what an int counts
  double const atoms = static_cast<double>(cell.species.size()) * n[0] * n[1] * n[2];
  require(atoms <= most_atoms, fmt::format("--replicate {} {} {} makes {:.3g} atoms (at most {:.0g} can be computed at "
                                           "once) replicate less",
                                           n[0], n[1], n[2], atoms, most_atoms));
  std::array<int, 3> along{};
  int copies = 1;
  for (int d = 0; d < 3; ++d) {
    along[d] = cell.periodic[d] ? n[d] : 1;
    copies *= cell.periodic[d] ? 1 : n[d];
  }
  Structure super = cell;
  super.species.clear();
  super.positions.clear();
  for (int u = 0; u < along[0]; ++u)
    for (int v = 0; v < along[1]; ++v)
      for (int w = 0; w < along[2]; ++w) {
        super.species.insert(super.species.end(), cell.species.begin(), cell.species.end());
        for (auto x : cell.positions) {
          for (int d = 0; d < 3; ++d) x[d] += u * cell.cell[0][d] + v * cell.cell[1][d] + w * cell.cell[2][d];
          super.positions.push_back(x);
        }
      }
  for (int a = 0; a < 3; ++a)
    for (int d = 0; d < 3; ++d) super.cell[a][d] *= along[a];
  return std::vector<Structure>(copies, super);
}

struct Measurement {
  int atoms = 0;
  EdgeIndex edges = 0;
  double median = 0.0, fastest = 0.0, slowest = 0.0;  // µs per atom
  double bytes_per_atom = 0.0;                        // of work arrays
  std::size_t repetitions = 0;
};

// As in molecular dynamics: edges found once for many evaluations.
Measurement measure(Potential<>& potential, std::vector<Structure> const& structures) {
  using Clock = std::chrono::steady_clock;
  constexpr int warm_up = 2, fewest = 5, most = 1000;
  constexpr double enough_seconds = 1.0;
  HostSpace const space{};
  StructureGraph<HostSpace> const structure_graph(structures, potential.r_cut());
  auto const& graph = structure_graph.graph();

  std::vector<double> times;
  double total = 0.0;
  for (int k = 0; k < warm_up + most; ++k) {
    auto const begin = Clock::now();
    potential.evaluate(space, graph);
    space.fence();
    double const seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (k < warm_up) continue;
    times.push_back(1e6 * seconds / graph.n_owned);
    total += seconds;
    if (times.size() >= fewest && total > enough_seconds) break;
  }
  std::sort(times.begin(), times.end());
  return {graph.n_owned, graph.n_edges(), times[times.size() / 2],
          times.front(), times.back(),    static_cast<double>(potential.work_bytes()) / graph.n_owned,
          times.size()};
}

// The counted work per atom, as members of a JSON object.
std::string counted_work(std::vector<OperationCount> const& counts) {
  double flops = 0.0;
  std::string list;
  for (OperationCount const& count : counts) {
    flops += count.flops;
    list += fmt::format(
        "{}{{\"kernel\": \"{}\", \"flops\": {:.6g}, \"streamed_bytes\": {:.6g}, \"gathered_bytes\": {:.6g}}}",
        list.empty() ? "" : ", ", count.kernel, count.flops, count.streamed_bytes, count.gathered_bytes);
  }
  return fmt::format(", \"flops_per_atom\": {:.6g}, \"operations_per_atom\": [{}]", flops, list);
}

}  // namespace

int bench(BenchOptions const& options) {
  ModelData const data = read_model(options.model);
  std::vector<Structure> const structures = replicated(first_structure(options, data), options.replicate);
  Potential<> potential(data, options.engine);
  Measurement const m = measure(potential, structures);
  std::string const precision = to_string(options.engine.precision);
  if (options.json) {
    int const real_size = options.engine.precision == Precision::double_ ? sizeof(double) : sizeof(float);
    // counted for what molecular dynamics uses
    auto const& count = layers_maker<HostSpace, double>(data.architecture.layer_kind).count_operations;
    std::string const work = options.engine.radial == RadialEvaluation::table
                                 ? counted_work(count(data.architecture, potential.algorithms(), real_size,
                                                      static_cast<double>(m.edges) / m.atoms))
                                 : std::string();
    fmt::print(
        "[{{\"product\": \"{}\", \"precision\": \"{}\", \"threads\": {}, \"atoms\": {}, \"edges\": {}, "
        "\"us_per_atom\": "
        "{:.6g}, \"us_per_atom_min\": {:.6g}, \"us_per_atom_max\": {:.6g}, \"bytes_per_atom\": {:.6g}{}}}]\n",
        names_of(potential.algorithms()), precision, host_threads(), m.atoms, m.edges, m.median, m.fastest, m.slowest,
        m.bytes_per_atom, work);
    return 0;
  }
  fmt::print("{} atoms, {} edges ({:.1f} per atom), threads {}, product {}, {} precision\n", m.atoms, m.edges,
             static_cast<double>(m.edges) / m.atoms, host_threads(), names_of(potential.algorithms()), precision);
  fmt::print("energy and forces: {:.2f} µs/atom (median of {}; {:.2f} to {:.2f}), {:.0f} atom steps per second\n",
             m.median, m.repetitions, m.fastest, m.slowest, 1e6 / m.median);
  fmt::print("work memory: {:.0f} bytes/atom\n", m.bytes_per_atom);
  return 0;
}

}  // namespace tesseral::cli
