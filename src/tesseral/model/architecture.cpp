// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/architecture.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/ranges.hpp"

#include <cmath>
#include <cstdlib>
#include <utility>

namespace tesseral {
namespace {

void check_positive(char const* name, double value) {
  require(std::isfinite(value) && value > 0.0, std::string("architecture: ") + name + " is " + std::to_string(value) +
                                                   " (must be positive) correct it in the model or configuration");
}

void check_coupling(Architecture const& a) {
  if (a.coupling == Coupling::gaunt) {
    require(
        a.factors.rank == 0,
        "architecture: factors of a gaunt coupling (its coefficients are known) correct the model or configuration");
    return;
  }
  check(a.factors);
  require(a.factors.coupling == Coupling::clebsch_gordan,
          "factors: of the coupling gaunt (the layers multiply by clebsch_gordan) compute them by 'tesseral factors'");
  for (int const degree : {a.factors.l1, a.factors.l2, a.factors.l3})
    check_range("degree of the factors", degree, a.l_max, a.l_max);
}

}  // namespace

void check(Architecture const& a) {
  check_range("number of elements", a.species, 1, 118);
  check_range("layers", a.layers, 1, 8);
  check_range("channels", a.channels, 1, 1024);
  check_range("l_max", a.l_max, 0, 6);
  check_range("l_hidden", a.l_hidden, 0, a.l_max < 3 ? a.l_max : 3);
  check_range("correlation", a.correlation, 1, 6);
  check_range("product_terms", a.product_terms, 1, a.node_product == NodeProductKind::gaunt ? 16 : 1);
  check_range("bessel", a.bessel, 1, 64);
  check_range("cutoff_power", a.cutoff_power, 2, 32);
  check_range("radial_hidden (its length)", static_cast<int>(a.radial_hidden.size()), 0, 4);
  for (int width : a.radial_hidden) check_range("radial_hidden", width, 1, 1024);
  check_range("readout_hidden", a.readout_hidden, 1, 1024);
  check_positive("average_neighbors", a.average_neighbors);
  check_positive("r_cut", a.r_cut);
  layer_kind(a.layer_kind).check(a);
  check_coupling(a);
}

std::vector<Path> message_paths(int l_in, int l_max) {
  std::vector<Path> paths;
  for (int l1 = 0; l1 <= l_in; ++l1)
    for (int l2 = 0; l2 <= l_max; ++l2)
      for (int l = std::abs(l1 - l2); l <= l1 + l2 && l <= l_max; l += 2) paths.push_back({l1, l2, l});
  return paths;
}

int node_product_paths(int l_max, int l_out) {
  int count = 0;
  for (Path const& path : message_paths(l_max, l_max)) count += path.l <= l_out;
  return count;
}

std::vector<WeightTensor> weight_tensors(Architecture const& a) {
  int const C = a.channels;
  LayerKind const& kind = layer_kind(a.layer_kind);
  WeightList list;
  list.scale("embedding", {a.species, C}, 1.0, 0.0);
  for (int t = 0; t < a.layers; ++t) {
    std::string const layer = layer_prefix(t);
    kind.add_weights(a, t, list);
    if (t < a.layers - 1) {
      list.scale(layer + "readout", {C}, 1.0 / std::sqrt(C), 0.0);
    } else {
      list.map(layer + "readout_0", {C, a.readout_hidden}, {true, true}, 0);
      list.scale(layer + "readout_1", {a.readout_hidden}, silu_gain / std::sqrt(a.readout_hidden), 0.0);
    }
  }
  return std::move(list.tensors);
}

std::size_t weight_count(std::vector<WeightTensor> const& tensors) {
  return tensors.empty() ? 0 : tensors.back().offset + tensors.back().size;
}

WeightTensor const& find_tensor(std::vector<WeightTensor> const& tensors, std::string const& name) {
  for (auto const& tensor : tensors)
    if (tensor.name == name) return tensor;
  throw Error("no weight tensor is called '" + name + "' (the architecture does not have it) correct the name");
}

}  // namespace tesseral
