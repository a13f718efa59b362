// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/algorithms/tensor_product.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"

#include <algorithm>
#include <string>

namespace tesseral {
namespace {

template <class Space, class Real>
void check_spec(ProductSpec const& spec) {
  int const smallest = std::min({spec.l_x, spec.l_y, spec.l_z}), largest = std::max({spec.l_x, spec.l_y, spec.l_z});
  require(smallest >= 0 && largest <= max_l_product,
          "a tensor product of degree " + std::to_string(smallest < 0 ? smallest : largest) + " (degrees are 0 to " +
              std::to_string(max_l_product) + ") choose another degree");
  require(spec.channels > 0 && spec.channels % lanes_of<Space, Real> == 0,
          "a tensor product of " + std::to_string(spec.channels) + " channels (they come in packs of " +
              std::to_string(lanes_of<Space, Real>) + ") pad the channels with padded()");
}

template <class Space, class Real>
void check_weights(TensorProduct<Space, Real> const& product, ProductWeights<Space, Real> const& weights) {
  require(weights.path.extent(0) == 0 || std::holds_alternative<DirectProduct<Space, Real>>(product.tables),
          "free weights of paths (only the algorithm direct has paths) give factors or choose direct");
  require(
      weights.type.extent(0) == 0 || (weights.path.extent(0) > 0 && product.spec.second == SecondOperand::per_channel),
      "weights of types of items (only free weights of paths, with a y per channel, have types) leave the types out");
}

}  // namespace

template <class Space, class Real>
TensorProduct<Space, Real> make_gaunt_product(ProductSpec const& spec, ProductAlgorithm algorithm) {
  check_spec<Space, Real>(spec);
  switch (algorithm) {
    case ProductAlgorithm::direct:
      return {spec, make_direct_tables<Space, Real>(spec, gaunt_product_terms(spec.l_x, spec.l_y, spec.l_z))};
    case ProductAlgorithm::fourier:
      return {spec, make_fourier_product<Space, Real>(spec, FourierMethod::sums)};
    case ProductAlgorithm::fft:
      return {spec, make_fourier_product<Space, Real>(spec, FourierMethod::fast)};
    default:
      return {spec, make_gaunt_cp_product<Space, Real>(spec, gaunt_product_rule(spec))};
  }
}

template <class Space, class Real>
TensorProduct<Space, Real> make_sparse_product(ProductSpec const& spec, std::vector<ProductTerm> const& terms) {
  check_spec<Space, Real>(spec);
  for (ProductTerm const& term : terms)
    require(term.lm1 >= 0 && term.lm1 < num_lm(spec.l_x) && term.lm2 >= 0 && term.lm2 < num_lm(spec.l_y) &&
                term.lm >= 0 && term.lm < num_lm(spec.l_z),
            "a coefficient for (" + std::to_string(term.lm1) + ", " + std::to_string(term.lm2) + ", " +
                std::to_string(term.lm) +
                ") (an index is beyond the largest degrees) leave it out or raise the degrees");
  return {spec, make_direct_tables<Space, Real>(spec, terms)};
}

template <class Space, class Real>
void product_forward(Space const& space, TensorProduct<Space, Real> const& product,
                     ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                     Features<Real const, Space> y, Features<Real, Space> z) {
  check_weights(product, weights);
  if (auto const* direct = std::get_if<DirectProduct<Space, Real>>(&product.tables))
    return direct_forward(space, *direct, weights, items, x, y, z);
  if (auto const* cp = std::get_if<CpProduct<Space, Real>>(&product.tables))
    return lifted_forward(space, *cp, weights, items, x, y, z);
  lifted_forward(space, std::get<FourierProduct<Space, Real>>(product.tables).lifted, weights, items, x, y, z);
}

template <class Space, class Real>
void product_backward(Space const& space, TensorProduct<Space, Real> const& product,
                      ProductWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                      Features<Real const, Space> y, Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                      Features<Real, Space> y_adj, ProductGradient<Space, Real> const& gradient) {
  check_weights(product, weights);
  require(gradient.x.extent(0) == 0 || weights.terms > 0,
          "a gradient of factors (the product has no such weights) give the weights or no gradient");
  require(gradient.path.extent(0) == 0 || weights.path.extent(0) > 0,
          "a gradient of path weights (the product has no such weights) give the weights or no gradient");
  if (auto const* direct = std::get_if<DirectProduct<Space, Real>>(&product.tables))
    return direct_backward(space, *direct, weights, items, x, y, z_adj, x_adj, y_adj, gradient);
  if (auto const* cp = std::get_if<CpProduct<Space, Real>>(&product.tables))
    return lifted_backward(space, *cp, weights, items, x, y, z_adj, x_adj, y_adj, gradient);
  lifted_backward(space, std::get<FourierProduct<Space, Real>>(product.tables).lifted, weights, items, x, y, z_adj,
                  x_adj, y_adj, gradient);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template TensorProduct<Space, Real> make_gaunt_product(ProductSpec const&, ProductAlgorithm);                        \
  template TensorProduct<Space, Real> make_sparse_product(ProductSpec const&, std::vector<ProductTerm> const&);        \
  template void product_forward(Space const&, TensorProduct<Space, Real> const&, ProductWeights<Space, Real> const&,   \
                                int, Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>); \
  template void product_backward(Space const&, TensorProduct<Space, Real> const&, ProductWeights<Space, Real> const&,  \
                                 int, Features<Real const, Space>, Features<Real const, Space>,                        \
                                 Features<Real const, Space>, Features<Real, Space>, Features<Real, Space>,            \
                                 ProductGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
