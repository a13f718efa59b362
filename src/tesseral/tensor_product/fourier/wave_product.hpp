// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A product by sums over waves on a host, for small degrees that are all alike: row after row of the grid from degrees
/// to the product and back, in registers. Formulas in wave_sums.hpp; blocks of its steps would take more time to call
/// than to compute. Two signals at ±k, as their even parts C and odd parts S:
///
///     F F'[k] + F F'[-k] = 2 (C C' + S S'),     F F'[k] - F F'[-k] = 2 (C S' + S C').
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/tensor_product/fourier/fourier_transform.hpp"
#include "tesseral/tensor_product/lifted/lift_product.hpp"

namespace tesseral {

constexpr int max_l_wave_product = 4;

/// z = Z^T ((X x) o F'), of one pack of channels; F' is PerChannel or Shared.
template <class Space, class Real, int L>
struct WaveProduct {
  using P = PackOf<Space, Real>;
  using Sums = WaveSums<Space, Real>;
  static constexpr int d = num_lm(L), orders = 2 * L + 1, rows = 2 * L + 1, azimuths = 3 * L + 1;
  /// Whether this serves these transforms; so many rows tell that the other factor has this degree too.
  static bool fits(Sums const& x, Sums const& z) {
    return x.l_max == L && z.l_max == L && x.rows == rows && x.azimuths == azimuths;
  }

  static constexpr bool is_alone(int k) { return k == 0 || 2 * k == azimuths; }

  /// Calls function(integral_constant<m>) for all orders m.
  template <class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_order(Function const& function) {
    for_each_degree<-L, L>(function);
  }

  static void load_tile(Tile<Real const> x, int c, P (&in)[d]) {
    TESSERAL_UNROLL
    for (int lm = 0; lm < d; ++lm) in[lm] = load<P>(x.data + lm * x.stride + c);
  }

  /// w[order + L] of a row.
  KOKKOS_FORCEINLINE_FUNCTION static void to_waves(Real const* T, P const (&x)[d], P (&w)[orders]) {
    for_each_order([&](auto order) {
      constexpr int m = decltype(order)::value, a = m < 0 ? -m : m;
      P sum = P(T[row_entry(L, a, a)]) * x[a * a + a + m];
      for_each_degree<a + 1, L>([&](auto degree) {
        constexpr int l = decltype(degree)::value;
        sum += P(T[row_entry(L, a, l)]) * x[l * l + l + m];
      });
      w[m + L] = sum;
    });
  }

  /// C_k and S_k.
  template <int k>
  KOKKOS_FORCEINLINE_FUNCTION static void to_azimuth(Real const* table, P const (&w)[orders], P& C, P& S) {
    Real const* const wave = table + k * orders + L;
    C = w[L];
    S = P(Real(0));
    for_each_degree<1, L>([&](auto order) {
      constexpr int m = decltype(order)::value;
      C += P(wave[m]) * w[L + m];
      if constexpr (!is_alone(k)) S += P(wave[-m]) * w[L - m];
    });
  }

  /// The transposed maps: of the sum and the difference of F[k] and F[-k], and of a row's waves.
  template <int k>
  KOKKOS_FORCEINLINE_FUNCTION static void from_azimuth(Real const* table, P const& sum, P const& difference,
                                                       P (&w)[orders]) {
    Real const* const wave = table + k * orders + L;
    w[L] += sum;
    for_each_degree<1, L>([&](auto order) {
      constexpr int m = decltype(order)::value;
      w[L + m] += P(wave[m]) * sum;
      if constexpr (!is_alone(k)) w[L - m] += P(wave[-m]) * difference;
    });
  }
  KOKKOS_FORCEINLINE_FUNCTION static void from_waves(Real const* T, P const (&w)[orders], P (&z)[d]) {
    for_each_order([&](auto order) {
      constexpr int m = decltype(order)::value, a = m < 0 ? -m : m;
      for_each_degree<a, L>([&](auto degree) {
        constexpr int l = decltype(degree)::value;
        z[l * l + l + m] += P(T[row_entry(L, a, l)]) * w[m + L];
      });
    });
  }

  /// second.start(row), and second.at<k>(C, S, sum, difference) sets the sum and the difference of the product at ±k.
  template <class Second>
  static void multiply(Sums const& X, Sums const& Z, Tile<Real const> x_tile, int c, Tile<Real> z_tile,
                       Second&& second) {
    P x[d], z[d];
    load_tile(x_tile, c, x);
    TESSERAL_UNROLL
    for (int lm = 0; lm < d; ++lm) z[lm] = P(Real(0));
    Real const* const azimuth_table = X.azimuth_table.data();
    for (int row = 0; row < rows; ++row) {
      P w[orders], w_z[orders];
      to_waves(X.row_table.data() + row * row_entries(L), x, w);
      second.start(row);
      TESSERAL_UNROLL
      for (int m = 0; m < orders; ++m) w_z[m] = P(Real(0));
      for_each_degree<0, azimuths / 2>([&](auto azimuth) {
        constexpr int k = decltype(azimuth)::value;
        P C, S, sum, difference;
        to_azimuth<k>(azimuth_table, w, C, S);
        second.template at<k>(C, S, sum, difference);
        from_azimuth<k>(azimuth_table, sum, difference, w_z);
      });
      from_waves(Z.row_table.data() + row * row_entries(L), w_z, z);
    }
    TESSERAL_UNROLL
    for (int lm = 0; lm < d; ++lm) store<P>(z_tile.data + lm * z_tile.stride + c, z[lm]);
  }

