// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Generators of rotations in the basis of real harmonics (spherical_harmonics.hpp): for the rotation u -> u + w x u,
/// dY_l = sum_d w_d D_d Y_l with antisymmetric D_d, whose entries not zero are, with b_m = sqrt((l-m)(l+m+1))/2,
/// b_0 = sqrt(l(l+1)/2):
///
///     (D_x)_{-m-1, m} = -b_m (m >= 0),   (D_x)_{-m, m+1} = -b_m (m >= 1),
///     (D_y)_{m, m+1} = -b_m (m >= 0),    (D_y)_{-m-1, -m} = b_m (m >= 1),     (D_z)_{-m, m} = m (m >= 1)
///
/// (the ladder operators of angular momentum, L_± Y_lm = sqrt((l∓m)(l±m+1)) Y_l,m±1, in real combinations).
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

namespace tesseral {

/// b_m of degree l.
constexpr double ladder_coefficient(int l, int m) {
  return m == 0 ? detail::sqrt_constexpr(0.5 * l * (l + 1)) : 0.5 * detail::sqrt_constexpr((l - m) * (l + m + 1.0));
}

namespace detail {

template <int l>
struct LadderCoefficients {
  double value[l + 1] = {};
  constexpr LadderCoefficients() {
    for (int m = 0; m < l; ++m) value[m] = ladder_coefficient(l, m);
  }
};

}  // namespace detail

/// torque[d] -= sum_{m,n} p_m (D_d)_mn q_n for the 2l+1 orders of degree l; Real converts to T.
template <int l, class Real, class T>
KOKKOS_FORCEINLINE_FUNCTION void subtract_generators(T const* p, T const* q, T* torque) {
  constexpr detail::LadderCoefficients<l> ladder;
  auto const minor = [&](int m, int n) { return p[l + m] * q[l + n] - p[l + n] * q[l + m]; };
  for (int m = 0; m < l; ++m) {
    T x = minor(-m - 1, m);
    T y = minor(m, m + 1);
    if (m > 0) {
      x += minor(-m, m + 1);
      y -= minor(-m - 1, -m);
    }
    T const b(static_cast<Real>(ladder.value[m]));
    torque[0] += b * x;
    torque[1] += b * y;
    torque[2] -= T(static_cast<Real>(m + 1)) * minor(-m - 1, m + 1);
  }
}

/// The same of all degrees up to l_max, which is at most `largest`.
template <class Real, int largest = max_l, class T>
KOKKOS_INLINE_FUNCTION void subtract_generators_to(int l_max, T const* p, T const* q, T* torque) {
  for_each_degree<1, largest>([&](auto degree) {
    constexpr int l = decltype(degree)::value;
    if (l <= l_max) subtract_generators<l, Real>(p + l * l, q + l * l, torque);
  });
}

}  // namespace tesseral
