// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/power/direct_power.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/direct/direct.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"

#include <algorithm>
#include <string>

namespace tesseral {
namespace {

// Items whose powers are kept at a time: enough for all threads, little memory.
constexpr int block_size = 256;

/// The rows first … first + n of an array.
template <class Array>
Array rows_of(Array const& array, int first, int n) {
  return Kokkos::subview(array, std::pair<int, int>(first, first + n), Kokkos::ALL);
}

/// One term k of one block of items: what its passes hand from step to step.
template <class Space, class Real>
struct Term {
  using P = PackOf<Space, Real>;
  using Policy = Kokkos::RangePolicy<Space>;
  PowerIndex index;
  PowerWeights<Space, Real> weights;
  int k, first, n;

  /// Calls function(i, c) for every item of the block and every pack.
  template <class Function>
  void for_each_pack(Space const& space, char const* label, Function const& function) const {
    int const packs = index.channels / lanes_of<Space, Real>;
    Kokkos::parallel_for(
        label, Policy(space, 0, n * packs),
        KOKKOS_LAMBDA(int item) { function(item / packs, item % packs * lanes_of<Space, Real>); });
  }
  KOKKOS_INLINE_FUNCTION P weight(int i, int nu, int l, int c) const {
    int const type = weights.type.extent(0) > 0 ? weights.type(first + i) : 0;
    return load<P>(&weights.weight(index.weight(k, nu, type, l, c)));
  }
  KOKKOS_INLINE_FUNCTION P scale(int l, int c) const { return load<P>(&weights.scale(index.scale(k, l, c))); }
};

/// q = s_k · x
template <class Space, class Real>
struct ScaleInput {
  using P = PackOf<Space, Real>;
  Term<Space, Real> term;
  Features<Real const, Space> x;
  Features<Real, Space> q;
  KOKKOS_INLINE_FUNCTION void operator()(int i, int c) const {
    int const C = term.index.channels;
    for (int l = 0; l <= term.index.l_x; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
        store<P>(&q(i, lm * C + c), term.scale(l, c) * load<P>(&x(i, lm * C + c)));
  }
};

/// z (+)= w[nu] · p_nu; degrees that p_nu has not are zero.
template <class Space, class Real>
struct AddPower {
  using P = PackOf<Space, Real>;
  Term<Space, Real> term;
  int nu, l_p;
  bool overwrite;
  Features<Real const, Space> p;
  Features<Real, Space> z;
  KOKKOS_INLINE_FUNCTION void operator()(int i, int c) const {
    int const C = term.index.channels;
    for (int l = 0; l <= term.index.l_z; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        P const part = l <= l_p ? term.weight(i, nu, l, c) * load<P>(&p(i, lm * C + c)) : P(Real(0));
        store<P>(&z(i, lm * C + c), overwrite ? part : load<P>(&z(i, lm * C + c)) + part);
      }
  }
};

/// p_adj (+)= w[nu] · z_adj
template <class Space, class Real>
struct AddPowerAdjoint {
  using P = PackOf<Space, Real>;
  Term<Space, Real> term;
  int nu, l_p;
  bool overwrite;
  Features<Real const, Space> z_adj;
  Features<Real, Space> p_adj;
  KOKKOS_INLINE_FUNCTION void operator()(int i, int c) const {
    int const C = term.index.channels;
    for (int l = 0; l <= l_p; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        P const part = l <= term.index.l_z ? term.weight(i, nu, l, c) * load<P>(&z_adj(i, lm * C + c)) : P(Real(0));
        store<P>(&p_adj(i, lm * C + c), overwrite ? part : load<P>(&p_adj(i, lm * C + c)) + part);
      }
  }
};

/// a (+)= b, both of degree l_x; or x_adj (+)= s_k · b.
template <class Space, class Real>
struct AddInput {
  using P = PackOf<Space, Real>;
  Term<Space, Real> term;
  bool overwrite, scaled;
  Features<Real const, Space> b;
  Features<Real, Space> a;
  KOKKOS_INLINE_FUNCTION void operator()(int i, int c) const {
    int const C = term.index.channels;
    for (int l = 0; l <= term.index.l_x; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        P const part = load<P>(&b(i, lm * C + c)), value = scaled ? term.scale(l, c) * part : part;
        store<P>(&a(i, lm * C + c), overwrite ? value : load<P>(&a(i, lm * C + c)) + value);
      }
  }
};

/// sum_m a[lm] b[lm] to the gradient of s (nu = 0) or of w[nu], l <= l_last; a worker has a share of the items.
template <class Space, class Real>
struct AddWeightGradient {
  using P = PackOf<Space, Real>;
  Term<Space, Real> term;
  int nu, l_last;
  Features<Real const, Space> a, b;
  Array2<Real, Space> gradient;
  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank(), workers = static_cast<int>(gradient.extent(0)), C = term.index.channels;
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, C / lanes_of<Space, Real>), [&](int pack) {
      int const c = pack * lanes_of<Space, Real>;
      for (int i = share_begin(term.n, worker, workers); i < share_begin(term.n, worker + 1, workers); ++i) {
        int const type = term.weights.type.extent(0) > 0 ? term.weights.type(term.first + i) : 0;
        for (int l = 0; l <= l_last; ++l) {
          P sum(Real(0));
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            sum += load<P>(&a(i, lm * C + c)) * load<P>(&b(i, lm * C + c));
          add_to<P>(
              &gradient(worker, nu == 0 ? term.index.scale(term.k, l, c) : term.index.weight(term.k, nu, type, l, c)),
              sum);
        }
      }
    });
  }
};