  /// F' = Y y, a y per channel.
  struct PerChannel {
    Sums const& Y;
    P y[d], w[orders];
    PerChannel(Sums const& Y, Tile<Real const> tile, int c) : Y(Y) { load_tile(tile, c, y); }
    KOKKOS_FORCEINLINE_FUNCTION void start(int row) { to_waves(Y.row_table.data() + row * row_entries(L), y, w); }
    template <int k>
    KOKKOS_FORCEINLINE_FUNCTION void at(P const& C, P const& S, P& sum, P& difference) const {
      P C_y, S_y;
      to_azimuth<k>(Y.azimuth_table.data(), w, C_y, S_y);
      sum = C * C_y;
      difference = P(Real(0));
      if constexpr (!is_alone(k)) {
        sum += S * S_y;
        sum += sum;
        difference = C * S_y + S * C_y;
        difference += difference;
      }
    }
  };

  /// F' given at the points [row][azimuth], the same for all channels.
  struct Shared {
    Real const* points;
    Real const* line = nullptr;
    explicit Shared(Real const* points) : points(points) {}
    KOKKOS_FORCEINLINE_FUNCTION void start(int row) { line = points + row * azimuths; }
    template <int k>
    KOKKOS_FORCEINLINE_FUNCTION void at(P const& C, P const& S, P& sum, P& difference) const {
      P const here = (C + S) * P(line[k]);
      sum = here;
      difference = P(Real(0));
      if constexpr (!is_alone(k)) {
        P const mirrored = (C - S) * P(line[azimuths - k]);
        sum = here + mirrored;
        difference = here - mirrored;
      }
    }
  };
};

/// Calls function(WaveProduct<Space, Real, L>{}) if there is one for these transforms.
template <class Space, class Real, class Function>
bool with_wave_product(FourierTransform<Space, Real> const& X, FourierTransform<Space, Real> const& Z,
                       Function const& function) {
  if (X.fft.theta != nullptr || X.l_max > max_l_wave_product) return false;
  bool found = false;
  with_degree<max_l_wave_product>(X.l_max, [&](auto degree) {
    WaveProduct<Space, Real, decltype(degree)::value> const product;
    found = product.fits(X.sums, Z.sums);
    if (found) function(product);
  });
  return found;
}

template <class P, class Space, class Real, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile(Member const& team, FourierTransform<Space, Real> const& X,
                                          FourierTransform<Space, Real> const& Y,
                                          FourierTransform<Space, Real> const& Z, Tile<Real const> x,
                                          Tile<Real const> y, int width, Real* fx, Real* fy, Real* work,
                                          Ahead const& ahead, Tile<Real> z) {
  if constexpr (fft_runs_on<Space>) {
    bool const done = with_wave_product(X, Z, [&](auto product) {
      using Product = decltype(product);
      ahead(0, 1, 1);
      team_for(team, width / lanes_of<Space, Real>, [&](int pack) {
        int const c = pack * lanes_of<Space, Real>;
        Product::multiply(X.sums, Z.sums, x, c, z, typename Product::PerChannel(Y.sums, y, c));
      });
      team.team_barrier();
    });
    if (done) return;
  }
  multiply_tile_in_steps<P>(team, X, Y, Z, x, y, width, fx, fy, work, ahead, z);
}

template <class P, class Space, class Real, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile_shared(Member const& team, FourierTransform<Space, Real> const& X,
                                                 FourierTransform<Space, Real> const& Z, Tile<Real const> x,
                                                 Real const* y, int width, Real* fx, Real* work, Ahead const& ahead,
                                                 Tile<Real> z) {
  if constexpr (fft_runs_on<Space>) {
    bool const done = with_wave_product(X, Z, [&](auto product) {
      using Product = decltype(product);
      ahead(0, 1, 1);
      team_for(team, width / lanes_of<Space, Real>, [&](int pack) {
        Product::multiply(X.sums, Z.sums, x, pack * lanes_of<Space, Real>, z, typename Product::Shared(y));
      });
      team.team_barrier();
    });
    if (done) return;
  }
  multiply_tile_shared_in_steps<P>(team, X, Z, x, y, width, fx, work, ahead, z);
}

}  // namespace tesseral
