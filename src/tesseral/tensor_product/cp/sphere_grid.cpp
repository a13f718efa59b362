// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/sphere_grid.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/sphere/orbit_rule.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

namespace tesseral {

template <class Space, class Real>
SphereGrid<Space, Real> make_power_grid(int l_max, int l_out, int correlation) {
  OrbitRule const rule = antipodal_rule(correlation * l_max + l_out);
  int const n_pairs = static_cast<int>(rule.points.size());
  Array2<Real, Space> harmonics("tesseral::grid_harmonics", n_pairs, num_lm(l_max));
  auto const host = Kokkos::create_mirror_view(harmonics);
  double Y[num_lm(max_l)];
  std::vector<Real> weights(n_pairs);
  for (int g = 0; g < n_pairs; ++g) {
    spherical_harmonics(l_max, rule.points[g][0], rule.points[g][1], rule.points[g][2], Y);
    for (int lm = 0; lm < num_lm(l_max); ++lm) host(g, lm) = static_cast<Real>(Y[lm]);
    weights[g] = static_cast<Real>(rule.weights[g]);
  }
  Kokkos::deep_copy(harmonics, host);

  SphereGrid<Space, Real> grid;
  grid.n_pairs = n_pairs;
  grid.l_max = l_max;
  grid.harmonics = harmonics;
  grid.weights = upload<Space>("tesseral::grid_weights", weights);
  return grid;
}

#define TESSERAL_INSTANTIATE(Space, Real) template SphereGrid<Space, Real> make_power_grid<Space, Real>(int, int, int);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
