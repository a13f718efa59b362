// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/fused_power.hpp"

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"

namespace tesseral {
namespace {

/// Weights of one term k for one item's type and one pack of channels, as offsets into the arrays of weights.
struct TermWeights {
  std::ptrdiff_t scale, weight;            // of degree 0 and the first power
  int degree_stride;                       // channels
  std::ptrdiff_t power_stride;             // from a power to the next
  std::ptrdiff_t scale_step, weight_step;  // from a term to the next

  KOKKOS_INLINE_FUNCTION TermWeights(PowerIndex const& index, int type, int c)
      : scale(index.scale(0, 0, c)),
        weight(index.weight(0, 1, type, 0, c)),
        degree_stride(index.channels),
        power_stride(index.weight(0, 2, type, 0, c) - weight),
        scale_step(index.scale(1, 0, c) - scale),
        weight_step(index.weight(1, 1, type, 0, c) - weight) {}

  KOKKOS_FORCEINLINE_FUNCTION void next_term() {
    scale += scale_step;
    weight += weight_step;
  }
};

/// What both passes read.
template <class Space, class Real>
struct Operands {
  SphereGrid<Space, Real> grid;
  PowerSpec spec;
  PowerIndex index;
  PowerWeights<Space, Real> weights;
  Features<Real const, Space> x;

  Operands(FusedPower<Space, Real> const& power, PowerWeights<Space, Real> const& w, Features<Real const, Space> in)
      : grid(power.grid), spec(power.spec), index(power.spec), weights(w), x(in) {}

  KOKKOS_INLINE_FUNCTION TermWeights first_term(int i, int c) const {
    return TermWeights(index, weights.type.extent(0) > 0 ? weights.type(i) : 0, c);
  }
};

// The features of one item and pack of channels, loaded once; on a device, which has no registers for all degrees of
// them beside their adjoints, loaded where they are used, from its first-level cache.
template <class Space, class Real, int l_max>
class Column {
  using P = PackOf<Space, Real>;
  static constexpr bool in_registers = is_host_space<Space>;

 public:
  KOKKOS_FORCEINLINE_FUNCTION Column(Real const* a, int stride) : a_(a), stride_(stride) {
    if constexpr (in_registers)
      for (int lm = 0; lm < num_lm(l_max); ++lm) copy_[lm] = load<P>(a + lm * stride);
  }
  KOKKOS_FORCEINLINE_FUNCTION P operator[](int lm) const {
    if constexpr (in_registers)
      return copy_[lm];
    else
      return load<P>(a_ + lm * stride_);
  }

 private:
  Real const* a_;
  int stride_;
  P copy_[in_registers ? num_lm(l_max) : 1];
};

// f_l(g) = sum_m Y_lm(g) a[lm]
template <int l_max, class Real, class A, class P>
KOKKOS_FORCEINLINE_FUNCTION void lift(Real const* Y, A const& a, P* f) {
  for (int l = 0; l <= l_max; ++l) {
    f[l] = P(Y[l * l]) * a[l * l];
    for (int m = 1; m < 2 * l + 1; ++m) f[l] += P(Y[l * l + m]) * a[l * l + m];
  }
}

// A value at a point and at the opposite one.
template <class P>
struct Pair {
  P here, opposite;
};

// F(g) = sum_l s[l] f_l(g); f_l(-g) = (-1)^l f_l(g)
template <int l_max, class P, class Real>
KOKKOS_FORCEINLINE_FUNCTION Pair<P> signals(Real const* scale, int stride, P const* f) {
  P even = load<P>(scale) * f[0], odd(Real(0));
  for (int l = 1; l <= l_max; ++l) (l % 2 == 0 ? even : odd) += load<P>(scale + l * stride) * f[l];
  return {even + odd, even - odd};
}

// Sum over a pair of what degree l takes from it.
template <class P>
KOKKOS_FORCEINLINE_FUNCTION P with_parity(int l, P const& here, P const& opposite) {
  return l % 2 == 0 ? here + opposite : here - opposite;
}

template <class Space, class Real, int l_max, int l_out>
struct Forward {
  using P = PackOf<Space, Real>;
  Operands<Space, Real> op;
  Features<Real, Space> z;

