// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Steps 1 and 4 to 7 of potentials/FORMAT.md: what happens at each atom.
#pragma once

#include "reference/radial.hpp"
#include "reference/sphere.hpp"
#include "reference/tensor_product.hpp"
#include "tesseral/core/types.hpp"

namespace tesseral::reference {

/// y[i][lm][c] = sum_c' x[i][lm][c'] U[l][c'][c] for l <= l_max; x has rows of all degrees up to l_x >= l_max, and
/// atom i uses the matrices at U(i).
template <class Matrices>
std::vector<double> mix(std::vector<double> const& x, int l_x, int l_max, int C, Matrices const& U) {
  std::size_t const n = x.size() / (num_lm(l_x) * C);
  std::vector<double> y(n * num_lm(l_max) * C, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (int l = 0; l <= l_max; ++l)
      for (int lm = l * l; lm < num_lm(l); ++lm)
        for (int in = 0; in < C; ++in)
          for (int out = 0; out < C; ++out)
            y[(i * num_lm(l_max) + lm) * C + out] += x[(i * num_lm(l_x) + lm) * C + in] * U(i)[(l * C + in) * C + out];
  return y;
}

/// Step 4: A[i][lm][c] from M[i][lm][c] or M[i][path, m][c].
inline std::vector<double> mix_message(ModelData const& model, int t, std::vector<int> const& species,
                                       std::vector<double> const& M) {
  Architecture const& a = model.architecture;
  int const C = a.channels, rows = num_lm(a.l_max), rows_in = message_rows(a, t);
  bool const by_path = a.message_mixing == MessageMixing::path;
  std::vector<Path> paths = message_paths(a.l_in(t), a.l_max);
  if (!by_path) {
    paths.clear();
    for (int l = 0; l <= a.l_max; ++l) paths.push_back({0, l, l});
  }
  double const* const V = weights(model, t, "mixing_message");
  std::vector<double> A(species.size() * rows * C, 0.0);
  for (std::size_t i = 0; i < species.size(); ++i) {
    int row = 0;
    for (std::size_t q = 0; q < paths.size(); ++q) {
      std::size_t const matrix = (a.mixes_by_species(t) ? species[i] * paths.size() : 0) + q;
      for (int m = 0; m < 2 * paths[q].l + 1; ++m, ++row)
        for (int in = 0; in < C; ++in)
          for (int out = 0; out < C; ++out)
            A[(i * rows + paths[q].l * paths[q].l + m) * C + out] +=
                M[(i * rows_in + row) * C + in] * V[(matrix * C + in) * C + out];
    }
  }
  return A;
}

/// One channel of one atom: sum over paths of w[path] (T_l1 x A_l2)_l, l <= l_out, by projecting products of signals.
/// w(q) in the order of the paths.
template <class Weight>
std::vector<double> nested_product(int l_max, int l_out, std::vector<double> const& T, std::vector<double> const& A,
                                   Weight const& w) {
  std::vector<std::vector<double>> number((l_max + 1) * (l_max + 1), std::vector<double>(l_out + 1, 0.0));
  int q = 0;
  for (int l1 = 0; l1 <= l_max; ++l1)
    for (int l2 = 0; l2 <= l_max; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, l_out); l += 2) number[l1 * (l_max + 1) + l2][l] = w(q++);
  return gaunt_product(l_max, l_max, l_out, T, A,
                       [&](int l1, int l2, int l) { return number[l1 * (l_max + 1) + l2][l]; });
}

/// Step 5 of an exact node product.
inline std::vector<double> exact_node_product(ModelData const& model, int t, std::vector<int> const& species,
                                              std::vector<double> const& A) {
  Architecture const& a = model.architecture;
  int const C = a.channels, l_out = a.l_out(t), rows = num_lm(a.l_max), rows_out = num_lm(l_out);
  int const inner = node_product_paths(a.l_max, a.l_max), outer = node_product_paths(a.l_max, l_out);
  double const* linear = weights(model, t, "product_linear");
  double const* path = a.correlation > 1 ? weights(model, t, "product_path") : nullptr;
  double const* nested = a.correlation > 2 ? weights(model, t, "product_nested") : nullptr;
  std::vector<double> B(species.size() * rows_out * C, 0.0);
  for (std::size_t i = 0; i < species.size(); ++i)
    for (int c = 0; c < C; ++c) {
      std::vector<double> x(rows);
      for (int lm = 0; lm < rows; ++lm) x[lm] = A[(i * rows + lm) * C + c];
      auto const add = [&](int lm, double value) { B[(i * rows_out + lm) * C + c] += value; };
      for (int l = 0; l <= l_out; ++l)
        for (int lm = l * l; lm < num_lm(l); ++lm) add(lm, linear[(species[i] * (l_out + 1) + l) * C + c] * x[lm]);
      auto T = x;
      for (int nu = 2; nu <= a.correlation; ++nu) {
        auto const part = nested_product(a.l_max, l_out, T, x, [&](int q) {
          return path[(((nu - 2) * a.species + species[i]) * outer + q) * C + c];
        });
        for (int lm = 0; lm < rows_out; ++lm) add(lm, part[lm]);
        if (nu < a.correlation)
          T = nested_product(a.l_max, a.l_max, T, x, [&](int q) { return nested[((nu - 2) * inner + q) * C + c]; });
      }
    }
  return B;
}

/// B[i][lm][c] = sum_k sum_nu w[k, nu-1, s_i, l, c] <F_k,c^nu Y_lm> of layer t, F on the points of a quadrature.
inline std::vector<double> gaunt_node_product(ModelData const& model, int t, std::vector<int> const& species,
                                              std::vector<double> const& A) {
  Architecture const& a = model.architecture;
  int const C = a.channels, l_out = a.l_out(t), rows = num_lm(a.l_max), rows_out = num_lm(l_out);
  double const* sigma = weights(model, t, "product_scale");
  double const* w = weights(model, t, "product_weight");
  std::vector<double> B(species.size() * rows_out * C, 0.0);
  for (auto const& point : quadrature(a.correlation * a.l_max + l_out)) {
    auto const Y = harmonics(a.l_max, point.r);
    for (std::size_t i = 0; i < species.size(); ++i)
      for (int k = 0; k < a.product_terms; ++k)
        for (int c = 0; c < C; ++c) {
          double F = 0.0;
          for (int l = 0; l <= a.l_max; ++l)
            for (int lm = l * l; lm < num_lm(l); ++lm)
              F += sigma[(k * (a.l_max + 1) + l) * C + c] * A[(i * rows + lm) * C + c] * Y[lm];
          for (int nu = 1; nu <= a.correlation; ++nu)
            for (int l = 0; l <= l_out; ++l)
              for (int lm = l * l; lm < num_lm(l); ++lm) {
                int const row = ((k * a.correlation + nu - 1) * a.species + species[i]) * (l_out + 1) + l;
                B[(i * rows_out + lm) * C + c] += w[row * C + c] * point.weight * std::pow(F, nu) * Y[lm];
              }
        }
  }
  return B;
}

/// (x_l1 y_l2)_l of one channel by Gaunt coefficients; x and y hold the orders of one degree.
inline std::vector<double> couple(std::vector<double> const& G, std::vector<double> const& x,
                                  std::vector<double> const& y) {
  std::vector<double> z(G.size() / (x.size() * y.size()), 0.0);
  std::size_t k = 0;
  for (double const a : x)
    for (double const b : y)
      for (double& sum : z) sum += G[k++] * a * b;
  return z;
}

/// Step 5 of a symmetric node product.
inline std::vector<double> symmetric_node_product(ModelData const& model, int t, std::vector<int> const& species,
                                                  std::vector<double> const& A) {
  Architecture const& a = model.architecture;
  int const C = a.channels, l_out = a.l_out(t), rows = num_lm(a.l_max), rows_out = num_lm(l_out);
  int const pairs = product_pairs_to(a, l_out), triples = product_triples_to(a, l_out);
  double const* const linear = weights(model, t, "product_linear");
  double const* const pair = pairs > 0 ? weights(model, t, "product_pair") : nullptr;
  double const* const triple = triples > 0 ? weights(model, t, "product_triple") : nullptr;
  std::vector<double> B(species.size() * rows_out * C, 0.0);
  for (std::size_t i = 0; i < species.size(); ++i)
    for (int c = 0; c < C; ++c) {
      auto const x = [&](int l) {
        std::vector<double> orders;
        for (int lm = l * l; lm < num_lm(l); ++lm) orders.push_back(A[(i * rows + lm) * C + c]);
        return orders;
      };
      auto const add = [&](int l, double w, std::vector<double> const& z) {
        for (int m = 0; m < 2 * l + 1; ++m) B[(i * rows_out + l * l + m) * C + c] += w * z[m];
      };
      int const s = species[i];
      for (int l = 0; l <= l_out; ++l) add(l, linear[(s * (l_out + 1) + l) * C + c], x(l));
      for (int k = 0; k < pairs; ++k) {
        auto const [l1, l2, l] = a.product_pairs[k];
        add(l, pair[(s * pairs + k) * C + c], couple(gaunt(l1, l2, l), x(l1), x(l2)));
      }
      for (int k = 0; k < triples; ++k) {
        auto const [l1, l2, l12, l3, l] = a.product_triples[k];
        auto const T = couple(gaunt(l1, l2, l12), x(l1), x(l2));
        add(l, triple[(s * triples + k) * C + c], couple(gaunt(l12, l3, l), T, x(l3)));
      }
    }
  return B;
}

inline std::vector<double> node_product(ModelData const& model, int t, std::vector<int> const& species,
                                        std::vector<double> const& A) {
  switch (model.architecture.node_product) {
    case NodeProductKind::gaunt:
      return gaunt_node_product(model, t, species, A);
    case NodeProductKind::exact:
      return exact_node_product(model, t, species, A);
    default:
      return symmetric_node_product(model, t, species, A);
  }
}

/// e[i] of layer t from h[i][lm][c], degrees up to l_out.
inline std::vector<double> readout(ModelData const& model, int t, std::vector<double> const& h) {
  Architecture const& a = model.architecture;
  int const C = a.channels, rows = num_lm(a.l_out(t));
  bool const last = t == a.layers - 1;
  double const* rho = weights(model, t, last ? "readout_0" : "readout");
  double const* rho_1 = last ? weights(model, t, "readout_1") : nullptr;
  std::vector<double> e(h.size() / (rows * C), 0.0);
  for (std::size_t i = 0; i < e.size(); ++i) {
    double const* scalars = &h[i * rows * C];
    if (!last) {
      for (int c = 0; c < C; ++c) e[i] += scalars[c] * rho[c];
      continue;
    }
    for (int k = 0; k < a.readout_hidden; ++k) {
      double x = 0.0;
      for (int c = 0; c < C; ++c) x += scalars[c] * rho[c * a.readout_hidden + k];
      e[i] += silu(x) * rho_1[k];
    }
  }
  return e;
}

}  // namespace tesseral::reference
