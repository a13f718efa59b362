// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/path_power.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/sphere/coupling_entries.hpp"
#include "tesseral/tensor_product/direct/direct.hpp"
#include "tesseral/tensor_product/direct/power_blocks.hpp"

#include <algorithm>

namespace tesseral {
namespace {

using Range = std::pair<std::size_t, std::size_t>;

Range slice(int k, std::size_t length) { return {k * length, (k + 1) * length}; }

/// One block of items: its rows, and the weights of each product.
template <class Space, class Real>
struct PathBlock {
  PathPower<Space, Real> const& power;
  PathPowerWeights<Space, Real> const& weights;
  int first, n;

  std::size_t nested_size() const { return power.nested.paths.paths.size() * power.spec.channels; }
  std::size_t last_size() const { return power.spec.types * power.last.paths.paths.size() * power.spec.channels; }
  Array1<int const, Space> type() const { return Kokkos::subview(weights.type, Range(first, first + n)); }

  ProductWeights<Space, Real> nested(int nu) const {
    ProductWeights<Space, Real> result;
    result.path = Kokkos::subview(weights.nested, slice(nu - 2, nested_size()));
    return result;
  }
  ProductWeights<Space, Real> last(int nu) const {
    ProductWeights<Space, Real> result;
    result.path = Kokkos::subview(weights.last, slice(nu - 2, last_size()));
    result.type = type();
    return result;
  }
  /// The linear term as a power of one factor.
  PowerTerm<Space, Real> linear() const {
    PowerSpec spec = power.spec;
    spec.correlation = 1;
    return {PowerIndex(spec), {{}, weights.linear, weights.type}, 0, first, n};
  }
};

template <class Space, class Real>
void grow_work(PathPower<Space, Real> const& power, bool adjoint) {
  int const width = num_lm(power.spec.l_x) * power.spec.channels;
  int const factors = std::max(power.spec.correlation - 1, 0);  // T_n are needed up to here
  power.T.resize(factors);
  power.T_adj.resize(factors);
  for (int nu = 1; nu <= factors; ++nu) {
    if (nu > 1) grow(power.T[nu - 1], "tesseral::path_power_T", power_block_size, width);
    if (adjoint) grow(power.T_adj[nu - 1], "tesseral::path_power_T_adj", power_block_size, width);
  }
  if (!adjoint)
    return grow(power.z_part, "tesseral::path_power_z", power_block_size, num_lm(power.spec.l_z) * power.spec.channels);
  grow(power.x_part, "tesseral::path_power_x", power_block_size, width);
  grow(power.T_part, "tesseral::path_power_T_part", power_block_size, width);
}

/// T_n of a block, n < correlation; T_1 = x.
template <class Space, class Real>
Features<Real const, Space> factor(PathPower<Space, Real> const& power, Features<Real const, Space> x, int nu) {
  return nu == 1 ? x : Features<Real const, Space>(power.T[nu - 1]);
}

template <class Space, class Real>
void raise(Space const& space, PathBlock<Space, Real> const& block, Features<Real const, Space> x) {
  for (int nu = 2; nu < block.power.spec.correlation; ++nu)
    direct_forward<Space, Real>(space, block.power.nested, block.nested(nu), block.n,
                                factor<Space, Real>(block.power, x, nu - 1), x, block.power.T[nu - 1]);
}

template <class Space, class Real>
PathBlock<Space, Real> block_at(PathPower<Space, Real> const& power, PathPowerWeights<Space, Real> const& weights,
                                int first, int items) {
  return {power, weights, first, std::min(power_block_size, items - first)};
}

/// The columns of a product's weights, if a gradient is wanted.
template <class Space, class Real>
ProductGradient<Space, Real> gradient_of(Array2<Real, Space> const& all, Range columns) {
  ProductGradient<Space, Real> gradient;
  if (all.extent(0) > 0) gradient.path = Kokkos::subview(all, Kokkos::ALL, columns);
  return gradient;
}

/// Adds a part to the adjoint of T_n or of x, both of degree l_x.
template <class Space, class Real>
struct Sums {
  Space const& space;
  PathBlock<Space, Real> const& block;
  PowerTerm<Space, Real> term;

