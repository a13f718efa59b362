// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Steps 2 to 4 of attention in potentials/FORMAT.md: the average over neighbours, edge by edge and coefficient by
/// coefficient.
#pragma once

#include "reference/message.hpp"

namespace tesseral::reference {

/// M[receiver][lm][c] from u[sender][lm1][c]; species of the receivers.
inline std::vector<double> attention(ModelData const& model, int t, std::vector<EdgeVector> const& edges,
                                     std::vector<int> const& species, std::vector<double> const& u) {
  Architecture const& a = model.architecture;
  int const C = a.channels, H = a.heads, rows_in = num_lm(a.l_in(t)), rows = num_lm(a.l_out(t));
  std::size_t const n_receivers = species.size();
  double const* const G = weights(model, t, "value");
  double const* const B = weights(model, t, "attention");
  std::vector<double> M(n_receivers * rows * C, 0.0), n(n_receivers * H, 1.0);
  for (auto const& edge : edges) {
    double const length = edge.length();
    auto const R = radial_functions(model, t, edge);
    auto const Y = harmonics(a.l_max, edge.r);
    auto const u_j = u.begin() + static_cast<std::size_t>(edge.sender) * rows_in * C;
    auto V = shared_product(a, R, {u_j, u_j + rows_in * C}, Y);
    std::vector<double> const s(V.begin(), V.begin() + C);
    std::vector<double> w(H);
    for (int h = 0; h < H; ++h) {
      double logit = 0.0;
      for (int c = 0; c < C; ++c)
        logit += B[(species[edge.receiver] * C + c) * H + h] * (0.2 * s[c] + 0.8 * silu(s[c]));
      w[h] = fade(model, edge) * cutoff(length, a.r_cut, a.cutoff_power) * std::exp(10.0 * std::tanh(logit / 10.0));
      n[edge.receiver * H + h] += w[h];
    }
    for (int c = 0; c < C; ++c) {
      double x = 0.0, gate = 0.0;
      for (int k = 0; k < C; ++k) {
        x += s[k] * G[k * C + c];
        gate += s[k] * G[(C + k) * C + c];
      }
      V[c] = silu(x);
      for (int lm = 1; lm < num_lm(a.l_max); ++lm) V[lm * C + c] /= 1.0 + std::exp(-gate);
    }
    auto const q = shared_product(a, R, V, Y);
    for (int lm = 0; lm < rows; ++lm)
      for (int c = 0; c < C; ++c) M[(edge.receiver * rows + lm) * C + c] += w[c / (C / H)] * q[lm * C + c];
  }
  for (std::size_t i = 0; i < n_receivers; ++i)
    for (int lm = 0; lm < rows; ++lm)
      for (int c = 0; c < C; ++c) M[(i * rows + lm) * C + c] /= n[i * H + c / (C / H)];
  return M;
}

}  // namespace tesseral::reference
