// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/sphere_grid.hpp"

#include "tesseral/basis/spherical_harmonics.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/coupling/sphere_quadrature.hpp"

#include <cmath>

namespace tesseral {
namespace {

bool opposite(std::array<double, 3> const& a, std::array<double, 3> const& b) {
  constexpr double rounding = 1e-12;
  return std::abs(a[0] + b[0]) < rounding && std::abs(a[1] + b[1]) < rounding && std::abs(a[2] + b[2]) < rounding;
}

// One point of each pair of the rule; nothing if a point has no opposite one of the same weight.
SphereRule one_of_each_pair(SphereRule const& rule) {
  SphereRule half;
  std::vector<bool> paired(rule.points.size(), false);
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    if (paired[g]) continue;
    std::size_t other = g + 1;
    while (other < rule.points.size() && !opposite(rule.points[g], rule.points[other])) ++other;
    if (other == rule.points.size() || std::abs(rule.weights[g] - rule.weights[other]) > 1e-12) return {};
    paired[other] = true;
    half.points.push_back(rule.points[g]);
    half.weights.push_back(rule.weights[g]);
  }
  return half;
}

// Only rules of odd degrees can be antipodal, and product rules of odd degrees are.
SphereRule antipodal_rule(int degree) {
  for (int odd = degree | 1;; odd += 2) {
    SphereRule half = one_of_each_pair(sphere_rule(odd));
    if (!half.points.empty()) return half;
  }
}

}  // namespace

template <class Space, class Real>
SphereGrid<Space, Real> make_power_grid(int l_max, int l_out, int correlation) {
  SphereRule const rule = antipodal_rule(correlation * l_max + l_out);
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
