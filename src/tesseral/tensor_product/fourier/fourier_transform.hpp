// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One factor of a product on a grid of angles as a linear map between degrees and points, [row][azimuth], rows being
/// theta = 0 … pi. Two ways, the same map up to rounding:
///
///   - fast Fourier transforms on a host (fft_steps.hpp): degrees -> waves in theta (sparse) -> theta -> phi;
///   - sums over waves anywhere: degrees -> rows, with the sum over waves in theta folded into the table, and a dense
///     matrix of waves in phi for each row.
///
/// A table of waves S and a scale of each row tell what the factor is: harmonics, or the projection to degrees.
#pragma once

#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/tensor_product/fourier/fft_steps.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

/// Fast transforms run on hosts; compilers for devices must not even see them.
template <class Space>
inline constexpr bool fft_runs_on = TESSERAL_SIMD_VECTORS && lanes_of<Space, double> > 1;

template <class Space, class Real>
struct FourierTransform {
  int l_max = 0;
  static constexpr int classes = 1;
  int points = 0;  // rows * azimuths
  int rows = 0, azimuths = 0;
  Array1<Real const, Space> row_table;      // [row][l(l+1)/2 + m]: theta-part of degree l, order m, at the row
  Array1<Real const, Space> azimuth_table;  // [azimuth][order + l_max]
  FftSteps<Real> fft;                       // host; empty without

  KOKKOS_INLINE_FUNCTION std::size_t scratch(int width) const {
    std::size_t const sums = static_cast<std::size_t>(rows) * (2 * l_max + 1), waves = fft.numbers();
    return width * (fft.theta != nullptr ? waves : sums);
  }

  /// out[row][azimuth][c] from the given degrees of x. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift(Member const& team, DegreeRange degrees, Real const* x, std::ptrdiff_t stride,
                                   int width, Real* out, Real* work) const {
    if constexpr (fft_runs_on<Space>) {
      if (fft.theta != nullptr) {
        Kokkos::single(Kokkos::PerTeam(team), [&]() { fft.template lift<P>(degrees, x, stride, width, out, work); });
        return team.team_barrier();
      }
    }
    int const orders = 2 * l_max + 1, packs = width / lanes_of<Space, Real>;
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, rows * orders * packs), [&](int at) {
      int const c = at % packs * lanes_of<Space, Real>, row = at / packs / orders, m = at / packs % orders - l_max;
      P sum(Real(0));
      for (int l = first_degree(degrees, m); l <= degrees.last; ++l)
        sum += P(row_table(row_entry(row, l, m))) * load<P>(x + (l * l + l + m) * stride + c);
      store<P>(work + (row * orders + m + l_max) * width + c, sum);
    });
    team.team_barrier();
    for (int row = 0; row < rows; ++row)
      tile_gemm<P>(team, azimuths, width, orders, azimuth_table.data(), orders, 1, work + row * orders * width, width,
                   out + row * azimuths * width, width, GemmMode::overwrite);
    team.team_barrier();
  }

  /// The transposed map; destroys f_adj. Ends with a barrier.
  template <class P, class Member>
  KOKKOS_INLINE_FUNCTION void lift_adjoint(Member const& team, DegreeRange degrees, Real* f_adj, int width, Real* x_adj,
                                           std::ptrdiff_t stride, Real* work) const {
    if constexpr (fft_runs_on<Space>) {
      if (fft.theta != nullptr) {
        Kokkos::single(Kokkos::PerTeam(team),
                       [&]() { fft.template lift_adjoint<P>(degrees, f_adj, width, x_adj, stride, work); });
        return team.team_barrier();
      }
    }
    int const orders = 2 * l_max + 1, packs = width / lanes_of<Space, Real>;
    for (int row = 0; row < rows; ++row)
      tile_gemm<P>(team, orders, width, azimuths, azimuth_table.data(), 1, orders, f_adj + row * azimuths * width,
                   width, work + row * orders * width, width, GemmMode::overwrite);
    team.team_barrier();
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, orders * packs), [&](int at) {
      int const c = at % packs * lanes_of<Space, Real>, m = at / packs - l_max;
      for (int l = first_degree(degrees, m); l <= degrees.last; ++l) {
        P sum(Real(0));
        for (int row = 0; row < rows; ++row)
          sum += P(row_table(row_entry(row, l, m))) * load<P>(work + (row * orders + m + l_max) * width + c);
        store<P>(x_adj + (l * l + l + m) * stride + c, sum);
      }
    });
    team.team_barrier();
  }

 private:
  KOKKOS_INLINE_FUNCTION static int first_degree(DegreeRange degrees, int m) {
    int const order = m < 0 ? -m : m;
    return order > degrees.first ? order : degrees.first;
  }
  KOKKOS_INLINE_FUNCTION int row_entry(int row, int l, int m) const {
    return row * ((l_max + 1) * (l_max + 2) / 2) + l * (l + 1) / 2 + (m < 0 ? -m : m);
  }
};

}  // namespace tesseral
