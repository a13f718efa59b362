// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/layers/node_product.hpp"

#include "tesseral/basis/spherical_harmonics.hpp"
#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {
namespace {

/// Weights of one term k for one atom's species and one pack of channels, as offsets into Model::values().
struct TermWeights {
  std::size_t scale, weight;            // of degree 0 and the first power
  int degree_stride;                    // channels
  std::size_t power_stride;             // from a power to the next
  std::size_t scale_step, weight_step;  // from a term to the next

  template <class Space, class Real>
  KOKKOS_INLINE_FUNCTION TermWeights(NodeProduct<Space, Real> const& op, int species, int c)
      : scale(op.scale.offset + c),
        weight(op.weight.offset + static_cast<std::size_t>(species) * (op.l_out + 1) * op.channels + c),
        degree_stride(op.channels),
        power_stride(static_cast<std::size_t>(op.n_species) * (op.l_out + 1) * op.channels),
        scale_step(static_cast<std::size_t>(op.l_max + 1) * op.channels),
        weight_step(op.correlation * power_stride) {}

  KOKKOS_FORCEINLINE_FUNCTION void next_term() {
    scale += scale_step;
    weight += weight_step;
  }
};

// The features of one atom and pack of channels, loaded once; on a device, which has no registers for all degrees of
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
  NodeProduct<Space, Real> op;
  Features<Real const, Space> A;
  Features<Real, Space> B;

