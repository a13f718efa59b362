// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_kind.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/ranges.hpp"
#include "tesseral/network/message/convolution_form.hpp"
#include "tesseral/network/radial/first_layer_choice.hpp"

#include <array>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace tesseral {
namespace {

// Fresh weights near one in between make T_n a power of the signal; there is none without a third factor.
void add_exact_product(Architecture const& a, std::string const& layer, int l_out, WeightList& list) {
  int const C = a.channels, factors = a.correlation;
  double const deviation = 1.0 / std::sqrt(factors);
  if (factors > 2)
    list.scale(layer + "product_nested", {factors - 2, node_product_paths(a.l_max, a.l_max), C}, 0.5, 1.0);
  list.scale(layer + "product_linear", {a.species, l_out + 1, C}, deviation, 0.0).species = 0;
  if (factors > 1)
    list.scale(layer + "product_path", {factors - 1, a.species, node_product_paths(a.l_max, l_out), C}, deviation, 0.0)
        .species = 1;
}

// Fresh weights share the variance of a degree among the factors' numbers, and of one number among its paths.
void add_symmetric_product(Architecture const& a, std::string const& layer, int l_out, WeightList& list) {
  int const C = a.channels, pairs = product_pairs_to(a, l_out), triples = product_triples_to(a, l_out);
  auto const deviation = [&](int paths) { return std::sqrt((l_out + 1.0) / (a.correlation * paths)); };
  list.scale(layer + "product_linear", {a.species, l_out + 1, C}, deviation(l_out + 1), 0.0).species = 0;
  if (pairs > 0) list.scale(layer + "product_pair", {a.species, pairs, C}, deviation(pairs), 0.0).species = 0;
  if (triples > 0) list.scale(layer + "product_triple", {a.species, triples, C}, deviation(triples), 0.0).species = 0;
}

// Matrices of degrees or of paths, whose results are then added, perhaps of each species.
void add_message_mixing(Architecture const& a, int t, double gain, WeightList& list) {
  int const C = a.channels, degrees = a.l_max + 1;
  int const matrices =
      a.message_mixing == MessageMixing::degree ? degrees : static_cast<int>(message_paths(a.l_in(t), a.l_max).size());
  double const share = gain / std::sqrt(static_cast<double>(matrices) / degrees);
  std::string const name = layer_prefix(t) + "mixing_message";
  if (a.mixes_by_species(t))
    list.map(name, {a.species, matrices, C, C}, {false, false, true, true}, 2, share).species = 0;
  else
    list.map(name, {matrices, C, C}, {false, true, true}, 1, share);
}

// Small at first: a fresh network's forces change by less than a fifth.
void add_self_product(int C, std::string const& layer, int l_out, WeightList& list) {
  for (char const* const name : {"self_x", "self_y"}) list.map(layer + name, {l_out + 1, C, C}, {false, true, true}, 1);
  for (char const* const name : {"self_scale_x", "self_scale_y"}) list.scale(layer + name, {l_out + 1, C}, 0.25, 1.0);
  list.scale(layer + "self_scale_z", {l_out + 1, C}, 0.05, 0.0);
}

int radial_functions(Architecture const& a, int t) {
  RadialWeights const weights = a.radial_weights_of(t);
  if (weights == RadialWeights::shared) return 1;
  if (weights == RadialWeights::degree) return a.l_max + 1;
  return static_cast<int>(message_paths(a.l_in(t), a.l_max).size());
}

// What gives the signal F = sum_lm A_lm Y_lm of the first layer the same size for all l_max: there a degree's message
// has variance 1 by Gaunt coefficients, and 1/(2l+1) by Clebsch-Gordan blocks of norm 1.
double message_gain(Architecture const& a) {
  double const size = a.coupling == Coupling::gaunt ? a.l_max + 1 : std::sqrt(a.l_max + 1.0);
  return 2.0 * std::sqrt(a.average_neighbors) / size;
}

/// The one of `choices` that the attribute names, if it is there.
template <class Choice>
void read_name(AttributeSource const& source, char const* attribute, std::initializer_list<Choice> choices,
               Choice& choice) {
  if (!source.has(attribute)) return;
  std::string const found = source.text(attribute);
  std::string known;
  for (Choice const each : choices) {
    known += (known.empty() ? "'" : "' or '") + std::string(name(each));
    if (found != name(each)) continue;
    choice = each;
    return;
  }
  throw Error(std::string("attribute /architecture/") + attribute + ": is '" + found + "' (must be " + known +
              "') correct the file or update Tesseral");
}

template <std::size_t columns>
std::vector<std::array<int, columns>> rows(std::vector<int> const& numbers) {
  std::vector<std::array<int, columns>> list(numbers.size() / columns);
  for (std::size_t k = 0; k < numbers.size(); ++k) list[k / columns][k % columns] = numbers[k];
  return list;
}
template <std::size_t columns>
std::vector<int> flat(std::vector<std::array<int, columns>> const& list) {
  std::vector<int> numbers;
  for (auto const& row : list) numbers.insert(numbers.end(), row.begin(), row.end());
  return numbers;
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
    require(!factored || (a.message_mixing == MessageMixing::degree && a.normalisation == Normalisation::average),
            "architecture: message_mixing by path or normalisation by density with a clebsch_gordan coupling (only a "
            "gaunt coupling has these) correct the model or configuration");
    for (auto const& [name, flags] :
         {std::pair("species_mixing", &a.species_mixing), std::pair("residual", &a.residual)}) {
      if (!flags->empty())
        check_range(std::string(name) + " (its length)", static_cast<int>(flags->size()), a.layers, a.layers);
      for (int const flag : *flags) check_range(name, flag, 0, 1);
    }
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
    add_radial_network(a, t, radial_functions(a, t), 0.11, list);
    if (a.radial_weights == RadialWeights::degree) {
      list.scale(layer + "degree_in", {l_in + 1, C}, 0.3, 1.0);
      list.scale(layer + "degree_out", {a.l_max + 1, C}, 0.3, 1.0);
    }
    if (a.normalisation == Normalisation::density) list.scale(layer + "density", {a.bessel}, 0.5, 0.0);
    add_message_mixing(a, t, message_gain(a), list);
    if (a.node_product == NodeProductKind::gaunt) {
      list.scale(layer + "product_scale", {a.product_terms, a.l_max + 1, C}, 0.25, 1.0);
      list.scale(layer + "product_weight", {a.product_terms, a.correlation, a.species, l_out + 1, C},
                 1.0 / std::sqrt(a.product_terms * a.correlation), 0.0)
          .species = 2;
    } else if (a.node_product == NodeProductKind::symmetric) {
      add_symmetric_product(a, layer, l_out, list);
    } else {
      add_exact_product(a, layer, l_out, list);
    }
    list.map(layer + "mixing_out", {l_out + 1, C, C}, matrices, 1);
    if (a.l_residual(t) >= 0)
      list.map(layer + "residual", {a.species, a.l_residual(t) + 1, C, C}, {false, false, true, true}, 2).species = 0;
    if (a.has_self_product(t)) add_self_product(C, layer, l_out, list);
  }

