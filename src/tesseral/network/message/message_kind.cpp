// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_kind.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/ranges.hpp"

#include <cmath>

namespace tesseral {
namespace {

// Fresh weights near one in between make T_n a power of the signal; there is none without a third factor.
void add_exact_product(Architecture const& a, std::string const& layer, int l_out, WeightList& list) {
  int const C = a.channels, factors = a.correlation;
  double const deviation = 1.0 / std::sqrt(factors);
  if (factors > 2)
    list.scale(layer + "product_nested", {factors - 2, node_product_paths(a.l_max, a.l_max), C}, 0.5, 1.0);
  list.scale(layer + "product_linear", {a.species, l_out + 1, C}, deviation, 0.0);
  if (factors > 1)
    list.scale(layer + "product_path", {factors - 1, a.species, node_product_paths(a.l_max, l_out), C}, deviation, 0.0);
}

// Small at first: a fresh network's forces change by less than a fifth.
void add_self_product(int C, std::string const& layer, int l_out, WeightList& list) {
  for (char const* const name : {"self_x", "self_y"}) list.map(layer + name, {l_out + 1, C, C}, {false, true, true}, 1);
  for (char const* const name : {"self_scale_x", "self_scale_y"}) list.scale(layer + name, {l_out + 1, C}, 0.25, 1.0);
  list.scale(layer + "self_scale_z", {l_out + 1, C}, 0.05, 0.0);
}

int radial_functions(Architecture const& a, int l_in) {
  if (a.radial_weights == RadialWeights::shared) return 1;
  if (a.radial_weights == RadialWeights::degree) return a.l_max + 1;
  return static_cast<int>(message_paths(l_in, a.l_max).size());
}

// What gives the signal F = sum_lm A_lm Y_lm of the first layer the same size for all l_max: there a degree's message
// has variance 1 by Gaunt coefficients, and 1/(2l+1) by Clebsch-Gordan blocks of norm 1.
double message_gain(Architecture const& a) {
  double const size = a.coupling == Coupling::gaunt ? a.l_max + 1 : std::sqrt(a.l_max + 1.0);
  return 2.0 * std::sqrt(a.average_neighbors) / size;
}

class MessageKind final : public LayerKind {
 public:
  std::string name() const override { return "message"; }

  void check(Architecture const& a) const override {
    require(a.heads == 1,
            "architecture: heads (only layers of kind attention have these) correct the model or configuration");
    bool const factored = a.coupling == Coupling::clebsch_gordan;
    require(!factored || a.radial_weights == RadialWeights::shared,
            "architecture: other radial weights than shared with a clebsch_gordan coupling (its paths have one radial "
            "function) correct the model or configuration");
    if (factored) check_range("l_max of a clebsch_gordan coupling", a.l_max, 0, 3);
    require(!a.self_product || a.layers > 1,
            "architecture: a self_product and one layer (it stands between layers) add a layer or leave it out");
  }

  void add_weights(Architecture const& a, int t, WeightList& list) const override {
    int const C = a.channels, l_in = a.l_in(t), l_out = a.l_out(t);
    std::string const layer = layer_prefix(t);
    std::vector<bool> const matrices = {false, true, true};
    list.map(layer + "mixing_in", {l_in + 1, C, C}, matrices, 1);
    // The basis is largest at bond lengths: with more, silu is bent there from the start, and what a sum over
    // neighbours learns continues badly to shorter distances (docs/measurements/training.md, "Beyond the data").
    add_radial_network(a, t, radial_functions(a, l_in), 0.11, list);
    if (a.radial_weights == RadialWeights::degree) {
      list.scale(layer + "degree_in", {l_in + 1, C}, 0.3, 1.0);
      list.scale(layer + "degree_out", {a.l_max + 1, C}, 0.3, 1.0);
    }
    list.map(layer + "mixing_message", {a.l_max + 1, C, C}, matrices, 1, message_gain(a));
    if (a.node_product == NodeProductKind::gaunt) {
      list.scale(layer + "product_scale", {a.product_terms, a.l_max + 1, C}, 0.25, 1.0);
      list.scale(layer + "product_weight", {a.product_terms, a.correlation, a.species, l_out + 1, C},
                 1.0 / std::sqrt(a.product_terms * a.correlation), 0.0);
    } else {
      add_exact_product(a, layer, l_out, list);
    }
    list.map(layer + "mixing_out", {l_out + 1, C, C}, matrices, 1);
    list.map(layer + "residual", {a.species, a.l_residual(t) + 1, C, C}, {false, false, true, true}, 2);
    if (a.has_self_product(t)) add_self_product(C, layer, l_out, list);
  }

  void read(AttributeSource const& source, Architecture& a) const override {
    if (!source.has("self_product")) return;
    std::string const found = source.text("self_product");
    for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan})
      if (found == tesseral::name(coupling)) a.self_product = coupling;
    require(a.self_product.has_value(), "attribute /architecture/self_product: is '" + found +
                                            "' (must be 'gaunt' or 'clebsch_gordan') correct the file or update "
                                            "Tesseral");
  }
  void write(AttributeSink& sink, Architecture const& a) const override {
    if (a.self_product) sink.text("self_product", tesseral::name(*a.self_product));
  }

  std::vector<std::pair<std::string, std::string>> describe(Architecture const& a) const override {
    std::string const product = a.node_product == NodeProductKind::gaunt
                                    ? std::to_string(a.product_terms) + " terms, gaunt coupling"
                                    : "exact: a weight for every path, " +
                                          std::to_string(node_product_paths(a.l_max, a.l_hidden)) + " to l_hidden";
    std::vector<std::pair<std::string, std::string>> rows = {
        {"node product", "correlation " + std::to_string(a.correlation) + ", " + product}};
    if (a.coupling == Coupling::clebsch_gordan) {
      for (auto const& row : describe_factors(a.factors)) rows.push_back(row);
    } else {
      rows.push_back({"convolution", a.radial_weights == RadialWeights::path
                                         ? "direct: radial weights of its paths do not factor"
                                         : "direct, unless another product is asked for"});
    }
    if (a.self_product)
      rows.push_back({"self product", "of features between layers, " + std::string(tesseral::name(*a.self_product)) +
                                          " coupling, degrees up to " + std::to_string(a.l_hidden)});
    if (a.coupling == Coupling::gaunt && !is_mirror_symmetric(a))
      rows.push_back({"symmetry", "rotations, not inversion"});
    return rows;
  }

  std::vector<double> identity(Architecture const& a) const override {
    std::vector<double> numbers = identity_of(a.factors);
    if (a.self_product) numbers.push_back(*a.self_product == Coupling::gaunt ? 1.0 : 2.0);
    return numbers;
  }

  // The signal of a node takes its features for even ones; odd paths, of either product, make others. Scalars have
  // none.
  bool is_mirror_symmetric(Architecture const& a) const override {
    return a.coupling == Coupling::gaunt && (a.self_product != Coupling::clebsch_gordan || a.l_hidden == 0);
  }
};

}  // namespace

LayerKind const& message_kind() {
  static MessageKind const kind;
  return kind;
}

}  // namespace tesseral
