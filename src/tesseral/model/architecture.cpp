// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/architecture.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <cstdlib>

namespace tesseral {
namespace {

void check_range(char const* name, int value, int low, int high) {
  require(value >= low && value <= high, std::string("architecture: ") + name + " is " + std::to_string(value) +
                                             " (must be " + std::to_string(low) + " to " + std::to_string(high) +
                                             ") correct it in the model or configuration");
}

void check_positive(char const* name, double value) {
  require(std::isfinite(value) && value > 0.0, std::string("architecture: ") + name + " is " + std::to_string(value) +
                                                   " (must be positive) correct it in the model or configuration");
}

// Gain that keeps the variance of silu's output for normally distributed input: 1/sqrt(<silu(x)^2>).
constexpr double silu_gain = 1.6765;

class TensorList {
 public:
  // A linear map with `rows` inputs: fresh weights keep the variance of their input.
  void map(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows, double gain = 1.0) {
    double const fan_in = shape[rows];
    add(std::move(name), std::move(shape), std::move(lane), rows, gain / std::sqrt(fan_in), 0.0);
  }
  void scale(std::string name, std::vector<int> shape, double deviation, double mean) {
    std::vector<bool> lane(shape.size(), false);
    lane.back() = true;
    add(std::move(name), std::move(shape), std::move(lane), -1, deviation, mean);
  }
  std::vector<WeightTensor> tensors;

