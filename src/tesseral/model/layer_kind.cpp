// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/layer_kind.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>

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