  KOKKOS_INLINE_FUNCTION void operator()(int item) const {
    int const blocks = op.channels / lanes_of<Space, Real>;
    int const i = item / blocks;
    int const c = item % blocks * lanes_of<Space, Real>;
    TermWeights const first_term(op, op.species(i), c);
    Column<Space, Real, l_max> const a(&A(i, c), op.channels);
    P b[num_lm(l_out)];
    for (int lm = 0; lm < num_lm(l_out); ++lm) b[lm] = P(Real(0));
    for (int g = 0; g < op.grid.n_pairs; ++g) {
      Real const* const Y = &op.grid.harmonics(g, 0);
      P f[l_max + 1], p[l_out + 1];
      lift<l_max>(Y, a, f);
      for (int l = 0; l <= l_out; ++l) p[l] = P(Real(0));
      TermWeights term = first_term;
      for (int k = 0; k < op.terms; ++k, term.next_term()) {
        auto const F = signals<l_max, P>(op.weights.data() + term.scale, term.degree_stride, f);
        for (int l = 0; l <= l_out; ++l) {
          Real const* weight =
              op.weights.data() + term.weight + l * term.degree_stride + (op.correlation - 1) * term.power_stride;
          P here = load<P>(weight), opposite = here;
          for (int power = op.correlation - 2; power >= 0; --power) {
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
    for (int lm = 0; lm < num_lm(l_out); ++lm) store<P>(&B(i, lm * op.channels + c), b[lm]);
  }
};

template <class Space, class Real, int l_max, int l_out>
struct Backward {
  using P = PackOf<Space, Real>;
  NodeProduct<Space, Real> op;
  Features<Real const, Space> A, B_adj;
  Features<Real, Space> A_adj;
  Array2<Real, Space> weight_adj;  // [worker][weight] or empty
  int workers;
  // So many pairs of points are lifted before they are projected, so that A_adj stays in registers meanwhile; on a
  // device, where a thread's registers hold all, one.
  static constexpr int pairs_at_once = lanes_of<Space, Real> > 1 ? 8 : 1;

  // Threads of a team own different channels, so that a worker's sums over atoms need no atomics.
  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    int const worker = team.league_rank();
    Real* const gradient = weight_adj.extent(0) > 0 ? &weight_adj(worker, 0) : nullptr;
    int const first = share_begin(op.atoms, worker, workers), last = share_begin(op.atoms, worker + 1, workers);
    Kokkos::parallel_for(Kokkos::TeamVectorRange(team, op.channels / lanes_of<Space, Real>), [&](int block) {
      int const c = block * lanes_of<Space, Real>;
      for (int i = first; i < last; ++i) evaluate(i, c, gradient);
    });
  }

  KOKKOS_INLINE_FUNCTION void evaluate(int i, int c, Real* gradient) const {
    TermWeights const first_term(op, op.species(i), c);
    Column<Space, Real, l_max> const a(&A(i, c), op.channels);
    Column<Space, Real, l_out> const b_adj(&B_adj(i, c), op.channels);
    P a_adj[num_lm(l_max)];
    for (int lm = 0; lm < num_lm(l_max); ++lm) a_adj[lm] = P(Real(0));
    for (int first = 0; first < op.grid.n_pairs; first += pairs_at_once) {
      int const pairs = op.grid.n_pairs - first < pairs_at_once ? op.grid.n_pairs - first : pairs_at_once;
      P f_adj[pairs_at_once][l_max + 1];
      for (int g = 0; g < pairs; ++g) lifted_adjoint(first_term, first + g, a, b_adj, gradient, f_adj[g]);
      for (int g = 0; g < pairs; ++g) {
        Real const* const Y = &op.grid.harmonics(first + g, 0);
        for (int l = 0; l <= l_max; ++l)
          for (int m = 0; m < 2 * l + 1; ++m) a_adj[l * l + m] += P(Y[l * l + m]) * f_adj[g][l];
      }
    }
    for (int lm = 0; lm < num_lm(l_max); ++lm) store<P>(&A_adj(i, lm * op.channels + c), a_adj[lm]);
  }

  // f_l_adj(g) = sum_k s[k][l] F_k_adj(g)
  KOKKOS_FORCEINLINE_FUNCTION void lifted_adjoint(TermWeights term, int g, Column<Space, Real, l_max> const& a,
                                                  Column<Space, Real, l_out> const& b_adj, Real* gradient,
                                                  P* f_adj) const {
    Real const* const Y = &op.grid.harmonics(g, 0);
    P f[l_max + 1], b[l_out + 1];
    lift<l_max>(Y, a, f);
    lift<l_out>(Y, b_adj, b);
    for (int l = 0; l <= l_out; ++l) b[l] *= P(op.grid.weights(g));
    for (int l = 0; l <= l_max; ++l) f_adj[l] = P(Real(0));
    for (int k = 0; k < op.terms; ++k, term.next_term()) {
      Real const* const scale = op.weights.data() + term.scale;
      auto const F = signals<l_max, P>(scale, term.degree_stride, f);
      Pair<P> F_adj{P(Real(0)), P(Real(0))};
      for (int l = 0; l <= l_out; ++l) {
        Real const* weight =
            op.weights.data() + term.weight + l * term.degree_stride + (op.correlation - 1) * term.power_stride;
        Pair<P> slope;
        slope.here = slope.opposite = P(Real(op.correlation)) * load<P>(weight);
        for (int power = op.correlation - 2; power >= 0; --power) {
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
      if (gradient != nullptr) add_gradient(term, gradient, F, even, odd, f, b);
      for (int l = 0; l <= l_max; ++l) f_adj[l] += load<P>(scale + l * term.degree_stride) * (l % 2 == 0 ? even : odd);
    }
  }

  KOKKOS_INLINE_FUNCTION void add_gradient(TermWeights const& term, Real* gradient, Pair<P> const& F, P const& even,
                                           P const& odd, P const* f, P const* b) const {
    for (int l = 0; l <= l_max; ++l)
      add_to<P>(gradient + term.scale + l * term.degree_stride, f[l] * (l % 2 == 0 ? even : odd));
    for (int l = 0; l <= l_out; ++l) {
      Real* weight_adj = gradient + term.weight + l * term.degree_stride;
      Pair<P> power_of_F = F;
      for (int power = 0; power < op.correlation; ++power, weight_adj += term.power_stride) {
        add_to<P>(weight_adj, b[l] * with_parity(l, power_of_F.here, power_of_F.opposite));
        power_of_F.here *= F.here;
        power_of_F.opposite *= F.opposite;
      }
    }
  }
};

// Calls launch(Degree<l_max>, Degree<l_out>): a kernel for each pair, so that small degrees do not pay for the
// registers of the largest.
template <class Launch>
void with_degrees_of(int l_max, int l_out, Launch const& launch) {
  with_degree<max_l>(l_max, [&](auto fixed_max) {
    using Max = decltype(fixed_max);
    with_degree<max_l_hidden>(l_out, [&](auto fixed_out) {
      if constexpr (decltype(fixed_out)::value <= Max::value) launch(Max{}, fixed_out);
    });
  });
}

}  // namespace

template <class Space, class Real>
void node_product_forward(Space const& space, NodeProduct<Space, Real> const& op, Features<Real const, Space> A,
                          Features<Real, Space> B) {
  int const items = op.atoms * (op.channels / lanes_of<Space, Real>);
  with_degrees_of(op.l_max, op.l_out, [&](auto l_max, auto l_out) {
    Kokkos::parallel_for("tesseral::node_product::forward", Kokkos::RangePolicy<Space>(space, 0, items),
                         Forward<Space, Real, decltype(l_max)::value, decltype(l_out)::value>{op, A, B});
  });
}

template <class Space, class Real>
void node_product_backward(Space const& space, NodeProduct<Space, Real> const& op, Features<Real const, Space> A,
                           Features<Real const, Space> B_adj, Features<Real, Space> A_adj,
                           Array2<Real, Space> weight_adj) {
  // with a weight gradient each worker sums into an array of its own; otherwise every atom is a worker
  int const workers = weight_adj.extent(0) > 0 ? static_cast<int>(weight_adj.extent(0)) : op.atoms;
  if (op.atoms == 0) return;
  with_degrees_of(op.l_max, op.l_out, [&](auto l_max, auto l_out) {
    Kokkos::parallel_for("tesseral::node_product::backward", team_policy(space, workers),
                         Backward<Space, Real, decltype(l_max)::value, decltype(l_out)::value>{op, A, B_adj, A_adj,
                                                                                               weight_adj, workers});
  });
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                    \
  template void node_product_forward<Space, Real>(Space const&, NodeProduct<Space, Real> const&,             \
                                                  Features<Real const, Space>, Features<Real, Space>);       \
  template void node_product_backward<Space, Real>(Space const&, NodeProduct<Space, Real> const&,            \
                                                   Features<Real const, Space>, Features<Real const, Space>, \
                                                   Features<Real, Space>, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
