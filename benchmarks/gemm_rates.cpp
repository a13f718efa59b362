// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "gemm_rates.hpp"

#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

#ifdef TESSERAL_BENCHMARK_BLAS
extern "C" {
void openblas_set_num_threads(int);
void dgemm_(char const*, char const*, int const*, int const*, int const*, double const*, double const*, int const*,
            double const*, int const*, double const*, double*, int const*);
void sgemm_(char const*, char const*, int const*, int const*, int const*, float const*, float const*, int const*,
            float const*, int const*, float const*, float*, int const*);
}
#endif

namespace tesseral::bench {
namespace {

template <class Function>
double shortest(Function const& function) {
  double best = 1e9;
  for (int repeat = 0; repeat < 20; ++repeat) {
    double const begin = seconds();
    function();
    best = std::min(best, seconds() - begin);
  }
  return best;
}

}  // namespace

double seconds() {
  timespec now;
  clock_gettime(host_threads() == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

template <class Real>
double tile_gemm_rate() {
  using P = PackOf<HostSpace, Real>;
  int const M = 96, K = 96, N = 4 * lanes_of<HostSpace, Real>, repeats = 200;
  HostSpace const space;
  int const teams = worker_count(space);
  Array2<Real, HostSpace> A("A", teams, M * K), B("B", teams, K * N), C("C", teams, M * N);
  double const time = shortest([&] {
    Kokkos::parallel_for(
        "tesseral::benchmark::gemm", team_policy(space, teams), KOKKOS_LAMBDA(TeamMember<HostSpace> const& team) {
          int const t = team.league_rank();
          Real const* const a = &A(t, 0);
          Real const* const b = &B(t, 0);
          for (int repeat = 0; repeat < repeats; ++repeat)
            tile_gemm<P>(team, M, N, K, a, K, 1, b, N, &C(t, 0), N, GemmMode::overwrite);
        });
    space.fence();
  });
  return 2e-9 * M * N * K * repeats * teams / time;
}

template <class Real>
double blas_rate() {
#ifdef TESSERAL_BENCHMARK_BLAS
  int const n = 1024;
  openblas_set_num_threads(host_threads());
  std::vector<Real> const A(n * n, Real(1)), B(n * n, Real(1));
  std::vector<Real> C(n * n);
  Real const one = 1, zero = 0;
  double const time = shortest([&] {
    if constexpr (std::is_same_v<Real, double>) {
      dgemm_("N", "N", &n, &n, &n, &one, A.data(), &n, B.data(), &n, &zero, C.data(), &n);
    } else {
      sgemm_("N", "N", &n, &n, &n, &one, A.data(), &n, B.data(), &n, &zero, C.data(), &n);
    }
  });
  return 2e-9 * n * n * n / time;
#else
  return 0.0;
#endif
}

template double tile_gemm_rate<double>();
template double tile_gemm_rate<float>();
template double blas_rate<double>();
template double blas_rate<float>();

}  // namespace tesseral::bench
