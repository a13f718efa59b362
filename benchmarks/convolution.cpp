// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Time of a layer's message and its adjoint to edges and senders, µs per atom: fused (message.hpp), and as one Gaunt
// product for each edge and channel by every algorithm (product_message.hpp), for l_max 2 … 6, l_hidden 1 … 3, both
// kinds of radial weights that factor, in single precision with radial tables. 500 atoms of about 50 edges, 32
// channels. Threads are those of Kokkos (OMP_NUM_THREADS).
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/network/message/message.hpp"
#include "tesseral/network/message/product_message.hpp"
#include "tesseral/tensor_product/fourier/fourier.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace tesseral::bench {
namespace {

using Space = HostSpace;
using Real = float;
using Rows = Features<Real, Space>;

/// Uniform in -1/2 … 1/2.
class Uniform {
 public:
  double operator()() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 11) * 0x1p-53 - 0.5;
  }

 private:
  std::uint64_t state_ = 1;
};

/// 125 cells of a face-centred lattice, disturbed.
Structure lattice() {
  constexpr int cells = 5;
  constexpr double length = 4.09;
  Uniform random;
  Structure s;
  s.periodic = {true, true, true};
  for (int d = 0; d < 3; ++d) s.cell[d][d] = cells * length;
  for (int cell = 0; cell < cells * cells * cells; ++cell)
    for (auto const& base : {std::array{0.0, 0.0, 0.0}, {0.0, 0.5, 0.5}, {0.5, 0.0, 0.5}, {0.5, 0.5, 0.0}}) {
      int const at[3] = {cell % cells, cell / cells % cells, cell / cells / cells};
      std::array<double, 3> position;
      for (int d = 0; d < 3; ++d) position[d] = length * (at[d] + base[d]) + 0.2 * random();
      s.positions.push_back(position);
      s.species.push_back(0);
    }
  return s;
}

ModelData random_model(int l_max, int l_hidden, RadialWeights weights) {
  ModelData data;
  Architecture& a = data.architecture;
  a.l_max = l_max;
  a.l_hidden = l_hidden;
  a.radial_weights = weights;
  a.average_neighbors = 50.0;
  a.r_cut = 5.5;
  data.elements = {"Ag"};
  data.E0 = {0.0};
  Uniform random;
  for (auto const& tensor : weight_tensors(a))
    for (std::size_t k = 0; k < tensor.size; ++k)
      data.weights.push_back(tensor.init_value + 3.0 * tensor.init_scale * random());
  return data;
}

Rows random_rows(int atoms, int columns) {
  Uniform random;
  Rows rows("tesseral::benchmark::rows", atoms, columns);
  for (int i = 0; i < atoms; ++i)
    for (int k = 0; k < columns; ++k) rows(i, k) = static_cast<Real>(random());
  return rows;
}

/// Of five calls, after one.
double least_seconds(std::function<void()> const& work) {
  double least = 1e9;
  for (int k = 0; k < 6; ++k) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    Space().fence();
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (k > 0) least = std::min(least, seconds);
  }
  return least;
}

void measure(NeighborGraph<Space> const& graph, int l_max, int l_hidden, RadialWeights weights) {
  constexpr int t = 1;
  Space const space;
  Model<Space, Real> const model(random_model(l_max, l_hidden, weights), RadialEvaluation::table);
  int const C = model.channels(), atoms = graph.n_owned;
  Rows const u = random_rows(atoms, num_lm(l_hidden) * C), M = random_rows(atoms, num_lm(l_max) * C);
  Rows const M_adj = random_rows(atoms, num_lm(l_max) * C), u_adj = random_rows(atoms, num_lm(l_hidden) * C);
  Vectors<double, Space> const gradient("tesseral::benchmark::gradient", graph.n_edges());
  auto const print = [&](char const* algorithm, std::function<void()> const& forward,
                         std::function<void()> const& backward) {
    double const per_atom = 1e6 / atoms;
    std::printf("%-7s %5d %8d  %-8s %8.2f %9.2f\n", name(weights), l_max, l_hidden, algorithm,
                per_atom * least_seconds(forward), per_atom * least_seconds(backward));
  };
  auto const coupling = make_edge_coupling<Space>(l_hidden, l_max, 1.0 / model.architecture().average_neighbors);
  auto const fused = message_operator(model, t, coupling, graph, all_receivers(graph));
  print(
      "fused", [&] { message_forward<Space, Real>(space, fused, u, M); },
      [&] { message_backward<Space, Real>(space, fused, u, M_adj, gradient, u_adj, {}); });
  for (ProductAlgorithm const algorithm : product_algorithms) {
    if (algorithm == ProductAlgorithm::fft && !has_fast_fourier<Space>()) continue;
    auto const product = make_gaunt_product<Space, Real>(message_product_spec(model.architecture(), t, C), algorithm);
    Array1<Real, Space> const work("tesseral::benchmark::work", product_message_work<Space, Real>(space, product.spec));
    auto const op = product_message(model, t, product, graph, all_receivers(graph), work);
    print(
        name(algorithm), [&] { product_message_forward<Space, Real>(space, op, u, M); },
        [&] { product_message_backward<Space, Real>(space, op, u, M_adj, gradient, u_adj, {}); });
  }
}

}  // namespace
}  // namespace tesseral::bench

int main() {
  using namespace tesseral;
  KokkosSession const kokkos(0);
  StructureGraph<HostSpace> const structure({bench::lattice()}, 5.5);
  auto const& graph = structure.graph();
  std::printf("%d atoms, %.1f edges per atom, 32 channels, float, threads %d; us per atom\n", graph.n_owned,
              static_cast<double>(graph.n_edges()) / graph.n_owned, host_threads());
  std::printf("weights l_max l_hidden  product   forward  backward\n");
  for (auto const weights : {RadialWeights::shared, RadialWeights::degree})
    for (int l_max = 2; l_max <= 6; ++l_max)
      for (int l_hidden = 1; l_hidden <= std::min(l_max, 3); ++l_hidden)
        bench::measure(graph, l_max, l_hidden, weights);
}
