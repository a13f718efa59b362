// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Time of tensor products: feature x feature, convolution (one y for all channels) and third power, by every algorithm,
// and third powers with free weights of paths ("paths"); forward and backward, degrees 1 … 10, in double and float;
// 1000 items (TESSERAL_BENCHMARK_ITEMS) of 32 channels. Names are operation/algorithm/L/precision/pass. Threads are
// those of Kokkos (OMP_NUM_THREADS).
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"
#include "gemm_rates.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"
#include "tesseral/tensor_product/choice/power_operations.hpp"
#include "tesseral/tensor_product/direct/path_power.hpp"
#include "tesseral/tensor_product/fourier/fourier_tables.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace tesseral::bench {
namespace {

using Space = HostSpace;
constexpr int channels = 32;
int const items = std::getenv("TESSERAL_BENCHMARK_ITEMS") ? std::atoi(std::getenv("TESSERAL_BENCHMARK_ITEMS")) : 1000;
char const* const algorithm_names[] = {"direct", "cp", "fourier", "fourier_fft", "paths"};

/// Rates in GFLOP/s, [float, double].
double gemm_rate[2];

template <class Real>
Features<Real, Space> random_rows(int columns) {
  Features<Real, Space> rows("tesseral::benchmark::rows", items, columns);
  std::uint64_t state = 1;
  for (int i = 0; i < items; ++i)
    for (int k = 0; k < columns; ++k) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      rows(i, k) = static_cast<Real>(static_cast<double>(state >> 11) * 0x1p-53 - 0.5);
    }
  return rows;
}

/// 5 n log2 n for each complex transform: over theta two orders of two channels, over phi two channels at a time.
double fft_operations(FourierGrid const& grid, int l) {
  double const thetas = grid.thetas, azimuths = grid.azimuths, columns = 2 * (l / 2 + 1);
  return 2.5 * (columns * thetas * std::log2(thetas) + grid.rows() * azimuths * std::log2(azimuths));
}

/// The passes of a product as functions, and its operations per item and channel.
struct Passes {
  std::function<void()> forward, backward;
  double operations;
};

template <class Real>
TensorProduct<Space, Real> make_product(ProductSpec const& spec, int algorithm) {
  return make_gaunt_product<Space, Real>(spec, static_cast<ProductAlgorithm>(algorithm));
}

template <class Real>
TensorPower<Space, Real> make_power(PowerSpec const& spec, int algorithm) {
  return make_gaunt_power<Space, Real>(spec, static_cast<ProductAlgorithm>(algorithm));
}

template <class Real>
Passes product_passes(int algorithm, int L, SecondOperand second) {
  ProductSpec const spec{L, L, L, channels, second};
  auto const product = std::make_shared<TensorProduct<Space, Real>>(make_product<Real>(spec, algorithm));
  int const rows = num_lm(L), y_columns = second == SecondOperand::broadcast ? rows : rows * channels;
  auto const x = random_rows<Real>(rows * channels), y = random_rows<Real>(y_columns), z = x;
  auto const out = random_rows<Real>(rows * channels), x_adj = random_rows<Real>(rows * channels);
  auto const y_adj = random_rows<Real>(y_columns);
  Passes passes;
  passes.forward = [=] { product_forward<Space, Real>(Space{}, *product, {}, items, x, y, out); };
  passes.backward = [=] { product_backward<Space, Real>(Space{}, *product, {}, items, x, y, z, x_adj, y_adj); };
  int const transforms = second == SecondOperand::broadcast ? 2 : 3;
  if (algorithm == 0) {
    double const terms = static_cast<double>(gaunt_product_terms(L, L, L).size());
    passes.operations = second == SecondOperand::broadcast ? 2.0 * (rows * rows + terms / channels) : 3.0 * terms;
  } else if (algorithm == 1) {
    passes.operations = 2.0 * transforms * std::get<CpProduct<Space, Real>>(product->tables).x.points * rows;
  } else if (algorithm == 3) {
    passes.operations = transforms * fft_operations(fourier_grid(2 * L, L, L, FourierMethod::fast), L);
  } else {
    FourierGrid const grid = fourier_grid(2 * L, L, L, FourierMethod::sums);
    passes.operations = 2.0 * transforms * grid.rows() * (rows + L * grid.azimuths);
  }
  return passes;
}

template <class Real>
Passes power_passes(int algorithm, int L) {
  int const l_z = std::min(L, 1), correlation = 3;
  PowerSpec const spec{L, l_z, correlation, channels};
  auto const power = std::make_shared<TensorPower<Space, Real>>(make_power<Real>(spec, algorithm));
  int const rows = num_lm(L), rows_z = num_lm(l_z);
  auto const weights_of = [](int n) {
    Array1<Real, Space> weights("tesseral::benchmark::weights", n * channels);
    Kokkos::deep_copy(weights, Real(0.5));
    return weights;
  };
  PowerWeights<Space, Real> const weights{weights_of(L + 1), weights_of(correlation * (l_z + 1)), {}};
  auto const x = random_rows<Real>(rows * channels), z_adj = random_rows<Real>(rows_z * channels);
  auto const x_adj = random_rows<Real>(rows * channels), out = random_rows<Real>(rows_z * channels);
  Passes passes;
  passes.forward = [=] { power_forward<Space, Real>(Space{}, *power, weights, items, x, out); };
  passes.backward = [=] { power_backward<Space, Real>(Space{}, *power, weights, items, x, z_adj, x_adj); };
  passes.operations = count_gaunt_power(spec, static_cast<ProductAlgorithm>(algorithm)).forward;
  return passes;
}

