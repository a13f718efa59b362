// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/attention/attention_kind.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/ranges.hpp"

namespace tesseral {
namespace {

class AttentionKind final : public LayerKind {
 public:
  std::string name() const override { return "attention"; }

  void check(Architecture const& a) const override {
    check_range("l_max of attention", a.l_max, 0, 3);
    check_range("l_hidden of attention", a.l_hidden, a.l_max, a.l_max);
    check_range("correlation of attention", a.correlation, 1, 1);
    check_range("heads", a.heads, 1, a.channels);
    check_range("the rest of channels / heads", a.channels % a.heads, 0, 0);
    require(a.radial_weights == RadialWeights::shared && a.node_product == NodeProductKind::gaunt &&
                a.coupling == Coupling::clebsch_gordan,
            "architecture: attention with other radial weights than shared, another coupling than clebsch_gordan, or "
            "with a node product (it has none of these) correct the model or configuration");
    require(!a.self_product,
            "architecture: attention with a self_product (only layers of kind message have one) leave it out");
    require(a.message_mixing == MessageMixing::degree && a.normalisation == Normalisation::average &&
                a.species_mixing.empty() && a.residual.empty(),
            "architecture: attention with message_mixing, normalisation, species_mixing or residual (only layers of "
            "kind message have these) leave them out");
  }

  void add_weights(Architecture const& a, int t, WeightList& list) const override {
    int const C = a.channels, l_in = a.l_in(t), l_out = a.l_out(t);
    std::string const layer = layer_prefix(t);
    std::vector<bool> const matrices = {false, true, true};
    add_radial_network(a, t, 1, 0.25, list);
    list.scale(layer + "norm_in", {l_in + 1, C}, 0.3, 1.0);
    list.map(layer + "mixing_in", {l_in + 1, C, C}, matrices, 1);
    list.map(layer + "value", {2, C, C}, matrices, 1);
    list.map(layer + "attention", {a.species, C, a.heads}, matrices, 1).species = 0;
    list.map(layer + "mixing_out", {l_out + 1, C, C}, matrices, 1);
    list.scale(layer + "norm_out", {l_out + 1, C}, 0.3, 1.0);
    list.map(layer + "feed_in", {l_out + 1, C, 2 * C}, matrices, 1);
    if (l_out > 0) list.map(layer + "feed_gate", {1, C, 2 * C}, matrices, 1);
    list.map(layer + "feed_out", {l_out + 1, 2 * C, C}, matrices, 1, silu_gain);
  }

  void read(AttributeSource const& source, Architecture& a) const override { a.heads = source.integer("heads"); }
  void write(AttributeSink& sink, Architecture const& a) const override { sink.integer("heads", a.heads); }

  std::vector<std::pair<std::string, std::string>> describe(Architecture const& a) const override {
    auto rows = describe_factors(a.factors);
    rows.insert(rows.begin(), {"layer", "tensor decomposition network: two products for each edge, attention with " +
                                            std::to_string(a.heads) + (a.heads == 1 ? " head" : " heads")});
    return rows;
  }

  std::vector<double> identity(Architecture const& a) const override {
    auto numbers = identity_of(a.factors);
    numbers.insert(numbers.begin(), 1.0 * a.heads);
    return numbers;
  }

  bool is_mirror_symmetric(Architecture const&) const override { return false; }
};

}  // namespace

LayerKind const& attention_kind() {
  static AttentionKind const kind;
  return kind;
}

void set_attention_defaults(Architecture& a) {
  a.layer_kind = attention_kind().name();
  a.radial_weights = RadialWeights::shared;
  a.node_product = NodeProductKind::gaunt;
  a.coupling = Coupling::clebsch_gordan;
  a.correlation = a.product_terms = 1;
}

}  // namespace tesseral
