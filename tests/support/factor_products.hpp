// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products of two features of the host, from CP factors, and what is sampled of them.
#pragma once

#include "support/wigner_d.hpp"
#include "tesseral/factors/cp_factors.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tesseral::test {

inline double norm(std::vector<double> const& x) {
  double square = 0.0;
  for (double const value : x) square += value * value;
  return std::sqrt(square);
}

/// z = A^T ((B x) ∘ (C y)); x and y may be longer than the factors need.
inline std::vector<double> product(CpFactors const& factors, std::vector<double> const& x,
                                   std::vector<double> const& y) {
  int const d1 = num_lm(factors.l1), d2 = num_lm(factors.l2), d3 = num_lm(factors.l3);
  std::vector<double> z(d3, 0.0);
  for (int r = 0; r < factors.rank; ++r) {
    double p = 0.0, q = 0.0;
    for (int i = 0; i < d1; ++i) p += factors.B[r * d1 + i] * x[i];
    for (int j = 0; j < d2; ++j) q += factors.C[r * d2 + j] * y[j];
    for (int k = 0; k < d3; ++k) z[k] += factors.A[r * d3 + k] * p * q;
  }
  return z;
}

/// What sampling says of |D z(x,y) - z(Dx,Dy)|, over rotations and, for gaunt, inversions, with normal inputs.
struct SampledEquivariance {
  double relative = 0.0;  // root mean square over that of |z|
  double largest = 0.0;   // over |x| |y|
};
inline SampledEquivariance sample_equivariance(CpFactors const& factors, int samples, Random& random) {
  int const largest = std::max({factors.l1, factors.l2, factors.l3});
  SampledEquivariance sampled;
  double errors = 0.0, values = 0.0;
  for (int k = 0; k < samples; ++k) {
    auto D = wigner_d(largest, random_rotation(random));
    if (factors.coupling == Coupling::gaunt && k % 2 == 1)
      for (int l = 1; l <= largest; l += 2)
        for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
          for (double& entry : D[lm]) entry = -entry;
    auto x = random.normals(num_lm(factors.l1)), y = random.normals(num_lm(factors.l2));
    double const inputs = norm(x) * norm(y);
    auto z = product(factors, x, y);
    double const value = norm(z);
    for (auto* padded : {&x, &y, &z}) padded->resize(D.size(), 0.0);
    auto error = D * z;
    auto const rotated = product(factors, D * x, D * y);
    error.resize(rotated.size());
    for (std::size_t lm = 0; lm < rotated.size(); ++lm) error[lm] -= rotated[lm];
    double const distance = norm(error);
    errors += distance * distance;
    values += value * value;
    sampled.largest = std::max(sampled.largest, distance / inputs);
  }
  sampled.relative = std::sqrt(errors / values);
  return sampled;
}

}  // namespace tesseral::test
