// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/path_weights.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
FactoredWeights<Space, Real> factored(DirectProduct<Space, Real> const& product,
                                      ProductWeights<Space, Real> const& weights) {
  ProductSpec const& spec = product.spec;
  return {weights, product.path_degrees, spec.l_x, spec.l_y, spec.l_z, spec.channels};
}

}  // namespace

template <class Space, class Real>
void multiply_factors(Space const& space, DirectProduct<Space, Real> const& product,
                      ProductWeights<Space, Real> const& weights) {
  int const channels = product.spec.channels, paths = static_cast<int>(product.paths.paths.size());
  grow(product.path_weights, "tesseral::path_weights", static_cast<std::size_t>(paths) * channels);
  auto const op = factored(product, weights);
  auto const out = product.path_weights;
  Kokkos::parallel_for(
      "tesseral::path_weights::forward", Kokkos::RangePolicy<Space>(space, 0, paths * channels),
      KOKKOS_LAMBDA(int entry) {
        int const q = entry / channels, c = entry % channels;
        Real sum = 0;
        for (int k = 0; k < op.factors.terms; ++k)
          sum += op.factors.x(op.x_at(q, k, c)) * op.factors.y(op.y_at(q, k, c)) * op.factors.z(op.z_at(q, k, c));
        out(entry) = sum;
      });
}

template <class Space, class Real>
void multiply_factors_adjoint(Space const& space, DirectProduct<Space, Real> const& product,
                              ProductWeights<Space, Real> const& weights,
                              ProductGradient<Space, Real> const& gradient) {
  int const channels = product.spec.channels, paths = static_cast<int>(product.paths.paths.size());
  auto const op = factored(product, weights);
  auto const path_adj = product.path_gradient;
  int const workers = static_cast<int>(gradient.x.extent(0));
  // a thread owns a channel of a worker: several paths meet in a factor
  Kokkos::parallel_for(
      "tesseral::path_weights::backward", Kokkos::RangePolicy<Space>(space, 0, workers * channels),
      KOKKOS_LAMBDA(int entry) {
        int const worker = entry / channels, c = entry % channels;
        for (int q = 0; q < paths; ++q)
          for (int k = 0; k < op.factors.terms; ++k) {
            int const at_x = op.x_at(q, k, c), at_y = op.y_at(q, k, c), at_z = op.z_at(q, k, c);
            Real const adj = path_adj(worker, q * channels + c);
            Real const wx = op.factors.x(at_x), wy = op.factors.y(at_y), wz = op.factors.z(at_z);
            gradient.x(worker, at_x) += adj * wy * wz;
            gradient.y(worker, at_y) += adj * wx * wz;
            gradient.z(worker, at_z) += adj * wx * wy;
          }
      });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template void multiply_factors(Space const&, DirectProduct<Space, Real> const&, ProductWeights<Space, Real> const&); \
  template void multiply_factors_adjoint(Space const&, DirectProduct<Space, Real> const&,                              \
                                         ProductWeights<Space, Real> const&, ProductGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
