// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Time of symmetric powers with all couplings, ns per item of 128 channels, forward, backward and backward with the
// weights' gradient, unrolled and by tables, in double and float; 16 items, which stay in the second-level cache, or
// 4000. Besides: operations by count_symmetric_power(), GFLOP/s of the fastest run, and that as a share of what fused
// multiply-adds of registers reach on one thread, measured in turn with the powers. Threads are those of Kokkos.
//   tesseral_benchmark_symmetric_power [ITEMS]…
#include "tesseral/tensor_product/direct/symmetric_power.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/choice/symmetric_operations.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace tesseral::bench {
namespace {

using Space = HostSpace;
constexpr int channels = 128, samples = 25, types = 3;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Operations of 16 independent sums of packs: enough to hide the latency of two units.
template <class Real>
double multiply_adds(int repeats) {
  using P = PackOf<Space, Real>;
  constexpr int sums = 16;
  P sum[sums];
  P const factor(Real(0.999)), summand(Real(1e-3));
  for (int k = 0; k < sums; ++k) sum[k] = P(Real(k));
  for (int r = 0; r < repeats; ++r) {
    TESSERAL_UNROLL
    for (int k = 0; k < sums; ++k) sum[k] = sum[k] * factor + summand;
  }
  volatile Real sink = 0;
  for (P const& s : sum) sink = sink + s[0];
  return 2.0 * sums * repeats * lanes_of<Space, Real>;
}

struct Pass {
  std::string name;
  double operations;  // of all items
  std::function<void()> run;
  std::vector<double> times;
};

template <class Real, class Array>
void fill(Array const& array, std::size_t rows, std::size_t columns) {
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns; ++k) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      array.data()[i * columns + k] = static_cast<Real>(static_cast<double>(state >> 11) * 0x1p-53 - 0.5);
    }
}
template <class Real>
Features<Real, Space> random_rows(int rows, std::size_t columns) {
  Features<Real, Space> array("tesseral::benchmark::rows", rows, columns);
  fill<Real>(array, rows, columns);
  return array;
}
template <class Real>
Array1<Real, Space> random_numbers(std::size_t n) {
  Array1<Real, Space> array("tesseral::benchmark::numbers", n);
  fill<Real>(array, 1, n);
  return array;
}

template <class Real>
void add_passes(int l_x, int l_z, bool unrolled, int items, std::vector<Pass>& passes) {
  SymmetricSpec const spec{l_x, l_z, channels, types, symmetric_pairs(l_x, l_z), symmetric_triples(l_x, l_z)};
  auto const power = make_symmetric_power<Space, Real>(spec, unrolled);
  if (unrolled && !power.unrolled) return;
  SymmetricWeights<Space, Real> weights;
  std::size_t const sizes[] = {static_cast<std::size_t>(types * (l_z + 1) * channels),
                               types * spec.pairs.size() * channels, types * spec.triples.size() * channels};
  weights.linear = random_numbers<Real>(sizes[0]);
  weights.pair = random_numbers<Real>(sizes[1]);
  weights.triple = random_numbers<Real>(sizes[2]);
  Array1<int, Space> type("tesseral::benchmark::type", items);
  for (int i = 0; i < items; ++i) type(i) = i % types;
  weights.type = type;
  int const workers = worker_count(Space{});
  SymmetricGradient<Space, Real> const gradient{
      random_rows<Real>(workers, sizes[0]), random_rows<Real>(workers, sizes[1]), random_rows<Real>(workers, sizes[2])};
  auto const x = random_rows<Real>(items, num_lm(l_x) * channels), x_adj = random_rows<Real>(items, x.extent(1));
  auto const z = random_rows<Real>(items, num_lm(l_z) * channels), z_adj = random_rows<Real>(items, z.extent(1));
  auto const count = count_symmetric_power(spec, unrolled);
  std::string const name = std::to_string(l_x) + "," + std::to_string(l_z) + "," + (unrolled ? "unrolled" : "tables") +
                           "," + (sizeof(Real) == 8 ? "double" : "float") + ",";
  double const all = static_cast<double>(items) * channels;
  passes.push_back({name + "forward",
                    count.forward * all,
                    [=] { symmetric_power_forward<Space, Real>(Space{}, power, weights, items, x, z); },
                    {}});
  passes.push_back({name + "backward",
                    count.backward * all,
                    [=] { symmetric_power_backward<Space, Real>(Space{}, power, weights, items, x, z_adj, x_adj, {}); },
                    {}});
  passes.push_back(
      {name + "gradient",
       count.backward * all,
       [=] { symmetric_power_backward<Space, Real>(Space{}, power, weights, items, x, z_adj, x_adj, gradient); },
       {}});
}

void measure(int items) {
  std::vector<Pass> passes;
  passes.push_back({",,registers,double,fma", 0, [] { multiply_adds<double>(20000); }, {}});
  passes.push_back({",,registers,float,fma", 0, [] { multiply_adds<float>(20000); }, {}});
  passes[0].operations = multiply_adds<double>(20000);
  passes[1].operations = multiply_adds<float>(20000);
  for (int const l_z : {0, 1, 2})
    for (int const l_x : {2, 3})
      for (bool const unrolled : {true, false}) {
        add_passes<double>(l_x, l_z, unrolled, items, passes);
        add_passes<float>(l_x, l_z, unrolled, items, passes);
      }
  // in turn, so that what else the machine does meets all of them
  for (int sample = 0; sample < samples; ++sample)
    for (Pass& pass : passes) {
      pass.run();
      int const repeats = std::max(1, 64 / items);
      double const begin = seconds();
      for (int k = 0; k < repeats; ++k) pass.run();
      pass.times.push_back((seconds() - begin) / repeats);
    }
  double peak[2];
  for (int k = 0; k < 2; ++k)
    peak[k] = passes[k].operations / *std::min_element(passes[k].times.begin(), passes[k].times.end());
  for (Pass& pass : passes) {
    std::sort(pass.times.begin(), pass.times.end());
    double const rate = pass.operations / pass.times.front();
    bool const is_float = pass.name.find("float") != std::string::npos;
    std::printf("%d,%s,%.1f,%.1f,%.0f,%.1f,%.2f\n", items, pass.name.c_str(), pass.times.front() / items * 1e9,
                pass.times[samples / 2] / items * 1e9, pass.operations / items / channels, rate * 1e-9,
                rate / peak[is_float]);
  }
}

}  // namespace
}  // namespace tesseral::bench

int main(int argc, char** argv) {
  tesseral::KokkosSession const kokkos(0);
  std::printf("items,l_x,l_z,form,precision,pass,ns_per_item_min,ns_per_item_median,operations,gflops,share_of_fma\n");
  if (argc < 2)
    for (int const items : {16, 4000}) tesseral::bench::measure(items);
  for (int k = 1; k < argc; ++k) tesseral::bench::measure(std::atoi(argv[k]));
  return 0;
}
