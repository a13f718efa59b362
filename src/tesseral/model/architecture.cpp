// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/architecture.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/ranges.hpp"
#include "tesseral/sphere/gaunt_constant.hpp"

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

[[noreturn]] void fail_product(std::string const& list, std::size_t row, char const* why) {
  throw Error("architecture: " + list + "[" + std::to_string(row) + "] is no path of the product (" + why +
              ") correct the model or configuration");
}

/// Rows of a list in the order that the file demands, each once: `key` of a row grows.
template <std::size_t n, class Key, class IsPath>
void check_list(std::string const& name, std::vector<std::array<int, n>> const& list, Key const& key,
                IsPath const& is_path) {
  for (std::size_t k = 0; k < list.size(); ++k) {
    for (int const l : list[k]) check_range(name + "[" + std::to_string(k) + "]", l, 0, 6);
    if (!is_path(list[k])) fail_product(name, k, "its degrees do not couple");
    if (k > 0 && !(key(list[k - 1]) < key(list[k]))) fail_product(name, k, "it is out of order, or there twice");
  }
}

void check_symmetric_product(Architecture const& a) {
  bool const symmetric = a.node_product == NodeProductKind::symmetric;
  if (symmetric) check_range("correlation of a symmetric node product", a.correlation, 1, 3);
  require((symmetric && a.correlation > 1) || a.product_pairs.empty(),
          "architecture: product_pairs (only a symmetric node product of two factors or more has these) correct the "
          "model or configuration");
  require((symmetric && a.correlation > 2) || a.product_triples.empty(),
          "architecture: product_triples (only a symmetric node product of three factors has these) correct the model "
          "or configuration");
  using Pair = std::array<int, 3>;
  using Triple = std::array<int, 5>;
  check_list(
      "product_pairs", a.product_pairs,
      [](Pair const& p) {
        return Pair{p[2], p[0], p[1]};
      },
      [&](Pair const& p) {
        return p[0] <= p[1] && p[1] <= a.l_max && p[2] <= a.l_hidden && is_gaunt_path(p[0], p[1], p[2]);
      });
  check_list(
      "product_triples", a.product_triples,
      [](Triple const& p) {
        return Triple{p[4], p[2], p[3], p[0], p[1]};
      },
      [&](Triple const& p) {
        return p[0] <= p[1] && p[1] <= a.l_max && p[3] <= a.l_max && p[4] <= a.l_hidden &&
               is_gaunt_path(p[0], p[1], p[2]) && is_gaunt_path(p[2], p[3], p[4]);
      });
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
  check_symmetric_product(a);
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

int message_rows(Architecture const& a, int layer) {
  if (a.message_mixing == MessageMixing::degree) return (a.l_max + 1) * (a.l_max + 1);
  int rows = 0;
  for (Path const& path : message_paths(a.l_in(layer), a.l_max)) rows += 2 * path.l + 1;
  return rows;
}

int product_pairs_to(Architecture const& a, int l_out) {
  int count = 0;
  for (auto const& pair : a.product_pairs) count += pair[2] <= l_out;
  return count;
}

int product_triples_to(Architecture const& a, int l_out) {
  int count = 0;
  for (auto const& triple : a.product_triples) count += triple[4] <= l_out;
  return count;
}

std::vector<WeightTensor> weight_tensors(Architecture const& a) {
  int const C = a.channels;
  LayerKind const& kind = layer_kind(a.layer_kind);
  WeightList list;
  list.scale("embedding", {a.species, C}, 1.0, 0.0).species = 0;
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