  KOKKOS_INLINE_FUNCTION void operator()(int item) const {
    int const blocks = op.spec.channels / lanes_of<Space, Real>;
    int const i = item / blocks;
    int const c = item % blocks * lanes_of<Space, Real>;
    TermWeights const first_term = op.first_term(i, c);
    Column<Space, Real, l_max> const a(&op.x(i, c), op.spec.channels);
    P b[num_lm(l_out)];
    for (int lm = 0; lm < num_lm(l_out); ++lm) b[lm] = P(Real(0));
    for (int g = 0; g < op.grid.n_pairs; ++g) {
      Real const* const Y = &op.grid.harmonics(g, 0);
      P f[l_max + 1], p[l_out + 1];
      lift<l_max>(Y, a, f);
      for (int l = 0; l <= l_out; ++l) p[l] = P(Real(0));
      TermWeights term = first_term;
      for (int k = 0; k < op.spec.terms; ++k, term.next_term()) {
        auto const F = signals<l_max, P>(op.weights.scale.data() + term.scale, term.degree_stride, f);
        for (int l = 0; l <= l_out; ++l) {
          Real const* weight = op.weights.weight.data() + term.weight + l * term.degree_stride +
                               (op.spec.correlation - 1) * term.power_stride;
          P here = load<P>(weight), opposite = here;
          for (int power = op.spec.correlation - 2; power >= 0; --power) {
            P const w = load<P>(weight -= term.power_stride);
            here = here * F.here + w;
            opposite = opposite * F.opposite + w;
          }
          p[l] += with_parity(l, here * F.here, opposite * F.opposite);
        }
      }
      for (int l = 0; l <= l_out; ++l) {
        P const weighted = P(op.grid.weights(g)) * p[l];
        for (int m = 0; m < 2 * l + 1; ++m) b[l * l + m] += P(Y[l * l + m]) * weighted;
      }
    }
    for (int lm = 0; lm < num_lm(l_out); ++lm) store<P>(&z(i, lm * op.spec.channels + c), b[lm]);
  }
};

template <class Space, class Real, int l_max, int l_out>
struct Backward {
  using P = PackOf<Space, Real>;
  Operands<Space, Real> op;
  Features<Real const, Space> z_adj;
  Features<Real, Space> x_adj;
  PowerGradient<Space, Real> gradient;
  int items, workers;
  // So many pairs of points are lifted before they are projected, so that x_adj stays in registers meanwhile; on a
  // device, where a thread's registers hold all, one.
  static constexpr int pairs_at_once = lanes_of<Space, Real> > 1 ? 8 : 1;

  // Threads of a team own different channels, so that a worker's sums over items need no atomics.
  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank();
    int const first = share_begin(items, worker, workers), last = share_begin(items, worker + 1, workers);
    team_for(team, op.spec.channels / lanes_of<Space, Real>, [&](int block) {
      int const c = block * lanes_of<Space, Real>;
      for (int i = first; i < last; ++i) evaluate(i, c, worker);
    });
  }

  KOKKOS_INLINE_FUNCTION void evaluate(int i, int c, int worker) const {
    TermWeights const first_term = op.first_term(i, c);
    Column<Space, Real, l_max> const a(&op.x(i, c), op.spec.channels);
    Column<Space, Real, l_out> const b_adj(&z_adj(i, c), op.spec.channels);
    P a_adj[num_lm(l_max)];
    for (int lm = 0; lm < num_lm(l_max); ++lm) a_adj[lm] = P(Real(0));
    for (int first = 0; first < op.grid.n_pairs; first += pairs_at_once) {
      int const pairs = op.grid.n_pairs - first < pairs_at_once ? op.grid.n_pairs - first : pairs_at_once;
      P f_adj[pairs_at_once][l_max + 1];
      for (int g = 0; g < pairs; ++g) lifted_adjoint(first_term, first + g, a, b_adj, worker, f_adj[g]);
      for (int g = 0; g < pairs; ++g) {
        Real const* const Y = &op.grid.harmonics(first + g, 0);
        for (int l = 0; l <= l_max; ++l)
          for (int m = 0; m < 2 * l + 1; ++m) a_adj[l * l + m] += P(Y[l * l + m]) * f_adj[g][l];
      }
    }
    for (int lm = 0; lm < num_lm(l_max); ++lm) store<P>(&x_adj(i, lm * op.spec.channels + c), a_adj[lm]);
  }

  // f_l_adj(g) = sum_k s[k][l] F_k_adj(g)
  KOKKOS_FORCEINLINE_FUNCTION void lifted_adjoint(TermWeights term, int g, Column<Space, Real, l_max> const& a,
                                                  Column<Space, Real, l_out> const& b_adj, int worker, P* f_adj) const {
    Real const* const Y = &op.grid.harmonics(g, 0);
    P f[l_max + 1], b[l_out + 1];
    lift<l_max>(Y, a, f);
    lift<l_out>(Y, b_adj, b);
    for (int l = 0; l <= l_out; ++l) b[l] *= P(op.grid.weights(g));
    for (int l = 0; l <= l_max; ++l) f_adj[l] = P(Real(0));
    for (int k = 0; k < op.spec.terms; ++k, term.next_term()) {
      Real const* const scale = op.weights.scale.data() + term.scale;
      auto const F = signals<l_max, P>(scale, term.degree_stride, f);
      Pair<P> F_adj{P(Real(0)), P(Real(0))};
      for (int l = 0; l <= l_out; ++l) {
        Real const* weight = op.weights.weight.data() + term.weight + l * term.degree_stride +
                             (op.spec.correlation - 1) * term.power_stride;
        Pair<P> slope;
        slope.here = slope.opposite = P(Real(op.spec.correlation)) * load<P>(weight);
        for (int power = op.spec.correlation - 2; power >= 0; --power) {
          P const w = P(Real(power + 1)) * load<P>(weight -= term.power_stride);
          slope.here = slope.here * F.here + w;
          slope.opposite = slope.opposite * F.opposite + w;
        }
        F_adj.here += b[l] * slope.here;
        if (l % 2 == 0)
          F_adj.opposite += b[l] * slope.opposite;
        else
          F_adj.opposite -= b[l] * slope.opposite;
      }
      P const even = F_adj.here + F_adj.opposite, odd = F_adj.here - F_adj.opposite;
      if (gradient.weight.extent(0) > 0) add_gradient(term, worker, F, even, odd, f, b);
      for (int l = 0; l <= l_max; ++l) f_adj[l] += load<P>(scale + l * term.degree_stride) * (l % 2 == 0 ? even : odd);
    }
  }