  void read(AttributeSource const& source, Architecture& a) const override {
    read_name(source, "message_mixing", {MessageMixing::degree, MessageMixing::path}, a.message_mixing);
    read_name(source, "normalisation", {Normalisation::average, Normalisation::density}, a.normalisation);
    if (source.has("species_mixing")) a.species_mixing = source.integers("species_mixing");
    if (source.has("residual")) a.residual = source.integers("residual");
    if (source.has("product_pairs")) a.product_pairs = rows<3>(source.integers("product_pairs", 3));
    if (source.has("product_triples")) a.product_triples = rows<5>(source.integers("product_triples", 5));
    if (!source.has("self_product")) return;
    Coupling self_product = Coupling::gaunt;
    read_name(source, "self_product", {Coupling::gaunt, Coupling::clebsch_gordan}, self_product);
    a.self_product = self_product;
  }
  void write(AttributeSink& sink, Architecture const& a) const override {
    if (a.self_product) sink.text("self_product", tesseral::name(*a.self_product));
    if (a.message_mixing != MessageMixing::degree) sink.text("message_mixing", tesseral::name(a.message_mixing));
    if (a.normalisation != Normalisation::average) sink.text("normalisation", tesseral::name(a.normalisation));
    if (!a.species_mixing.empty()) sink.integers("species_mixing", a.species_mixing);
    if (!a.residual.empty()) sink.integers("residual", a.residual);
    if (!a.product_pairs.empty()) sink.integers("product_pairs", flat(a.product_pairs), 3);
    if (!a.product_triples.empty()) sink.integers("product_triples", flat(a.product_triples), 5);
  }

  std::vector<std::pair<std::string, std::string>> describe(Architecture const& a) const override {
    std::string product;
    if (a.node_product == NodeProductKind::gaunt)
      product = std::to_string(a.product_terms) + " terms, gaunt coupling";
    else if (a.node_product == NodeProductKind::exact)
      product =
          "exact: a weight for every path, " + std::to_string(node_product_paths(a.l_max, a.l_hidden)) + " to l_hidden";
    else
      product = "symmetric: weights of each element, " + std::to_string(a.product_pairs.size()) + " pairs and " +
                std::to_string(a.product_triples.size()) + " triples to l_hidden";
    std::vector<std::pair<std::string, std::string>> rows = {
        {"node product", "correlation " + std::to_string(a.correlation) + ", " + product}};
    if (a.coupling == Coupling::clebsch_gordan) {
      for (auto const& row : describe_factors(a.factors)) rows.push_back(row);
    } else {
      rows.push_back({"convolution", convolution_is_product(a) ? "direct, unless another product is asked for"
                                                               : "direct: radial weights of its paths do not factor"});
    }
    if (sums_before_channels(a))
      rows.push_back({"first layer", "sums of " + std::to_string(hidden_functions(a)) +
                                         " radial functions for each element, before channels appear"});
    if (a.message_mixing == MessageMixing::path) rows.push_back({"message mixing", "of each path"});
    if (a.normalisation == Normalisation::density) rows.push_back({"normalisation", "by a density of neighbours"});
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
    for (auto const& list : {flat(a.product_pairs), flat(a.product_triples)})
      numbers.insert(numbers.end(), list.begin(), list.end());
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
