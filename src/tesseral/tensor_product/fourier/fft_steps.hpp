// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The transform of degrees to a grid of angles by fast Fourier transforms, for the tile of one thread of a host. Two
/// neighbouring channels are the parts of a complex number, so that one complex transform serves two real signals.
///
/// With C_m, S_m the waves in theta that go with cos m phi and sin m phi, orders m = 2p (cosines of u theta, A) and
/// 2p+1 (sines, B) share one column H of the transform over theta,
///
///     H[u] = (A[u] + B[u]) / 2,  H[n-u] = (A[u] - B[u]) / 2   ->   V[j] = a(theta_j) + i b(theta_j),
///
/// from which a = (V[j] + V[n-j]) / 2 and i b = (V[j] - V[n-j]) / 2 for the rows theta_j <= pi. Then, over phi,
/// G[±m] = (C_m ∓ i S_m) / 2, where C and S of odd orders come with a factor i. Adjoint: every step transposed, in
/// reverse.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/tensor_product/fourier/batched_fft.hpp"
#include "tesseral/tensor_product/lifted/transform.hpp"

namespace tesseral {

template <class Real>
struct FftSteps {
  // plans for full tiles and for the last, narrower one
  BatchedFft<Real> const* theta = nullptr;
  BatchedFft<Real> const* phi = nullptr;
  BatchedFft<Real> const* theta_rest = nullptr;
  BatchedFft<Real> const* phi_rest = nullptr;
  int full_width = 0;
  int l_max = 0, largest_u = 0;
  int thetas = 0, azimuths = 0;
  Real const* series = nullptr;     // [l(l+1)/2 + m][u]: waves of degree l and order m; theirs is u - l even
  Real const* row_scale = nullptr;  // [row]

  /// Columns of the transform over theta: cosines of phi, then sines, pairs of orders each.
  KOKKOS_INLINE_FUNCTION int pairs() const { return l_max / 2 + 1; }
  KOKKOS_INLINE_FUNCTION int columns() const { return 2 * pairs(); }
  KOKKOS_INLINE_FUNCTION std::size_t numbers() const { return static_cast<std::size_t>(thetas) * columns(); }

  template <class P>
  void lift(DegreeRange degrees, Real const* x, std::ptrdiff_t stride, int width, Real* out, Real* work) const {
    constexpr int lanes = sizeof(P) / sizeof(Real);
    for_each_column(
        width,
        [&](auto packs, int m, bool sine, int c, Real* column, std::ptrdiff_t step) {
          constexpr int N = decltype(packs)::value;
          P even[N], odd[N];
          for (int u = 0; u <= largest_u; ++u) {
            waves(degrees, m, sine, u, x + c, stride, even);
            if (u > 0) waves(degrees, m + 1, sine, u, x + c, stride, odd);
            TESSERAL_UNROLL
            for (int p = 0; p < N; ++p) {
              Real* const at = column + c + p * lanes;
              if (u == 0) {
                store<P>(at, even[p]);
              } else {
                store<P>(at + u * step, P(Real(0.5)) * (even[p] + odd[p]));
                store<P>(at + (thetas - u) * step, P(Real(0.5)) * (even[p] - odd[p]));
              }
            }
          }
          for (int u = largest_u + 1; u < thetas - largest_u; ++u)
            for (int p = 0; p < N; ++p) store<P>(column + u * step + c + p * lanes, P(Real(0)));
        },
        work, lanes);
    (width == full_width ? theta : theta_rest)->execute(work);
    for (int row = 0; row <= thetas / 2; ++row) {
      Real* const line = out + static_cast<std::ptrdiff_t>(row) * azimuths * width;
      for (int v = l_max + 1; v < azimuths - l_max; ++v)
        for (int c = 0; c < width; ++c) line[v * width + c] = 0;
      for (int m = 0; m <= l_max; ++m)
        spread_order<P>(m, row_scale[row], half(work, width, m, false, row), half(work, width, m, true, row), width,
                        line + m * width, line + (azimuths - m) * width);
    }
    (width == full_width ? phi : phi_rest)->execute(out);
  }

  template <class P>
  void lift_adjoint(DegreeRange degrees, Real* f_adj, int width, Real* x_adj, std::ptrdiff_t stride, Real* work) const {
    constexpr int lanes = sizeof(P) / sizeof(Real);
    (width == full_width ? phi : phi_rest)->execute(f_adj);
    for (int row = 0; row <= thetas / 2; ++row) {
      Real const* const line = f_adj + static_cast<std::ptrdiff_t>(row) * azimuths * width;
      for (int m = 0; m <= pairs() * 2 - 1; ++m) {
        auto const cosine = half(work, width, m, false, row), sine = half(work, width, m, true, row);
        gather_order<P>(m, row_scale[row], line + m * width, line + (azimuths - m) * width, width, cosine, sine);
      }
    }
    (width == full_width ? theta : theta_rest)->execute(work);
    for_each_column(
        width,
        [&](auto packs, int m, bool sine, int c, Real* column, std::ptrdiff_t step) {
          constexpr int N = decltype(packs)::value;
          for (int order = m; order <= m + 1 && order <= l_max; ++order) {
            if (order == 0 && sine) continue;
            P const sign(order == m ? Real(1) : Real(-1));
            for (int l = order > degrees.first ? order : degrees.first; l <= degrees.last; ++l) {
              Real const* const T = series + (l * (l + 1) / 2 + order) * (largest_u + 1);
              P sum[N];
              TESSERAL_UNROLL
              for (int p = 0; p < N; ++p) sum[p] = P(Real(0));
              for (int u = l % 2; u <= largest_u; u += 2) TESSERAL_UNROLL
              for (int p = 0; p < N; ++p) {
                Real const* const at = column + c + p * lanes;
                sum[p] +=
                    u == 0 ? P(order == m ? T[0] : Real(0)) * load<P>(at)
                           : P(Real(0.5) * T[u]) * (load<P>(at + u * step) + sign * load<P>(at + (thetas - u) * step));
              }
              TESSERAL_UNROLL
              for (int p = 0; p < N; ++p)
                store<P>(x_adj + (l * l + l + (sine ? -order : order)) * stride + c + p * lanes, sum[p]);
            }
          }
        },
        work, lanes);
  }

