// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What this machine can do, as CSV: matrix products by core/tile_gemm.hpp, as channel mixing uses it, and by OpenBLAS,
/// in GFLOP/s; the triad x = y + s z, in GB/s (24 bytes per element), with arrays that fit the second-level cache, the
/// third, and none. Threads by OMP_NUM_THREADS; OpenBLAS' kernels by OPENBLAS_CORETYPE.
#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"

#include <cblas.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace tesseral {
namespace {

// A team for each thread: with the engine's dynamic schedule a thread that comes late would find its work taken.
using OneTeamPerThread = Kokkos::TeamPolicy<HostSpace, Kokkos::Schedule<Kokkos::Static>>;
using Member = OneTeamPerThread::member_type;

/// Rates of repeated runs.
struct Rates {
  double median, best;
};

/// `work` per run; a run is repeated until a tenth of a second has passed, and that nine times.
template <class Run>
Rates measure(double work, Run const& run) {
  using Clock = std::chrono::steady_clock;
  constexpr int samples = 9;
  run();
  std::vector<double> rates;
  for (int k = 0; k < samples; ++k) {
    auto const begin = Clock::now();
    double seconds = 0.0;
    int runs = 0;
    while (seconds < 0.1) {
      run();
      ++runs;
      seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    }
    rates.push_back(work * runs / seconds);
  }
  std::sort(rates.begin(), rates.end());
  return {rates[samples / 2], rates.back()};
}

template <class Real>
char const* precision() {
  return sizeof(Real) == sizeof(double) ? "double" : "single";
}

void print(char const* what, char const* precision, double size, char const* unit, Rates const& rates) {
  std::printf("%s,%s,%d,%.6g,%s,%.4g,%.4g\n", what, precision, HostSpace().concurrency(), size, unit,
              rates.median * 1e-9, rates.best * 1e-9);
  std::fflush(stdout);
}

/// 48 atoms' rows times a matrix, again and again by each thread.
template <class Real>
void tile_product(int channels) {
  using P = PackOf<HostSpace, Real>;
  constexpr int rows = 8 * gemm_rows_per_block, repetitions = 100;
  HostSpace const space{};
  int const threads = worker_count(space);
  Array2<Real, HostSpace> x("x", threads * rows, channels), y("y", threads * rows, channels);
  Array2<Real, HostSpace> W("W", channels, channels);
  Kokkos::deep_copy(x, Real(1));
  Kokkos::deep_copy(W, Real(0.5) / channels);
  double const flops = 2.0 * threads * rows * channels * channels * repetitions;
  print("tile_gemm", precision<Real>(), channels, "GFLOP/s", measure(flops, [&] {
          Kokkos::parallel_for(
              "tesseral::machine::tile_gemm", OneTeamPerThread(space, threads, 1), KOKKOS_LAMBDA(Member const& team) {
                int const first = team.league_rank() * rows;
                for (int k = 0; k < repetitions; ++k)
                  tile_gemm<P>(team, rows, channels, channels, &x(first, 0), channels, 1, W.data(), channels,
                               &y(first, 0), channels, GemmMode::overwrite);
              });
        }));
}

void gemm(int n, double const* A, double const* B, double* C) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0, A, n, B, n, 0.0, C, n);
}
void gemm(int n, float const* A, float const* B, float* C) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0F, A, n, B, n, 0.0F, C, n);
}

template <class Real>
void blas_product() {
  constexpr int n = 1024;
  std::vector<Real> A(n * n, Real(1)), B(n * n, Real(0.5)), C(n * n);
  openblas_set_num_threads(HostSpace().concurrency());
  print("openblas_gemm", precision<Real>(), n, "GFLOP/s",
        measure(2.0 * n * n * n, [&] { gemm(n, A.data(), B.data(), C.data()); }));
}

void triad(char const* what, std::size_t bytes) {
  HostSpace const space{};
  int const n = static_cast<int>(bytes / (3 * sizeof(double)));
  Array1<double, HostSpace> x("x", n), y("y", n), z("z", n);
  Kokkos::deep_copy(y, 1.0);
  Kokkos::deep_copy(z, 2.0);
  // small arrays are swept more than once in a launch, whose own time counts otherwise
  int const sweeps = static_cast<int>(std::max<std::size_t>(1, (std::size_t{1} << 26) / bytes));
  print(what, "double", 1e-6 * static_cast<double>(bytes), "GB/s", measure(3.0 * sizeof(double) * n * sweeps, [&] {
          Kokkos::parallel_for(
              "tesseral::machine::triad", OneTeamPerThread(space, worker_count(space), 1),
              KOKKOS_LAMBDA(Member const& team) {
                int const begin = share_begin(n, team.league_rank(), team.league_size());
                int const end = share_begin(n, team.league_rank() + 1, team.league_size());
                using P = PackOf<HostSpace, double>;
                constexpr int lanes = lanes_of<HostSpace, double>;
                for (int sweep = 0; sweep < sweeps; ++sweep)
                  for (int k = begin; k + lanes <= end; k += lanes)
                    store<P>(&x(k), load<P>(&y(k)) + P(3.0) * load<P>(&z(k)));
              });
        }));
}

void measure_all() {
  constexpr std::size_t kilobyte = 1 << 10, megabyte = 1 << 20;
  std::printf("what,precision,threads,size,unit,median,best\n");
  for (int const channels : {32, 64}) {
    tile_product<double>(channels);
    tile_product<float>(channels);
  }
  blas_product<double>();
  blas_product<float>();
  triad("triad_second_level", 384 * kilobyte * HostSpace().concurrency());
  triad("triad_third_level", 12 * megabyte);
  triad("triad_memory", 384 * megabyte);
}

}  // namespace
}  // namespace tesseral

int main(int argc, char** argv) {
  Kokkos::ScopeGuard const kokkos(argc, argv);
  tesseral::measure_all();
}