template <class Space, class Real>
void grow_work(DirectPower<Space, Real> const& power, bool adjoint) {
  int const C = power.spec.channels, factors = static_cast<int>(power.degrees.size());
  power.p.resize(factors);
  power.p_adj.resize(factors);
  for (int nu = 1; nu <= factors; ++nu) {
    grow(power.p[nu - 1], "tesseral::power", block_size, num_lm(power.degrees[nu - 1]) * C);
    if (adjoint) grow(power.p_adj[nu - 1], "tesseral::power_adj", block_size, num_lm(power.degrees[nu - 1]) * C);
  }
  if (!adjoint) return;
  grow(power.q_adj, "tesseral::power_q_adj", block_size, num_lm(power.spec.l_x) * C);
  grow(power.x_part, "tesseral::power_x_part", block_size, num_lm(power.spec.l_x) * C);
}

/// p_1 … p_correlation of a term.
template <class Space, class Real>
void raise(Space const& space, DirectPower<Space, Real> const& power, Term<Space, Real> const& term,
           Features<Real const, Space> x) {
  term.for_each_pack(space, "tesseral::direct_power::scale", ScaleInput<Space, Real>{term, x, power.p[0]});
  for (std::size_t k = 0; k < power.products.size(); ++k)
    direct_forward<Space, Real>(space, power.products[k], {}, term.n, power.p[k], power.p[0], power.p[k + 1]);
}

}  // namespace

template <class Space, class Real>
DirectPower<Space, Real> make_direct_power(PowerSpec const& spec) {
  DirectPower<Space, Real> power;
  power.spec = spec;
  for (int nu = 1; nu <= spec.correlation; ++nu) {
    int const degree = std::min(nu * spec.l_x, spec.l_z + (spec.correlation - nu) * spec.l_x);
    require(degree <= max_l_coupling, "a direct product of degree " + std::to_string(degree) + " on the way to power " +
                                          std::to_string(spec.correlation) + " (coefficients end at degree " +
                                          std::to_string(max_l_coupling) + ") choose the algorithm cp");
    power.degrees.push_back(std::max(degree, nu == 1 ? spec.l_x : 0));
  }
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
  for (int first = 0; first < items; first += block_size)
    for (int k = 0; k < power.spec.terms; ++k) {
      Term<Space, Real> const term{PowerIndex(power.spec), weights, k, first, std::min(block_size, items - first)};
      raise<Space, Real>(space, power, term, rows_of(x, first, term.n));
      auto const out = rows_of(z, first, term.n);
      for (int nu = 1; nu <= power.spec.correlation; ++nu)
        term.for_each_pack(
            space, "tesseral::direct_power::forward",
            AddPower<Space, Real>{term, nu, power.degrees[nu - 1], k == 0 && nu == 1, power.p[nu - 1], out});
    }
}

template <class Space, class Real>
void direct_power_backward(Space const& space, DirectPower<Space, Real> const& power,
                           PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                           Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                           PowerGradient<Space, Real> const& gradient) {
  grow_work(power, true);
  char const* const label = "tesseral::direct_power::backward";
  for (int first = 0; first < items; first += block_size)
    for (int k = 0; k < power.spec.terms; ++k) {
      Term<Space, Real> const term{PowerIndex(power.spec), weights, k, first, std::min(block_size, items - first)};
      auto const in = rows_of(x, first, term.n);
      auto const out_adj = rows_of(z_adj, first, term.n);
      auto const in_adj = rows_of(x_adj, first, term.n);
      raise<Space, Real>(space, power, term, in);
      for (int nu = power.spec.correlation; nu >= 1; --nu) {
        int const degree = power.degrees[nu - 1];
        bool const last = nu == power.spec.correlation;
        term.for_each_pack(space, label,
                           AddPowerAdjoint<Space, Real>{term, nu, degree, last, out_adj, power.p_adj[nu - 1]});
        if (gradient.weight.extent(0) > 0)
          Kokkos::parallel_for(label, team_policy(space, static_cast<int>(gradient.weight.extent(0))),
                               AddWeightGradient<Space, Real>{term, nu, std::min(degree, power.spec.l_z), out_adj,
                                                              power.p[nu - 1], gradient.weight});
        if (nu == 1) break;
        direct_backward<Space, Real>(space, power.products[nu - 2], {}, term.n, power.p[nu - 2], power.p[0],
                                     power.p_adj[nu - 1], power.p_adj[nu - 2], power.x_part, {});
        term.for_each_pack(space, label, AddInput<Space, Real>{term, last, false, power.x_part, power.q_adj});
      }
      // p_1 is q itself
      term.for_each_pack(space, label,
                         AddInput<Space, Real>{term, power.spec.correlation == 1, false, power.p_adj[0], power.q_adj});
      term.for_each_pack(space, label, AddInput<Space, Real>{term, k == 0, true, power.q_adj, in_adj});
      if (gradient.scale.extent(0) > 0)
        Kokkos::parallel_for(label, team_policy(space, static_cast<int>(gradient.scale.extent(0))),
                             AddWeightGradient<Space, Real>{term, 0, power.spec.l_x, in, power.q_adj, gradient.scale});
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
