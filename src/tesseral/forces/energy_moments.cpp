// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/forces/energy_moments.hpp"

#include "tesseral/core/instantiate.hpp"

namespace tesseral {
namespace {

template <class Space>
using Atoms = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;

/// Where W[a][b] stands among xx yy zz xy xz yz yx zx zy.
KOKKOS_INLINE_FUNCTION constexpr int component(int a, int b) {
  constexpr int of[9] = {0, 3, 4, 6, 1, 5, 7, 8, 2};
  return of[3 * a + b];
}

}  // namespace

template <class Space>
void centered_positions(Space const& space, int n_owned, Vectors<double const, Space> r, Vectors<double, Space> x) {
  for (int d = 0; d < 3; ++d) {
    Kokkos::MinMaxScalar<double> range{0.0, 0.0};
    if (n_owned > 0)
      Kokkos::parallel_reduce(
          "tesseral::extent", Atoms<Space>(space, 0, n_owned),
          KOKKOS_LAMBDA(int i, Kokkos::MinMaxScalar<double>& partial) {
            if (r(i, d) < partial.min_val) partial.min_val = r(i, d);
            if (r(i, d) > partial.max_val) partial.max_val = r(i, d);
          },
          Kokkos::MinMax<double>(range));
    double const middle = 0.5 * (range.min_val + range.max_val);
    Kokkos::parallel_for(
        "tesseral::centered_positions", Atoms<Space>(space, 0, static_cast<int>(r.extent(0))),
        KOKKOS_LAMBDA(int i) { x(i, d) = r(i, d) - middle; });
  }
}

template <class Space>
void weights_of_moment(Space const& space, int n, Vectors<double const, Space> x, int a, Array1<double, Space> weight) {
  Kokkos::parallel_for(
      "tesseral::weights_of_moment", Atoms<Space>(space, 0, n), KOKKOS_LAMBDA(int i) { weight(i) = x(i, a); });
}

template <class Space>
void centroid_virial_row(Space const& space, Vectors<double const, Space> x, int a, Vectors<double const, Space> forces,
                         Vectors<double const, Space> moment_forces, Array2<double, Space> W) {
  Kokkos::parallel_for(
      "tesseral::centroid_virial_row", Atoms<Space>(space, 0, static_cast<int>(W.extent(0))), KOKKOS_LAMBDA(int j) {
        for (int b = 0; b < 3; ++b) W(j, component(a, b)) = x(j, a) * forces(j, b) - moment_forces(j, b);
      });
}

#define TESSERAL_INSTANTIATE(Space)                                                                                    \
  template void centered_positions<Space>(Space const&, int, Vectors<double const, Space>, Vectors<double, Space>);    \
  template void weights_of_moment<Space>(Space const&, int, Vectors<double const, Space>, int, Array1<double, Space>); \
  template void centroid_virial_row<Space>(Space const&, Vectors<double const, Space>, int,                            \
                                           Vectors<double const, Space>, Vectors<double const, Space>,                 \
                                           Array2<double, Space>);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
