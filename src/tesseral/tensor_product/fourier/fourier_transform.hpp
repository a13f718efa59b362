// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// One factor of a product on a grid of angles as a linear map between degrees and points, [row][azimuth]. Two ways:
/// fast Fourier transforms on a host (fft_steps.hpp), or sums over waves anywhere (wave_sums.hpp). Their tables tell
/// what the factor is: harmonics, or the projection to degrees.
#pragma once

#include "tesseral/tensor_product/fourier/fft_steps.hpp"
#include "tesseral/tensor_product/fourier/wave_sums.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

/// Fast transforms run on hosts; compilers for devices must not even see them.
template <class Space>
inline constexpr bool fft_runs_on = TESSERAL_SIMD_VECTORS&& lanes_of<Space, double> > 1;

template <class Space, class Real>
struct FourierTransform {
  int l_max = 0;
  static constexpr int classes = 1;
  int points = 0;  // rows * azimuths
  WaveSums<Space, Real> sums;
  FftSteps<Real> fft;  // host; empty without

  KOKKOS_INLINE_FUNCTION std::size_t scratch(int width) const {
    return width * (fft.theta != nullptr ? fft.numbers() : sums.numbers());
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
    sums.template lift<P>(team, degrees, x, stride, width, out, work);
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
    sums.template lift_adjoint<P>(team, degrees, f_adj, width, x_adj, stride, work);
  }
};

}  // namespace tesseral
