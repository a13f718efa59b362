// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Radial functions from a table instead of the network: quintic Hermite interpolation of R, R', R'' at knots r_k, as a
/// polynomial of t = (r - r_k)/h in each interval of length h,
///
///     R = c0 + c1 t + … + c5 t^5,   c0 = R_k,   c1 = h R'_k,   c2 = h^2 R''_k / 2,
///     c3 = 10 D - 4 E + F/2,   c4 = -15 D + 7 E - F,   c5 = 6 D - 3 E + F/2,
///     D = R_k+1 - c0 - c1 - c2,   E = h R'_k+1 - c1 - 2 c2,   F = h^2 R''_k+1 - 2 c2.
///
/// The interpolant is twice continuously differentiable and the forces use its own derivative, so energy is conserved
/// as exactly as with the network. Error at most h^6 max|R^(6)| / 46080. The coefficients are kept, and not the values
/// at the knots, since c1 is as exact in float as R': the difference of two rounded values over a small h is not.
///
/// The functions bend most at short distances, where the sixth derivative is 10^4 times that near the cutoff. So
/// distances fall into zones of equal width, each cut into as few equal intervals as its error allows: edges of all
/// lengths read the table, and only a small one stays in cache.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/model/model_data.hpp"

#include <array>
#include <vector>

namespace tesseral {

constexpr int table_zones = 16;

/// Intervals of each zone; zone z begins at r_cut z / table_zones.
using TableIntervals = std::array<int, table_zones>;

/// One layer's table: R of the paths, or the one that they share; with degree weights behind them rho of each l2, for
/// products whose factors the constants are. No table: n = 0. What one pack of channels needs in an interval is
/// contiguous: [interval][pack][path] [c0 … c5][lane]; on a device, where neighbouring threads own neighbouring
/// channels, [interval][path][c0 … c5][channel]. One interval more, of zeros, stands for all distances beyond the
/// cutoff. Where radial functions depend on the pair of species, the tables of all pairs have the same intervals and
/// stand one after another.
template <class Space, class Real>
struct RadialTable {
  static constexpr int lanes = lanes_of<Space, Real>;

  int n = 0;                      // intervals of all zones
  int paths = 0;                  // functions per channel
  int channels = 0;               // padded
  int first[table_zones + 1]{};   // interval of each zone, and n
  double zones_per_length = 0.0;  // 1/Å
  double error = 0.0;             // radial_table_error()
  int species = 0;                // of the pairs
  Array1<int const, Space> pair;  // [species * species], number of a pair's table; empty: there is one table
  Array1<Real const, Space> values;

  KOKKOS_INLINE_FUNCTION bool by_pair() const { return pair.extent(0) > 0; }
  KOKKOS_INLINE_FUNCTION int first_interval(int species_1, int species_2) const {
    return pair(species_1 * species + species_2) * (n + 1);
  }
  KOKKOS_INLINE_FUNCTION std::size_t interval_stride() const { return static_cast<std::size_t>(6) * paths * channels; }
  KOKKOS_INLINE_FUNCTION int path_stride() const { return 6 * power_stride(); }
  KOKKOS_INLINE_FUNCTION int power_stride() const { return lanes > 1 ? lanes : channels; }
  /// Where the pack that begins at channel c stands in an interval.
  KOKKOS_INLINE_FUNCTION std::size_t pack_offset(int c) const {
    return lanes > 1 ? static_cast<std::size_t>(c) * 6 * paths : static_cast<std::size_t>(c);
  }
};

/// Where a distance lies in a table: at t of an interval. Found in double: in float the interval's number would take
/// digits from t.
struct TablePosition {
  int interval;
  double t;
  double per_length;  // 1/h of the interval, 1/Å

  template <class Space, class Real>
  KOKKOS_INLINE_FUNCTION TablePosition(RadialTable<Space, Real> const& table, double r, double r_cut) {
    double const place = r * table.zones_per_length;
    int const zone = place < table_zones - 1 ? static_cast<int>(place) : table_zones - 1;
    int const intervals = table.first[zone + 1] - table.first[zone];
    double const s = (place - zone) * intervals;
    int const k = s < intervals - 1 ? static_cast<int>(s) : intervals - 1;
    interval = r < r_cut ? table.first[zone] + k : table.n;
    t = r < r_cut ? s - k : 0.0;
    per_length = intervals * table.zones_per_length;
  }
};

/// Radial functions of one layer from its network, at one distance, by plain loops in double: R[path * channels + c],
/// in the order of a table, and its first two derivatives.
struct RadialValues {
  std::vector<double> R, slope, curvature;
};
/// Of a pair of species; the pair does not matter unless the model transforms distances.
RadialValues radial_values(ModelData const&, int layer, double r, int species_1 = 0, int species_2 = 0);

/// Table of a layer with these intervals; its error is not measured.
template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const&, int layer, TableIntervals const&);

/// The same of what is in front of the network's last map, x_n of radial_network.hpp, each function in the place of a
/// channel. Interpolation is linear, so that the map of these is the interpolant of R.
template <class Space, class Real>
RadialTable<Space, Real> make_hidden_table(ModelData const&, int layer, TableIntervals const&);

/// Largest |R_table - R_network| of a layer in the middle of the intervals, over the largest |R| beyond 0.5 Å, of any
/// pair; distances below that, where no two atoms come, are left out.
double radial_table_error(ModelData const&, int layer, TableIntervals const&);

/// What radial_table_error() may be: far below what a network is known to, and for float a little below its rounding.
template <class Real>
inline constexpr double table_tolerance = sizeof(Real) < sizeof(double) ? 1e-8 : 1e-9;

/// Bytes that the tables of all layers and pairs may take. A layer of 128 channels and ten paths takes some 6 MB for
/// each pair of elements in double.
constexpr std::size_t most_table_bytes = std::size_t(4) << 30;

/// Throws Error if the tables of a model would take more, at the usual number of intervals.
void require_small_tables(ModelData const&, std::size_t real_size);

/// For each zone the fewest of 1, 2, 3, 4, 6, 8, 12 … 128 intervals that keep radial_table_error() within the
/// tolerance, or else 128; and that error.
struct TableFit {
  TableIntervals intervals;
  double error;
};
TableFit fit_table(ModelData const&, int layer, double tolerance);

}  // namespace tesseral