 private:
  /// Where the two parts of a column stand for a row: V[j] and V[n-j] of the order's column.
  struct Half {
    Real* first;
    Real* second;
  };
  Half half(Real* work, int width, int m, bool sine, int row) const {
    std::ptrdiff_t const step = static_cast<std::ptrdiff_t>(columns()) * width;
    Real* const column = work + (m / 2 + (sine ? pairs() : 0)) * width;
    return {column + row * step, column + (thetas - row) % thetas * step};
  }

  /// Calls function(packs, even order m, sine, c, column, step) for all columns, four packs at a time or one.
  template <class Function>
  void for_each_column(int width, Function const& function, Real* work, int lanes) const {
    std::ptrdiff_t const step = static_cast<std::ptrdiff_t>(columns()) * width;
    for (int k = 0; k < columns(); ++k) {
      int const m = 2 * (k % pairs());
      Real* const column = work + k * width;
      int c = 0;
      for (; c + 4 * lanes <= width; c += 4 * lanes)
        function(std::integral_constant<int, 4>{}, m, k >= pairs(), c, column, step);
      for (; c < width; c += lanes) function(std::integral_constant<int, 1>{}, m, k >= pairs(), c, column, step);
    }
  }

  /// sum_l T[l,m][u] x[l, ±m].
  template <class P, int N>
  void waves(DegreeRange degrees, int m, bool sine, int u, Real const* x, std::ptrdiff_t stride, P (&sum)[N]) const {
    constexpr int lanes = sizeof(P) / sizeof(Real);
    TESSERAL_UNROLL
    for (int p = 0; p < N; ++p) sum[p] = P(Real(0));
    if (m == 0 && sine) return;
    int l = m > degrees.first ? m : degrees.first;
    if ((l - u) % 2 != 0) ++l;
    for (; l <= degrees.last; l += 2) {
      P const T(series[(l * (l + 1) / 2 + m) * (largest_u + 1) + u]);
      Real const* const row = x + (l * l + l + (sine ? -m : m)) * stride;
      TESSERAL_UNROLL
      for (int p = 0; p < N; ++p) sum[p] += T * load<P>(row + p * lanes);
    }
  }

  /// Times i, with the parts of complex numbers in neighbouring lanes.
  template <class P>
  static P times_i(P const& a) {
    return pack_of_lanes<P>([](int lane) { return lane % 2 == 0 ? Real(-1) : Real(1); }) * swap_neighbours(a);
  }

  /// G[±m] of a row from the columns of C_m and S_m.
  template <class P>
  static void spread_order(int m, Real scale, Half const& C, Half const& S, int width, Real* plus, Real* minus) {
    for (int c = 0; c < width; c += static_cast<int>(sizeof(P) / sizeof(Real))) {
      P const quarter(Real(0.25) * scale), sign(m % 2 == 0 ? Real(1) : Real(-1));
      P const p = quarter * (load<P>(C.first + c) + sign * load<P>(C.second + c));
      if (m == 0) {
        store<P>(plus + c, p + p);
        continue;
      }
      P const iq = times_i(quarter * (load<P>(S.first + c) + sign * load<P>(S.second + c)));
      P const zero(Real(0));
      store<P>(plus + c, m % 2 == 0 ? p - iq : zero - times_i(p - iq));
      store<P>(minus + c, m % 2 == 0 ? p + iq : zero - times_i(p + iq));
    }
  }

  /// The transposed map. An odd order is added to the even one before it, which has the same columns.
  template <class P>
  void gather_order(int m, Real scale, Real const* plus, Real const* minus, int width, Half const& C,
                    Half const& S) const {
    bool const pole = C.first == C.second;
    if (m % 2 == 1 && (m > l_max || pole)) return;  // sines vanish at the poles
    P const quarter((pole ? Real(0.5) : Real(0.25)) * scale), zero(Real(0));
    for (int c = 0; c < width; c += static_cast<int>(sizeof(P) / sizeof(Real))) {
      P const a = quarter * load<P>(plus + c), b = m == 0 ? a : quarter * load<P>(minus + c);
      if (m % 2 == 0) {
        P const p = a + b, q = times_i(b - a);
        store<P>(C.first + c, p);
        store<P>(C.second + c, p);
        store<P>(S.first + c, q);
        store<P>(S.second + c, q);
      } else {
        P const p = zero - times_i(a + b), q = b - a;
        store<P>(C.first + c, load<P>(C.first + c) + p);
        store<P>(C.second + c, load<P>(C.second + c) - p);
        store<P>(S.first + c, load<P>(S.first + c) + q);
        store<P>(S.second + c, load<P>(S.second + c) - q);
      }
    }
  }
};

}  // namespace tesseral
