// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/folded_weights.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

#include <vector>

namespace tesseral {
namespace {

/// g_l: what the coupling of a scalar with a harmonic multiplies that by.
template <class Space>
Array1<double const, Space> coupling_constants(Architecture const& a) {
  auto const coupling = make_edge_coupling<HostSpace>(0, a.l_max, a.message_factor());
  std::vector<double> const ones(num_lm(a.l_max), 1.0);
  std::vector<double> constants;
  for (int q = 0; q < coupling.n_paths; ++q)
    constants.push_back(coupling.contract(coupling.paths(q).first_entry, ones.data()));
  return upload<Space>("tesseral::coupling_constants", constants);
}

/// g_l Z_l[k][c], and the adjoints of its factors.
template <class Space, class Real>
struct RadialWeight {
  Array1<Real const, Space> weights;
  Array1<double const, Space> constant;
  WeightRef map, degree_in, degree_out;
  bool by_degree, shared;
  int channels;

  KOKKOS_INLINE_FUNCTION std::size_t at(int l, int k, int c) const {
    return map.offset + static_cast<std::size_t>(k) * map.cols + (shared ? 0 : l * channels) + c;
  }
  KOKKOS_INLINE_FUNCTION Real in(int c) const { return by_degree ? weights(degree_in.offset + c) : Real(1); }
  KOKKOS_INLINE_FUNCTION Real out(int l, int c) const {
    return by_degree ? weights(degree_out.offset + l * channels + c) : Real(1);
  }
  KOKKOS_INLINE_FUNCTION Real operator()(int l, int k, int c) const {
    return static_cast<Real>(constant(l)) * in(c)*out(l, c) * weights(at(l, k, c));
  }
  /// From the adjoint of operator()(l, k, c); only one thread may have this c.
  template <class Gradient>
  KOKKOS_INLINE_FUNCTION void add_adjoint(int l, int k, int c, Real adjoint, Gradient const& gradient) const {
    Real const g_adj = static_cast<Real>(constant(l)) * adjoint, Z = weights(at(l, k, c));
    gradient(at(l, k, c)) += g_adj * in(c)*out(l, c);
    if (!by_degree) return;
    gradient(degree_in.offset + c) += g_adj * out(l, c) * Z;
    gradient(degree_out.offset + l * channels + c) += g_adj * in(c)*Z;
  }
};

template <class Space, class Real>
RadialWeight<Space, Real> radial_weight(Model<Space, Real> const& model, Array1<double const, Space> const& constant) {
  RadialWeights const kind = model.architecture().radial_weights_of(0);
  LayerWeights const& layer = model.layer(0);
  return {model.values(),
          constant,
          layer.radial.back(),
          layer.degree_in,
          layer.degree_out,
          kind == RadialWeights::degree,
          kind == RadialWeights::shared,
          model.channels()};
}

}  // namespace

template <class Space, class Real>
FoldedWeights<Space, Real>::FoldedWeights(Model<Space, Real> const& model)
    : model_(model),
      mixing_in_(model.weight(0, "mixing_in")),
      mixing_message_(model.weight(0, "mixing_message")),
      radial_(model.layer(0).radial.back()),
      by_receiver_(model.architecture().mixes_by_species(0)),
      species_(model.architecture().species),
      functions_(radial_.rows),
      channels_(model.channels()),
      degrees_(model.architecture().l_max + 1),
      constant_(coupling_constants<Space>(model.architecture())),
      u_("tesseral::sender_features", species_, channels_),
      B_("tesseral::folded_radial", static_cast<std::size_t>(degrees_) * rows() * channels_),
      V_("tesseral::folded_weights", static_cast<std::size_t>(matrices()) * rows() * channels_),
      V_transposed_("tesseral::folded_transposed", V_.extent(0)) {}

template <class Space, class Real>
void FoldedWeights<Space, Real>::prepare(Space const& space, bool with_gradient) {
  if (with_gradient) {
    if (V_adj_.extent_int(0) != worker_count(space))
      V_adj_ = Array2<Real, Space>("tesseral::folded_adj", worker_count(space), V_.extent(0));
    if (B_adj_.extent(0) == 0) {
      u_adj_ = Array2<Real, Space>("tesseral::sender_features_adj", species_, channels_);
      B_adj_ = Array1<Real, Space>("tesseral::folded_radial_adj", B_.extent(0));
    }
    Kokkos::deep_copy(space, V_adj_, Real(0));
  }
  if (folded_ && version_ == model_.weights_version()) return;
  folded_ = true;
  version_ = model_.weights_version();
  using P = PackOf<Space, Real>;
  int const C = channels_, K = functions_, rows = this->rows(), degrees = degrees_;
  auto const weights = model_.values();
  auto const u = u_;
  auto const B = B_, V = V_, V_transposed = V_transposed_;
  WeightRef const X = model_.embedding(), U = mixing_in_, W = mixing_message_;
  using Numbers = Kokkos::RangePolicy<Space>;
  Kokkos::parallel_for(
      "tesseral::folded_weights::senders", Numbers(space, 0, species_ * C), KOKKOS_LAMBDA(int item) {
        int const z = item / C, c = item % C;
        Real sum = 0;
        for (int in = 0; in < C; ++in) sum += weights(X.offset + z * C + in) * weights(U.offset + in * C + c);
        u(z, c) = sum;
      });
  auto const Z = radial_weight(model_, constant_);
  Kokkos::parallel_for(
      "tesseral::folded_weights::radial", Numbers(space, 0, degrees * rows), KOKKOS_LAMBDA(int item) {
        int const l = item / rows, z = item % rows / K, k = item % K;
        for (int c = 0; c < C; ++c) B(static_cast<std::size_t>(item) * C + c) = u(z, c) * Z(l, k, c);
      });
  Kokkos::parallel_for(
      "tesseral::folded_weights::product", team_policy(space, matrices()),
      KOKKOS_LAMBDA(TeamMember<Space> const& team) {
        int const matrix = team.league_rank(), l = matrix % degrees;
        std::size_t const size = static_cast<std::size_t>(rows) * C;
        tile_gemm<P>(team, rows, C, C, B.data() + l * size, C, 1, weights.data() + W.offset + matrix * C * C, C,
                     V.data() + matrix * size, C, GemmMode::overwrite);
        team.team_barrier();
        team_for(team, rows, [&](int row) {
          for (int c = 0; c < C; ++c) V_transposed(matrix * size + c * rows + row) = V(matrix * size + row * C + c);
        });
      });
}

template <class Space, class Real>
ChannelMixing<Space, Real> FoldedWeights<Space, Real>::mixing(Array1<int const, Space> const& species,
                                                              int atoms) const {
  return {V_,
          V_transposed_,
          {0, rows(), channels_, matrices()},
          degrees_ - 1,
          atoms,
          by_receiver_ ? species : Array1<int const, Space>{},
          {}};
}

template <class Space, class Real>
void FoldedWeights<Space, Real>::add_gradient(Space const& space, Array2<Real, Space> weight_adj) const {
  using P = PackOf<Space, Real>;
  int const C = channels_, K = functions_, rows = this->rows(), degrees = degrees_, species = species_;
  int const receivers = by_receiver_ ? species_ : 1, workers = static_cast<int>(V_adj_.extent(0));
  std::size_t const size = static_cast<std::size_t>(rows) * C;
  auto const weights = model_.values(), transposed = model_.transposed();
  auto const u = u_, u_adj = u_adj_;
  auto const B = B_, B_adj = B_adj_;
  auto const V_adj = V_adj_;
  Kokkos::deep_copy(space, u_adj, Real(0));
  Kokkos::deep_copy(space, B_adj, Real(0));
  auto const gradient = Kokkos::subview(weight_adj, 0, Kokkos::ALL);
  WeightRef const X = model_.embedding(), U = mixing_in_, W = mixing_message_;
  using Numbers = Kokkos::RangePolicy<Space>;
  Kokkos::parallel_for(
      "tesseral::folded_weights::product_adjoint", team_policy(space, degrees),
      KOKKOS_LAMBDA(TeamMember<Space> const& team) {
        int const l = team.league_rank();
        for (int s = 0; s < receivers; ++s) {
          int const matrix = s * degrees + l;
          std::size_t const begin = matrix * size;
          team_for(team, static_cast<int>(size), [&](int k) {
            for (int w = 1; w < workers; ++w) V_adj(0, begin + k) += V_adj(w, begin + k);
          });
          team.team_barrier();
          Real const* const sum = &V_adj(0, begin);
          std::size_t const W_begin = W.offset + static_cast<std::size_t>(matrix) * C * C;
          tile_gemm<P>(team, C, C, rows, B.data() + l * size, 1, C, sum, C, &gradient(W_begin), C,
                       GemmMode::accumulate);
          tile_gemm<P>(team, rows, C, C, sum, C, 1, transposed.data() + W_begin, C, B_adj.data() + l * size, C,
                       GemmMode::accumulate);
          team.team_barrier();
        }
      });
  auto const Z = radial_weight(model_, constant_);
  Kokkos::parallel_for(
      "tesseral::folded_weights::radial_adjoint", Numbers(space, 0, C), KOKKOS_LAMBDA(int c) {
        for (int l = 0; l < degrees; ++l)
          for (int k = 0; k < K; ++k) {
            Real adjoint = 0;
            for (int z = 0; z < species; ++z) {
              Real const b_adj = B_adj(l * size + static_cast<std::size_t>(z * K + k) * C + c);
              adjoint += u(z, c) * b_adj;
              u_adj(z, c) += Z(l, k, c) * b_adj;
            }
            Z.add_adjoint(l, k, c, adjoint, gradient);
          }
      });
  Kokkos::parallel_for(
      "tesseral::folded_weights::senders_adjoint", Numbers(space, 0, C), KOKKOS_LAMBDA(int in) {
        for (int z = 0; z < species; ++z)
          for (int c = 0; c < C; ++c) {
            gradient(U.offset + in * C + c) += weights(X.offset + z * C + in) * u_adj(z, c);
            gradient(X.offset + z * C + in) += weights(U.offset + in * C + c) * u_adj(z, c);
          }
      });
}

template <class Space, class Real>
std::size_t FoldedWeights<Space, Real>::bytes() const {
  return (u_.size() + B_.size() + 2 * V_.size() + V_adj_.size() + u_adj_.size() + B_adj_.size()) * sizeof(Real);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class FoldedWeights<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