template <class Real>
Passes path_power_passes(int L) {
  int const l_z = std::min(L, 1), correlation = 3;
  PowerSpec const spec{L, l_z, correlation, channels};
  auto const power = std::make_shared<PathPower<Space, Real>>(make_path_power<Space, Real>(spec));
  auto const weights_of = [](std::size_t n) {
    Array1<Real, Space> weights("tesseral::benchmark::weights", n * channels);
    Kokkos::deep_copy(weights, Real(0.5));
    return weights;
  };
  PathPowerWeights<Space, Real> const weights{
      weights_of((correlation - 2) * power->nested.paths.paths.size()), weights_of(l_z + 1),
      weights_of((correlation - 1) * power->last.paths.paths.size()), Array1<int, Space>("types", items)};
  auto const x = random_rows<Real>(num_lm(L) * channels), z_adj = random_rows<Real>(num_lm(l_z) * channels);
  auto const x_adj = random_rows<Real>(num_lm(L) * channels), out = random_rows<Real>(num_lm(l_z) * channels);
  Passes passes;
  passes.forward = [=] { path_power_forward<Space, Real>(Space{}, *power, weights, items, x, out); };
  passes.backward = [=] { path_power_backward<Space, Real>(Space{}, *power, weights, items, x, z_adj, x_adj, {}); };
  passes.operations = count_path_power(spec).forward;
  return passes;
}

void run(benchmark::State& state, std::function<Passes()> const& make, bool backward, bool is_double) {
  Passes const passes = make();
  auto const& pass = backward ? passes.backward : passes.forward;
  pass();  // work memory grows here
  double shortest = 1e9;
  for (auto _ : state) {
    double const begin = seconds();
    pass();
    Space().fence();
    double const time = seconds() - begin;
    shortest = std::min(shortest, time);
    state.SetIterationTime(time);
  }
  double const gflops = passes.operations * items * channels / shortest * 1e-9;
  state.counters["ns_per_item_channel"] = shortest / (items * channels) * 1e9;
  if (backward) return;  // operations are counted for the forward pass
  state.counters["operations"] = passes.operations;
  state.counters["gflops"] = gflops;
  state.counters["share_of_gemm"] = gflops / gemm_rate[is_double];
}

template <class Real>
void register_all(char const* precision) {
  bool const is_double = std::is_same_v<Real, double>;
  auto const add = [&](std::string const& operation, int algorithm, int L, std::function<Passes()> const& make) {
    for (bool const backward : {false, true}) {
      std::string const name = operation + "/" + algorithm_names[algorithm] + "/" + std::to_string(L) + "/" +
                               precision + "/" + (backward ? "backward" : "forward");
      benchmark::RegisterBenchmark(name.c_str(),
                                   [=](benchmark::State& state) { run(state, make, backward, is_double); })
          ->UseManualTime()
          ->Unit(benchmark::kMillisecond);
    }
  };
  for (int L = 1; L <= 6; ++L) add("power3", 4, L, [=] { return path_power_passes<Real>(L); });
  for (int L = 1; L <= max_l_product; ++L)
    for (int algorithm = 0; algorithm < 4; ++algorithm) {
      add("product", algorithm, L, [=] { return product_passes<Real>(algorithm, L, SecondOperand::per_channel); });
      add("convolution", algorithm, L, [=] { return product_passes<Real>(algorithm, L, SecondOperand::broadcast); });
      // cp has code for networks' degrees; the powers between those of direct have degrees up to 2 L, and their
      // coefficients grow with the fifth power of it
      if (algorithm == 0 ? L <= 4 : algorithm > 1 || L <= max_l)
        add("power3", algorithm, L, [=] { return power_passes<Real>(algorithm, L); });
    }
}

}  // namespace
}  // namespace tesseral::bench

int main(int argc, char** argv) {
  tesseral::KokkosSession const kokkos(0);
  using namespace tesseral::bench;
  gemm_rate[0] = tile_gemm_rate<float>();
  gemm_rate[1] = tile_gemm_rate<double>();
  benchmark::AddCustomContext("threads", std::to_string(tesseral::host_threads()));
  benchmark::AddCustomContext("gemm_double_gflops", std::to_string(gemm_rate[1]));
  benchmark::AddCustomContext("gemm_float_gflops", std::to_string(gemm_rate[0]));
  benchmark::AddCustomContext("openblas_double_gflops", std::to_string(blas_rate<double>()));
  benchmark::AddCustomContext("openblas_float_gflops", std::to_string(blas_rate<float>()));
  register_all<double>("double");
  register_all<float>("float");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
