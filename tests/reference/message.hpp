// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Step 3 of potentials/FORMAT.md: messages, edge by edge and coefficient by coefficient.
#pragma once

#include "reference/radial.hpp"
#include "reference/sphere.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/factors/factor_errors.hpp"

namespace tesseral::reference {

struct EdgeVector {
  int receiver, sender;
  std::array<double, 3> r;  // x_sender - x_receiver
  int species_receiver, species_sender;

  double length() const { return std::sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]); }
};

/// The switch of inner radii.
inline double fade(ModelData const& model, EdgeVector const& edge) {
  if (model.inner_radius.empty()) return 1.0;
  double const x = (edge.length() / model.inner_radius[edge.species_receiver][edge.species_sender] - 0.7) / 0.3;
  return x <= 0.0 ? 0.0 : x >= 1.0 ? 1.0 : 10 * std::pow(x, 3) - 15 * std::pow(x, 4) + 6 * std::pow(x, 5);
}

/// radial_functions() of an edge, which fall silent inside its pair's inner radius.
inline std::vector<double> radial_functions(ModelData const& model, int t, EdgeVector const& edge) {
  auto R = radial_functions(model, t, edge.length(), edge.species_receiver, edge.species_sender);
  for (double& value : R) value *= fade(model, edge);
  return R;
}

/// z[lm][c] = R[c] sum T(lm1, lm2, lm) x[lm1][c] Y[lm2], all with degrees up to l_max; x may have fewer.
inline std::vector<double> shared_product(Architecture const& a, std::vector<double> const& R,
                                          std::vector<double> const& x, std::vector<double> const& Y) {
  int const C = a.channels, d = num_lm(a.l_max), d1 = static_cast<int>(x.size()) / C;
  auto const T = tensor(a.factors);
  std::vector<double> z(d * C, 0.0);
  for (int lm1 = 0; lm1 < d1; ++lm1)
    for (int lm2 = 0; lm2 < d; ++lm2)
      for (int lm = 0; lm < d; ++lm)
        for (int c = 0; c < C; ++c) z[lm * C + c] += R[c] * T[(lm1 * d + lm2) * d + lm] * x[lm1 * C + c] * Y[lm2];
  return z;
}

/// The message of a clebsch_gordan coupling.
inline std::vector<double> factored_message(ModelData const& model, int t, std::vector<EdgeVector> const& edges,
                                            int n_receivers, std::vector<double> const& u) {
  Architecture const& a = model.architecture;
  std::size_t const row_in = num_lm(a.l_in(t)) * a.channels, row = num_lm(a.l_max) * a.channels;
  std::vector<double> M(n_receivers * row, 0.0);
  for (auto const& edge : edges) {
    auto const u_j = u.begin() + edge.sender * row_in;
    auto const z = shared_product(a, radial_functions(model, t, edge), {u_j, u_j + row_in}, harmonics(a.l_max, edge.r));
    for (std::size_t k = 0; k < row; ++k) M[edge.receiver * row + k] += z[k] / a.average_neighbors;
  }
  return M;
}

/// 1/(1 + S) of each receiver, with layer t's densities.
inline std::vector<double> density_norm(ModelData const& model, int t, std::vector<EdgeVector> const& edges,
                                        int n_receivers) {
  double const* d = weights(model, t, "density");
  std::vector<double> norm(n_receivers, 1.0);
  for (auto const& edge : edges) {
    auto const x = basis(model, edge.length(), edge.species_receiver, edge.species_sender);
    double g = 0.0;
    for (std::size_t n = 0; n < x.size(); ++n) g += x[n] * d[n];
    norm[edge.receiver] += fade(model, edge) * std::tanh(g * g);
  }
  for (double& n : norm) n = 1.0 / n;
  return norm;
}

/// M[receiver][lm][c] from u[sender][l1 m1][c], or M[receiver][path, m][c] if paths are mixed one by one; before a
/// density divides it.
inline std::vector<double> message(ModelData const& model, int t, std::vector<EdgeVector> const& edges, int n_receivers,
                                   std::vector<double> const& u) {
  Architecture const& a = model.architecture;
  if (a.coupling == Coupling::clebsch_gordan) return factored_message(model, t, edges, n_receivers, u);
  int const C = a.channels, rows_in = num_lm(a.l_in(t)), rows = message_rows(a, t);
  std::vector<double> M(static_cast<std::size_t>(n_receivers) * rows * C, 0.0);
  auto const paths = message_paths(a.l_in(t), a.l_max);
  std::vector<std::vector<double>> G;
  for (Path const& q : paths) G.push_back(gaunt(q.l1, q.l2, q.l));
  for (auto const& edge : edges) {
    auto const R = radial_functions(model, t, edge);
    bool const shared = a.radial_weights_of(t) == RadialWeights::shared;
    auto const Y = harmonics(a.l_max, edge.r);
    int path_row = 0;
    for (std::size_t q = 0; q < paths.size(); ++q) {
      auto const [l1, l2, l] = paths[q];
      int const row = a.message_mixing == MessageMixing::path ? path_row : l * l;
      path_row += 2 * l + 1;
      std::size_t k = 0;
      for (int m1 = -l1; m1 <= l1; ++m1)
        for (int m2 = -l2; m2 <= l2; ++m2)
          for (int m = -l; m <= l; ++m, ++k)
            for (int c = 0; c < C; ++c)
              M[(static_cast<std::size_t>(edge.receiver) * rows + row + l + m) * C + c] +=
                  R[(shared ? 0 : q) * C + c] * G[q][k] * Y[lm_index(l2, m2)] *
                  u[(static_cast<std::size_t>(edge.sender) * rows_in + lm_index(l1, m1)) * C + c] * a.message_factor();
    }
  }
  return M;
}

}  // namespace tesseral::reference
