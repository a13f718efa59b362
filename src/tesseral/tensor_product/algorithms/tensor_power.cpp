// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/algorithms/tensor_power.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

#include <algorithm>
#include <string>

namespace tesseral {
namespace {

template <class Space, class Real>
void check_spec(PowerSpec const& spec) {
  int const smallest = std::min(spec.l_x, spec.l_z), largest = std::max(spec.l_x, spec.l_z);
  require(smallest >= 0 && largest <= max_l_product,
          "a power of degree " + std::to_string(smallest < 0 ? smallest : largest) + " (degrees are 0 to " +
              std::to_string(max_l_product) + ") choose another degree");
  require(spec.correlation >= 1 && spec.correlation <= max_correlation,
          "power " + std::to_string(spec.correlation) + " (powers are 1 to " + std::to_string(max_correlation) +
              ") choose another correlation");
  require(spec.terms >= 1 && spec.types >= 1, "a power without weights (terms and types are at least 1) set them");
  require(spec.channels > 0 && spec.channels % lanes_of<Space, Real> == 0,
          "a power of " + std::to_string(spec.channels) + " channels (they come in packs of " +
              std::to_string(lanes_of<Space, Real>) + ") pad the channels with padded()");
}

}  // namespace

bool has_gaunt_power(PowerSpec const& spec, ProductAlgorithm algorithm) {
  if (algorithm == ProductAlgorithm::cp) return has_fused_power(spec);
  if (algorithm != ProductAlgorithm::direct) return true;
  auto const degrees = direct_power_degrees(spec);
  return *std::max_element(degrees.begin(), degrees.end()) <= max_l_coupling;
}

template <class Space, class Real>
TensorPower<Space, Real> make_gaunt_power(PowerSpec const& spec, ProductAlgorithm algorithm) {
  check_spec<Space, Real>(spec);
  switch (algorithm) {
    case ProductAlgorithm::direct:
      return {spec, make_direct_power<Space, Real>(spec)};
    case ProductAlgorithm::fourier:
      return {spec, make_fourier_power<Space, Real>(spec, FourierMethod::sums)};
    case ProductAlgorithm::fft:
      return {spec, make_fourier_power<Space, Real>(spec, FourierMethod::fast)};
    default:
      require(has_fused_power(spec), "a power of degrees up to " + std::to_string(spec.l_x) + " to degrees up to " +
                                         std::to_string(spec.l_z) + " by cp (it goes up to " + std::to_string(max_l) +
                                         ", and to " + std::to_string(max_l_hidden) +
                                         " or the degree of its operand) choose the algorithm fourier");
      return {spec, make_fused_power<Space, Real>(spec)};
  }
}

template <class Space, class Real>
void power_forward(Space const& space, TensorPower<Space, Real> const& power, PowerWeights<Space, Real> const& weights,
                   int items, Features<Real const, Space> x, Features<Real, Space> z) {
  if (auto const* direct = std::get_if<DirectPower<Space, Real>>(&power.tables))
    return direct_power_forward(space, *direct, weights, items, x, z);
  if (auto const* fused = std::get_if<FusedPower<Space, Real>>(&power.tables))
    return fused_power_forward(space, *fused, weights, items, x, z);
  lifted_power_forward(space, std::get<FourierPower<Space, Real>>(power.tables).lifted, weights, items, x, z);
}

template <class Space, class Real>
void power_backward(Space const& space, TensorPower<Space, Real> const& power, PowerWeights<Space, Real> const& weights,
                    int items, Features<Real const, Space> x, Features<Real const, Space> z_adj,
                    Features<Real, Space> x_adj, PowerGradient<Space, Real> const& gradient) {
  require(gradient.scale.extent(0) == gradient.weight.extent(0),
          "a gradient of some weights of a power (scales and weights have one worker's row each, or none) give both");
  if (auto const* direct = std::get_if<DirectPower<Space, Real>>(&power.tables))
    return direct_power_backward(space, *direct, weights, items, x, z_adj, x_adj, gradient);
  if (auto const* fused = std::get_if<FusedPower<Space, Real>>(&power.tables))
    return fused_power_backward(space, *fused, weights, items, x, z_adj, x_adj, gradient);
  lifted_power_backward(space, std::get<FourierPower<Space, Real>>(power.tables).lifted, weights, items, x, z_adj,
                        x_adj, gradient);
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                            \
  template TensorPower<Space, Real> make_gaunt_power(PowerSpec const&, ProductAlgorithm);                            \
  template void power_forward(Space const&, TensorPower<Space, Real> const&, PowerWeights<Space, Real> const&, int,  \
                              Features<Real const, Space>, Features<Real, Space>);                                   \
  template void power_backward(Space const&, TensorPower<Space, Real> const&, PowerWeights<Space, Real> const&, int, \
                               Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>,      \
                               PowerGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