 private:
  void add(std::string name, std::vector<int> shape, std::vector<bool> lane, int rows, double deviation, double mean) {
    WeightTensor tensor;
    tensor.name = std::move(name);
    tensor.shape = std::move(shape);
    tensor.lane = std::move(lane);
    tensor.matrix_rows = rows;
    tensor.init_scale = deviation;
    tensor.init_value = mean;
    tensor.size = 1;
    for (int extent : tensor.shape) tensor.size *= extent;
    tensor.offset = tensors.empty() ? 0 : tensors.back().offset + tensors.back().size;
    tensors.push_back(std::move(tensor));
  }
};

// What attention fixes, and its factors.
void check_attention(Architecture const& a) {
  check_range("l_hidden of attention", a.l_hidden, a.l_max, a.l_max);
  check_range("correlation of attention", a.correlation, 1, 1);
  check_range("heads", a.heads, 1, a.channels);
  check_range("the rest of channels / heads", a.channels % a.heads, 0, 0);
  require(
      a.radial_weights == RadialWeights::shared && a.node_product == NodeProductKind::gaunt,
      "architecture: attention with other radial weights than shared, or with a node product (it has none of these) "
      "correct the model or configuration");
  check(a.factors);
  require(a.factors.coupling == Coupling::clebsch_gordan,
          "factors: of the coupling gaunt (attention multiplies by clebsch_gordan) compute them by 'tesseral factors'");
  for (int const degree : {a.factors.l1, a.factors.l2, a.factors.l3})
    check_range("degree of the factors", degree, a.l_max, a.l_max);
}

}  // namespace

void check(Architecture const& a) {
  check_range("number of elements", a.species, 1, 118);
  check_range("layers", a.layers, 1, 8);
  check_range("channels", a.channels, 1, 1024);
  check_range("l_max", a.l_max, 0, a.layer_kind == LayerKind::attention ? 3 : 6);
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
  if (a.layer_kind == LayerKind::attention)
    check_attention(a);
  else
    require(a.radial_weights != RadialWeights::shared && a.heads == 1 && a.factors.rank == 0,
            "architecture: shared radial weights, heads or factors (only layers of kind attention have these) correct "
            "the model or configuration");
}

void set_attention_defaults(Architecture& a) {
  a.layer_kind = LayerKind::attention;
  a.radial_weights = RadialWeights::shared;
  a.node_product = NodeProductKind::gaunt;
  a.correlation = a.product_terms = 1;
}

std::vector<Path> message_paths(int l_in, int l_max) {
  std::vector<Path> paths;
  for (int l1 = 0; l1 <= l_in; ++l1)
    for (int l2 = 0; l2 <= l_max; ++l2)
      for (int l = std::abs(l1 - l2); l <= l1 + l2 && l <= l_max; l += 2) paths.push_back({l1, l2, l});
  return paths;
}

namespace {

// Fresh weights near one in between make T_n a power of the signal; there is none without a third factor.
void add_exact_product(Architecture const& a, std::string const& layer, int l_out, TensorList& list) {
  int const C = a.channels, factors = a.correlation;
  double const deviation = 1.0 / std::sqrt(factors);
  if (factors > 2)
    list.scale(layer + "product_nested", {factors - 2, node_product_paths(a.l_max, a.l_max), C}, 0.5, 1.0);
  list.scale(layer + "product_linear", {a.species, l_out + 1, C}, deviation, 0.0);
  if (factors > 1)
    list.scale(layer + "product_path", {factors - 1, a.species, node_product_paths(a.l_max, l_out), C}, deviation, 0.0);
}

// The layer of tensor decomposition networks: network/attention/attention.hpp.
void add_attention(Architecture const& a, std::string const& layer, int l_in, int l_out, TensorList& list) {
  int const C = a.channels;
  std::vector<bool> const matrices = {false, true, true};
  list.scale(layer + "norm_in", {l_in + 1, C}, 0.3, 1.0);
  list.map(layer + "mixing_in", {l_in + 1, C, C}, matrices, 1);
  list.map(layer + "value", {2, C, C}, matrices, 1);
  list.map(layer + "attention", {a.species, C, a.heads}, matrices, 1);
  list.map(layer + "mixing_out", {l_out + 1, C, C}, matrices, 1);
  list.scale(layer + "norm_out", {l_out + 1, C}, 0.3, 1.0);
  list.map(layer + "feed_in", {l_out + 1, C, 2 * C}, matrices, 1);
  if (l_out > 0) list.map(layer + "feed_gate", {1, C, 2 * C}, matrices, 1);
  list.map(layer + "feed_out", {l_out + 1, 2 * C, C}, matrices, 1, silu_gain);
}

// What stands before and behind the radial network of a layer whose neighbours are summed.
void add_message(Architecture const& a, std::string const& layer, int t, TensorList& list) {
  int const C = a.channels, l_in = a.l_in(t), l_out = a.l_out(t);
  double const message_gain = 2.0 * std::sqrt(a.average_neighbors) / (a.l_max + 1);
  std::vector<bool> const matrices = {false, true, true};
  if (a.radial_weights == RadialWeights::degree) {
    list.scale(layer + "degree_in", {l_in + 1, C}, 0.3, 1.0);
    list.scale(layer + "degree_out", {a.l_max + 1, C}, 0.3, 1.0);
  }
  list.map(layer + "mixing_message", {a.l_max + 1, C, C}, matrices, 1, message_gain);
  if (a.node_product == NodeProductKind::gaunt) {
    list.scale(layer + "product_scale", {a.product_terms, a.l_max + 1, C}, 0.25, 1.0);
    list.scale(layer + "product_weight", {a.product_terms, a.correlation, a.species, l_out + 1, C},
               1.0 / std::sqrt(a.product_terms * a.correlation), 0.0);
  } else {
    add_exact_product(a, layer, l_out, list);
  }
  list.map(layer + "mixing_out", {l_out + 1, C, C}, matrices, 1);
  list.map(layer + "residual", {a.species, a.l_residual(t) + 1, C, C}, {false, false, true, true}, 2);
}

// Radial functions of a layer.
int radial_functions(Architecture const& a, int l_in) {
  if (a.radial_weights == RadialWeights::shared) return 1;
  return a.radial_weights == RadialWeights::path ? static_cast<int>(message_paths(l_in, a.l_max).size()) : a.l_max + 1;
}

}  // namespace

int node_product_paths(int l_max, int l_out) {
  int count = 0;
  for (Path const& path : message_paths(l_max, l_max)) count += path.l <= l_out;
  return count;
}

std::vector<WeightTensor> weight_tensors(Architecture const& a) {
  int const C = a.channels;
  // In units of what gives the radial network's first layer unit variance over neighbours uniform in the cutoff sphere
  // (<x_n^2> = 3/2 r_cut^-3). The basis is largest at bond lengths: with more, silu is bent there from the start, and
  // what a sum over neighbours learns continues badly to shorter distances (train/README.md, "Beyond the data").
  double const basis_gain =
      (a.layer_kind == LayerKind::attention ? 0.25 : 0.11) * std::sqrt(a.r_cut * a.r_cut * a.r_cut / 1.5);
  TensorList list;
  list.scale("embedding", {a.species, C}, 1.0, 0.0);
  for (int t = 0; t < a.layers; ++t) {
    std::string const layer = "layer_" + std::to_string(t) + "/";
    bool const is_message = a.layer_kind == LayerKind::message;
    int const functions = radial_functions(a, a.l_in(t));
    int const hidden = static_cast<int>(a.radial_hidden.size());

    if (is_message) list.map(layer + "mixing_in", {a.l_in(t) + 1, C, C}, {false, true, true}, 1);
    for (int k = 0; k < hidden; ++k)
      list.map(layer + "radial_" + std::to_string(k), {k == 0 ? a.bessel : a.radial_hidden[k - 1], a.radial_hidden[k]},
               {true, true}, 0, k == 0 ? basis_gain : silu_gain);
    list.map(layer + "radial_" + std::to_string(hidden),
             {hidden == 0 ? a.bessel : a.radial_hidden[hidden - 1], functions, C}, {true, false, true}, 0,
             hidden == 0 ? basis_gain : silu_gain);
    if (is_message)
      add_message(a, layer, t, list);
    else
      add_attention(a, layer, a.l_in(t), a.l_out(t), list);
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