  void add(Features<Real const, Space> part, int l_part, GemmMode mode, Features<Real, Space> sum,
           PowerFactor factor = PowerFactor::one) const {
    term.for_each_pack(space, "tesseral::path_power::add",
                       AddScaledRows<Space, Real>{term, factor, 1, mode, l_part, block.power.spec.l_x, part, sum});
  }
};

}  // namespace

template <class Space, class Real>
PathPower<Space, Real> make_path_power(PowerSpec const& spec, Coupling coupling) {
  PathPower<Space, Real> power;
  power.spec = spec;
  auto const tables = [&](int l) {
    ProductSpec const product{spec.l_x, spec.l_x, l, spec.channels, SecondOperand::per_channel};
    return make_direct_tables<Space, Real>(product, coupling == Coupling::gaunt
                                                        ? gaunt_product_terms(spec.l_x, spec.l_x, l)
                                                        : coupling_entries(coupling, spec.l_x, spec.l_x, l));
  };
  power.nested = tables(spec.l_x);
  power.last = tables(spec.l_z);
  return power;
}

template <class Space, class Real>
void path_power_forward(Space const& space, PathPower<Space, Real> const& power,
                        PathPowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                        Features<Real, Space> z) {
  grow_work(power, false);
  int const l_z = power.spec.l_z;
  for (int first = 0; first < items; first += power_block_size) {
    auto const block = block_at(power, weights, first, items);
    Features<Real const, Space> const in = rows_of(x, first, block.n);
    auto const out = rows_of(z, first, block.n);
    auto const term = block.linear();
    raise<Space, Real>(space, block, in);
    term.for_each_pack(
        space, "tesseral::path_power::forward",
        AddScaledRows<Space, Real>{term, PowerFactor::weight, 1, GemmMode::overwrite, power.spec.l_x, l_z, in, out});
    for (int nu = 2; nu <= power.spec.correlation; ++nu) {
      direct_forward<Space, Real>(space, power.last, block.last(nu), block.n, factor<Space, Real>(power, in, nu - 1),
                                  in, power.z_part);
      term.for_each_pack(
          space, "tesseral::path_power::forward",
          AddScaledRows<Space, Real>{term, PowerFactor::one, 1, GemmMode::accumulate, l_z, l_z, power.z_part, out});
    }
  }
}

template <class Space, class Real>
void path_power_backward(Space const& space, PathPower<Space, Real> const& power,
                         PathPowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                         Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                         PathPowerGradient<Space, Real> const& gradient) {
  grow_work(power, true);
  int const l_x = power.spec.l_x, l_z = power.spec.l_z, correlation = power.spec.correlation;
  for (int first = 0; first < items; first += power_block_size) {
    auto const block = block_at(power, weights, first, items);
    Features<Real const, Space> const in = rows_of(x, first, block.n), out_adj = rows_of(z_adj, first, block.n);
    auto const in_adj = rows_of(x_adj, first, block.n);
    auto const term = block.linear();
    Sums<Space, Real> const sums{space, block, term};
    raise<Space, Real>(space, block, in);
    sums.add(out_adj, l_z, GemmMode::overwrite, in_adj, PowerFactor::weight);
    if (gradient.linear.extent(0) > 0)
      Kokkos::parallel_for("tesseral::path_power::backward",
                           team_policy(space, static_cast<int>(gradient.linear.extent(0))),
                           AddPowerGradient<Space, Real>{term, 1, std::min(l_x, l_z), out_adj, in, gradient.linear});
    for (int nu = correlation; nu >= 2; --nu) {
      auto const T = factor<Space, Real>(power, in, nu - 1);
      auto const& T_adj = power.T_adj[nu - 2];
      direct_backward<Space, Real>(space, power.last, block.last(nu), block.n, T, in, out_adj, T_adj, power.x_part,
                                   gradient_of<Space, Real>(gradient.last, slice(nu - 2, block.last_size())));
      sums.add(power.x_part, l_x, GemmMode::accumulate, in_adj);
      if (nu == correlation) continue;  // no T_n is made of the last one
      direct_backward<Space, Real>(space, power.nested, block.nested(nu), block.n, T, in, power.T_adj[nu - 1],
                                   power.T_part, power.x_part,
                                   gradient_of<Space, Real>(gradient.nested, slice(nu - 2, block.nested_size())));
      sums.add(power.T_part, l_x, GemmMode::accumulate, T_adj);
      sums.add(power.x_part, l_x, GemmMode::accumulate, in_adj);
    }
    if (correlation > 1) sums.add(power.T_adj[0], l_x, GemmMode::accumulate, in_adj);
  }
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                              \
  template PathPower<Space, Real> make_path_power(PowerSpec const&, Coupling);                                         \
  template void path_power_forward(Space const&, PathPower<Space, Real> const&, PathPowerWeights<Space, Real> const&,  \
                                   int, Features<Real const, Space>, Features<Real, Space>);                           \
  template void path_power_backward(Space const&, PathPower<Space, Real> const&, PathPowerWeights<Space, Real> const&, \
                                    int, Features<Real const, Space>, Features<Real const, Space>,                     \
                                    Features<Real, Space>, PathPowerGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
