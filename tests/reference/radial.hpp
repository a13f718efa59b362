// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Step 2 of potentials/FORMAT.md: cutoff, Bessel functions and the radial network of one edge.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace tesseral::reference {

/// The numbers of a weight tensor, row-major.
inline double const* weights(ModelData const& model, std::string const& name) {
  auto const tensors = weight_tensors(model.architecture);
  return model.weights.data() + find_tensor(tensors, name).offset;
}
inline double const* weights(ModelData const& model, int t, std::string const& name) {
  return weights(model, "layer_" + std::to_string(t) + "/" + name);
}

inline double cutoff(double r, double r_cut, int p) {
  double const xi = r / r_cut;
  if (xi >= 1.0) return 0.0;
  return 1.0 - (p + 1) * (p + 2) / 2.0 * std::pow(xi, p) + p * (p + 2) * std::pow(xi, p + 1) -
         p * (p + 1) / 2.0 * std::pow(xi, p + 2);
}

/// n = 1, 2, …
inline double bessel(int n, double r, double r_cut, int p) {
  double const pi = std::acos(-1.0);
  return std::sqrt(2.0 / r_cut) * std::sin(n * pi * r / r_cut) / r * cutoff(r, r_cut, p);
}

/// The radial basis of a pair of species.
inline std::vector<double> basis(ModelData const& model, double r, int s_1, int s_2) {
  Architecture const& a = model.architecture;
  double y = r;
  if (model.agnesi) {
    auto const& g = *model.agnesi;
    double const x = 2.0 * r / (g.radii[s_1] + g.radii[s_2]);
    y = 1.0 / (1.0 + g.a * std::pow(x, g.q) / (1.0 + std::pow(x, g.q - g.p)));
  }
  std::vector<double> values;
  for (int n = 1; n <= a.bessel; ++n) {
    double const k = model.bessel_frequencies.empty() ? n * std::acos(-1.0) / a.r_cut : model.bessel_frequencies[n - 1];
    values.push_back(std::sqrt(2.0 / a.r_cut) * std::sin(k * y) / y * cutoff(r, a.r_cut, a.cutoff_power));
  }
  return values;
}

inline double silu(double x) { return x / (1.0 + std::exp(-x)); }

/// R[path][channel] of layer t for a pair of species; R[channel] if all paths share it. Behind them with degree weights
/// rho[l2][channel].
inline std::vector<double> radial_functions(ModelData const& model, int t, double r, int s_1 = 0, int s_2 = 0) {
  Architecture const& a = model.architecture;
  auto const paths = message_paths(a.l_in(t), a.l_max);
  bool const by_path = a.radial_weights != RadialWeights::degree,
             shared = a.radial_weights_of(t) == RadialWeights::shared;
  int const C = a.channels, functions = shared ? 1 : by_path ? static_cast<int>(paths.size()) : a.l_max + 1;
  std::vector<double> x = basis(model, r, s_1, s_2);
  int const hidden = static_cast<int>(a.radial_hidden.size());
  for (int k = 0; k <= hidden; ++k) {
    int const width = k < hidden ? a.radial_hidden[k] : functions * C;
    double const* Z = weights(model, t, "radial_" + std::to_string(k));
    std::vector<double> y(width, 0.0);
    for (std::size_t in = 0; in < x.size(); ++in)
      for (int out = 0; out < width; ++out) y[out] += x[in] * Z[in * width + out];
    if (k < hidden)
      for (double& value : y) value = silu(value);
    x = y;
  }
  if (by_path) return x;
  double const* degree_in = weights(model, t, "degree_in");
  double const* degree_out = weights(model, t, "degree_out");
  std::vector<double> R;
  for (Path const& q : paths)
    for (int c = 0; c < C; ++c) R.push_back(degree_in[q.l1 * C + c] * x[q.l2 * C + c] * degree_out[q.l * C + c]);
  R.insert(R.end(), x.begin(), x.end());
  return R;
}

}  // namespace tesseral::reference
