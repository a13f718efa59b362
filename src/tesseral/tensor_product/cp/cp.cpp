// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/cp.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/cp/cp_products.hpp"
#include "tesseral/tensor_product/lifted/lifted_launch.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
CpProduct<Space, Real> make_product(ProductSpec const& spec, int classes, int points, std::vector<double> const& A,
                                    std::vector<double> const& B, std::vector<double> const& C) {
  CpProduct<Space, Real> product;
  product.spec = spec;
  product.x = make_cp_transform<Space, Real>(spec.l_x, classes, points, B);
  product.y = make_cp_transform<Space, Real>(spec.l_y, classes, points, C);
  product.z = make_cp_transform<Space, Real>(spec.l_z, classes, points, A);
  if (spec.second == SecondOperand::broadcast) {
    int const lms = num_lm(spec.l_y);
    product.shared_stride = padded<HostSpace, Real>(classes * points);
    std::vector<Real> shared(static_cast<std::size_t>(lms) * product.shared_stride, Real(0));
    for (int l = 0; l <= spec.l_y; ++l)
      for (int m = -l; m <= l; ++m)
        for (int s = 0; s < classes; ++s)
          for (int g = 0; g < points; ++g)
            shared[lm_index(l, m) * product.shared_stride + s * points + g] =
                static_cast<Real>(reflection_sign(s, reflection_class(l, m, classes)) * C[g * lms + lm_index(l, m)]);
    product.shared_y = upload<Space>("tesseral::cp_shared", shared);
  }
  return product;
}

}  // namespace

OrbitRule gaunt_product_rule(ProductSpec const& spec) {
  // rows of one of three transforms; short sums and the pointwise part cost as much as 8 rows (measured)
  double const rows = (num_lm(spec.l_x) + num_lm(spec.l_y) + num_lm(spec.l_z)) / 3.0, point_cost = 8.0;
  return cheapest_rule(spec.l_x + spec.l_y + spec.l_z, rows, point_cost);
}

std::vector<double> rule_harmonics(OrbitRule const& rule, int l_max, bool weighted) {
  std::vector<double> table;
  for (std::size_t g = 0; g < rule.points.size(); ++g) {
    auto const& r = rule.points[g];
    double Y[num_lm(max_l_product)] = {};
    spherical_harmonics<max_l_product>(l_max, r[0], r[1], r[2], Y);
    for (int lm = 0; lm < num_lm(l_max); ++lm) table.push_back(weighted ? rule.weights[g] * Y[lm] : Y[lm]);
  }
  return table;
}

template <class Space, class Real>
CpProduct<Space, Real> make_gaunt_cp_product(ProductSpec const& spec, OrbitRule const& rule) {
  return make_product<Space, Real>(spec, rule.classes, static_cast<int>(rule.points.size()),
                                   rule_harmonics(rule, spec.l_z, true), rule_harmonics(rule, spec.l_x, false),
                                   rule_harmonics(rule, spec.l_y, false));
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template CpProduct<Space, Real> make_gaunt_cp_product(ProductSpec const&, OrbitRule const&);                         \
  template void lifted_forward(Space const&, CpProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int,   \
                               Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>);       \
  template void lifted_backward(Space const&, CpProduct<Space, Real> const&, ProductWeights<Space, Real> const&, int,  \
                                Features<Real const, Space>, Features<Real const, Space>, Features<Real const, Space>, \
                                Features<Real, Space>, Features<Real, Space>, ProductGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
