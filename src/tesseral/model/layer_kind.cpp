// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/layer_kind.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <cstdio>

namespace tesseral {

LayerKind const& layer_kind(std::string const& name) {
  std::string known;
  for (LayerKind const* kind : layer_kinds()) {
    if (kind->name() == name) return *kind;
    known += (known.empty() ? "'" : ", '") + kind->name() + "'";
  }
  throw Error("architecture: layer_kind is '" + name + "' (there is: " + known +
              ") correct the model or update Tesseral");
}

std::vector<std::pair<std::string, std::string>> describe_factors(CpFactors const& f) {
  char const* const origin = !is_exact(f) ? "fitted" : f.fitted ? "fitted to rounding" : "exact";
  char errors[96];
  std::snprintf(errors, sizeof(errors), "relative error %.1e, equivariance error %.1e", f.relative_error,
                f.equivariance_error);
  return {
      {"coupling", std::string(name(f.coupling)) + ", CP factors of rank " + std::to_string(f.rank) + ", " + origin},
      {"", errors},
      {"symmetry", "rotations, not inversion"}};
}

std::vector<double> identity_of(CpFactors const& f) {
  std::vector<double> numbers;
  for (auto const* factor : {&f.A, &f.B, &f.C}) numbers.insert(numbers.end(), factor->begin(), factor->end());
  return numbers;
}

std::string layer_prefix(int t) { return "layer_" + std::to_string(t) + "/"; }

void add_radial_network(Architecture const& a, int t, int functions, double gain, WeightList& list) {
  double const basis_gain = gain * std::sqrt(a.r_cut * a.r_cut * a.r_cut / 1.5);
  int const hidden = static_cast<int>(a.radial_hidden.size());
  std::string const name = layer_prefix(t) + "radial_";
  for (int k = 0; k < hidden; ++k)
    list.map(name + std::to_string(k), {k == 0 ? a.bessel : a.radial_hidden[k - 1], a.radial_hidden[k]}, {true, true},
             0, k == 0 ? basis_gain : silu_gain);
  list.map(name + std::to_string(hidden), {hidden == 0 ? a.bessel : a.radial_hidden[hidden - 1], functions, a.channels},
           {true, false, true}, 0, hidden == 0 ? basis_gain : silu_gain);
}

}  // namespace tesseral
