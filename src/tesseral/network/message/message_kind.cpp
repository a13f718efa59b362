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
    return rows;
  }

  std::vector<double> identity(Architecture const& a) const override { return identity_of(a.factors); }

  // The signal of a node takes its features for even ones; odd paths of a clebsch_gordan coupling make others.
  bool is_mirror_symmetric(Architecture const& a) const override { return a.coupling == Coupling::gaunt; }
};

}  // namespace

LayerKind const& message_kind() {
  static MessageKind const kind;
  return kind;
}

}  // namespace tesseral
