// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/direct_power.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/direct/direct.hpp"
#include "tesseral/tensor_product/direct/power_blocks.hpp"

#include <algorithm>
#include <string>

namespace tesseral {
namespace {

template <class Space, class Real>
void grow_work(DirectPower<Space, Real> const& power, bool adjoint) {
  int const C = power.spec.channels, factors = static_cast<int>(power.degrees.size());
  power.p.resize(factors);
  power.p_adj.resize(factors);
  for (int nu = 1; nu <= factors; ++nu) {
    grow(power.p[nu - 1], "tesseral::power", power_block_size, num_lm(power.degrees[nu - 1]) * C);
    if (adjoint) grow(power.p_adj[nu - 1], "tesseral::power_adj", power_block_size, num_lm(power.degrees[nu - 1]) * C);
  }
  if (!adjoint) return;
  grow(power.q_adj, "tesseral::power_q_adj", power_block_size, num_lm(power.spec.l_x) * C);
  grow(power.x_part, "tesseral::power_x_part", power_block_size, num_lm(power.spec.l_x) * C);
}

/// p_1 … p_correlation of a term.
template <class Space, class Real>
void raise(Space const& space, DirectPower<Space, Real> const& power, PowerTerm<Space, Real> const& term,
           Features<Real const, Space> x) {
  int const l_x = power.spec.l_x;
  term.for_each_pack(space, "tesseral::direct_power::scale",
                     AddScaledRows<Space, Real>{term, PowerFactor::scale, 1, GemmMode::overwrite, l_x, power.degrees[0],
                                                x, power.p[0]});
  for (std::size_t k = 0; k < power.products.size(); ++k)
    direct_forward<Space, Real>(space, power.products[k], {}, term.n, power.p[k], power.p[0], power.p[k + 1]);
}

}  // namespace

std::vector<int> direct_power_degrees(PowerSpec const& spec) {
  std::vector<int> degrees;
  for (int nu = 1; nu <= spec.correlation; ++nu) {
    int const degree = std::min(nu * spec.l_x, spec.l_z + (spec.correlation - nu) * spec.l_x);
    degrees.push_back(std::max(degree, nu == 1 ? spec.l_x : 0));
  }
  return degrees;
}

template <class Space, class Real>
DirectPower<Space, Real> make_direct_power(PowerSpec const& spec) {
  DirectPower<Space, Real> power;
  power.spec = spec;
  power.degrees = direct_power_degrees(spec);
  int const degree = *std::max_element(power.degrees.begin(), power.degrees.end());
  require(degree <= max_l_coupling, "a direct product of degree " + std::to_string(degree) + " on the way to power " +
                                        std::to_string(spec.correlation) + " (coefficients end at degree " +
                                        std::to_string(max_l_coupling) + ") choose the algorithm cp");
  for (int nu = 2; nu <= spec.correlation; ++nu) {
    ProductSpec const product{power.degrees[nu - 2], spec.l_x, power.degrees[nu - 1], spec.channels,
                              SecondOperand::per_channel};
    power.products.push_back(
        make_direct_tables<Space, Real>(product, gaunt_product_terms(product.l_x, product.l_y, product.l_z)));
  }
  return power;
}

template <class Space, class Real>
void direct_power_forward(Space const& space, DirectPower<Space, Real> const& power,
                          PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                          Features<Real, Space> z) {
  grow_work(power, false);
  for (int first = 0; first < items; first += power_block_size)
    for (int k = 0; k < power.spec.terms; ++k) {
      PowerTerm<Space, Real> const term{PowerIndex(power.spec), weights, k, first,
                                        std::min(power_block_size, items - first)};
      raise<Space, Real>(space, power, term, rows_of(x, first, term.n));
      auto const out = rows_of(z, first, term.n);
      for (int nu = 1; nu <= power.spec.correlation; ++nu)
        term.for_each_pack(space, "tesseral::direct_power::forward",
                           AddScaledRows<Space, Real>{term, PowerFactor::weight, nu,
                                                      k == 0 && nu == 1 ? GemmMode::overwrite : GemmMode::accumulate,
                                                      power.degrees[nu - 1], power.spec.l_z, power.p[nu - 1], out});
    }
}

template <class Space, class Real>
void direct_power_backward(Space const& space, DirectPower<Space, Real> const& power,
                           PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                           Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                           PowerGradient<Space, Real> const& gradient) {
  grow_work(power, true);
  char const* const label = "tesseral::direct_power::backward";
  int const l_x = power.spec.l_x, l_z = power.spec.l_z, correlation = power.spec.correlation;
  auto const mode = [](bool overwrite) { return overwrite ? GemmMode::overwrite : GemmMode::accumulate; };
  for (int first = 0; first < items; first += power_block_size)
    for (int k = 0; k < power.spec.terms; ++k) {
      PowerTerm<Space, Real> const term{PowerIndex(power.spec), weights, k, first,
                                        std::min(power_block_size, items - first)};
      auto const in = rows_of(x, first, term.n);
      auto const out_adj = rows_of(z_adj, first, term.n);
      auto const in_adj = rows_of(x_adj, first, term.n);
      raise<Space, Real>(space, power, term, in);
      for (int nu = correlation; nu >= 1; --nu) {
        int const degree = power.degrees[nu - 1];
        bool const last = nu == correlation;
        term.for_each_pack(space, label,
                           AddScaledRows<Space, Real>{term, PowerFactor::weight, nu, mode(last), l_z, degree, out_adj,
                                                      power.p_adj[nu - 1]});
        if (gradient.weight.extent(0) > 0)
          Kokkos::parallel_for(label, team_policy(space, static_cast<int>(gradient.weight.extent(0))),
                               AddPowerGradient<Space, Real>{term, nu, std::min(degree, l_z), out_adj, power.p[nu - 1],
                                                             gradient.weight});
        if (nu == 1) break;
        direct_backward<Space, Real>(space, power.products[nu - 2], {}, term.n, power.p[nu - 2], power.p[0],
                                     power.p_adj[nu - 1], power.p_adj[nu - 2], power.x_part, {});
        term.for_each_pack(
            space, label,
            AddScaledRows<Space, Real>{term, PowerFactor::one, 0, mode(last), l_x, l_x, power.x_part, power.q_adj});
      }
      // p_1 is q itself
      term.for_each_pack(space, label,
                         AddScaledRows<Space, Real>{term, PowerFactor::one, 0, mode(correlation == 1), l_x, l_x,
                                                    power.p_adj[0], power.q_adj});
      term.for_each_pack(
          space, label,
          AddScaledRows<Space, Real>{term, PowerFactor::scale, 0, mode(k == 0), l_x, l_x, power.q_adj, in_adj});
      if (gradient.scale.extent(0) > 0)
        Kokkos::parallel_for(label, team_policy(space, static_cast<int>(gradient.scale.extent(0))),
                             AddPowerGradient<Space, Real>{term, 0, l_x, in, power.q_adj, gradient.scale});
    }
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template DirectPower<Space, Real> make_direct_power(PowerSpec const&);                                               \
  template void direct_power_forward(Space const&, DirectPower<Space, Real> const&, PowerWeights<Space, Real> const&,  \
                                     int, Features<Real const, Space>, Features<Real, Space>);                         \
  template void direct_power_backward(Space const&, DirectPower<Space, Real> const&, PowerWeights<Space, Real> const&, \
                                      int, Features<Real const, Space>, Features<Real const, Space>,                   \
                                      Features<Real, Space>, PowerGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