  KOKKOS_INLINE_FUNCTION void add_gradient(TermWeights const& term, int worker, Pair<P> const& F, P const& even,
                                           P const& odd, P const* f, P const* b) const {
    for (int l = 0; l <= l_max; ++l)
      add_to<P>(&gradient.scale(worker, term.scale + l * term.degree_stride), f[l] * (l % 2 == 0 ? even : odd));
    for (int l = 0; l <= l_out; ++l) {
      Real* weight_adj = &gradient.weight(worker, term.weight + l * term.degree_stride);
      Pair<P> power_of_F = F;
      for (int power = 0; power < op.spec.correlation; ++power, weight_adj += term.power_stride) {
        add_to<P>(weight_adj, b[l] * with_parity(l, power_of_F.here, power_of_F.opposite));
        power_of_F.here *= F.here;
        power_of_F.opposite *= F.opposite;
      }
    }
  }
};

// Calls launch(Degree<l_x>, Degree<l_z>): a kernel for each pair, so that small degrees do not pay for the registers of
// the largest.
template <class Launch>
void with_degrees_of(PowerSpec const& spec, Launch const& launch) {
  with_degree<max_l>(spec.l_x, [&](auto l_x) {
    using Input = decltype(l_x);
    with_degree<max_l_hidden>(spec.l_z, [&](auto l_z) {
      if constexpr (decltype(l_z)::value <= Input::value) launch(Input{}, l_z);
    });
  });
}

}  // namespace

bool has_fused_power(PowerSpec const& spec) {
  return spec.l_x <= max_l && spec.l_z <= max_l_hidden && spec.l_z <= spec.l_x;
}

template <class Space, class Real>
FusedPower<Space, Real> make_fused_power(PowerSpec const& spec) {
  return {spec, make_power_grid<Space, Real>(spec.l_x, spec.l_z, spec.correlation)};
}

template <class Space, class Real>
void fused_power_forward(Space const& space, FusedPower<Space, Real> const& power,
                         PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                         Features<Real, Space> z) {
  int const packs = items * (power.spec.channels / lanes_of<Space, Real>);
  with_degrees_of(power.spec, [&](auto l_x, auto l_z) {
    Kokkos::parallel_for("tesseral::power::forward", Kokkos::RangePolicy<Space>(space, 0, packs),
                         Forward<Space, Real, decltype(l_x)::value, decltype(l_z)::value>{{power, weights, x}, z});
  });
}

template <class Space, class Real>
void fused_power_backward(Space const& space, FusedPower<Space, Real> const& power,
                          PowerWeights<Space, Real> const& weights, int items, Features<Real const, Space> x,
                          Features<Real const, Space> z_adj, Features<Real, Space> x_adj,
                          PowerGradient<Space, Real> const& gradient) {
  if (items == 0) return;
  // with a weight gradient each worker sums into an array of its own; otherwise every item is a worker
  int const workers = gradient.weight.extent(0) > 0 ? static_cast<int>(gradient.weight.extent(0)) : items;
  with_degrees_of(power.spec, [&](auto l_x, auto l_z) {
    Kokkos::parallel_for("tesseral::power::backward", team_policy(space, workers),
                         Backward<Space, Real, decltype(l_x)::value, decltype(l_z)::value>{
                             {power, weights, x}, z_adj, x_adj, gradient, items, workers});
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                            \
  template FusedPower<Space, Real> make_fused_power<Space, Real>(PowerSpec const&);                                  \
  template void fused_power_forward(Space const&, FusedPower<Space, Real> const&, PowerWeights<Space, Real> const&,  \
                                    int, Features<Real const, Space>, Features<Real, Space>);                        \
  template void fused_power_backward(Space const&, FusedPower<Space, Real> const&, PowerWeights<Space, Real> const&, \
                                     int, Features<Real const, Space>, Features<Real const, Space>,                  \
                                     Features<Real, Space>, PowerGradient<Space, Real> const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
