// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The architectures that every law is tried on: small ones that together use each option and each limit of degrees.
#pragma once

#include "support/coupling_factors.hpp"
#include "support/mace_variants.hpp"
#include "support/product_algorithms.hpp"
#include "tesseral/model/architecture.hpp"
#include "tesseral/network/attention/attention_kind.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tesseral::test {

/// Those with layers of tensor decomposition networks.
inline std::vector<Variant> attention_variants(Architecture const& base) {
  std::vector<Variant> list;
  auto const attention = [&](int l_max, double noise) {
    Architecture a = base;
    set_attention_defaults(a);
    a.l_max = a.l_hidden = l_max;
    a.factors = coupling_factors(l_max, noise);
    a.cutoff_power = 3;
    return a;
  };
  Architecture a = attention(1, 0.0);
  a.species = 2;
  a.layers = 2;
  a.channels = 6;
  a.heads = 2;
  a.radial_hidden = {9, 6};
  list.push_back({"attention: two layers, l_max 1, two heads, two species", a, false, true});

  a = attention(2, 0.0);
  a.species = 3;
  a.layers = 3;
  a.channels = 8;
  list.push_back({"attention: three layers, l_max 2, three species, ZBL", a, true, true});

  a = attention(3, 0.0);
  a.layers = 2;
  a.channels = 5;
  a.radial_hidden = {};
  list.push_back({"attention: two layers, l_max 3, linear radial functions", a});

  a = attention(0, 0.0);
  a.channels = 11;
  a.heads = 11;
  list.push_back({"attention: one layer, l_max 0, a head for each channel", a});

  a = attention(2, 0.05);
  a.species = 2;
  a.layers = 2;
  a.channels = 4;
  list.push_back({"attention: two layers, l_max 2, fitted factors", a});
  return list;
}

/// Those with messages of a Clebsch-Gordan coupling, with features of lower degrees than the messages and of the same.
inline std::vector<Variant> factored_variants(Architecture const& base) {
  std::vector<Variant> list;
  auto const factored = [&](int l_max, double noise) {
    Architecture a = base;
    a.coupling = Coupling::clebsch_gordan;
    a.radial_weights = RadialWeights::shared;
    a.l_max = l_max;
    a.factors = coupling_factors(l_max, noise);
    a.correlation = 2;
    a.average_neighbors = 2.0;
    return a;
  };
  Architecture a = factored(0, 0.0);
  a.channels = 6;
  a.average_neighbors = 0.2;
  list.push_back({"clebsch_gordan: one layer, l_max 0", a});

  a = factored(2, 0.0);
  a.species = 2;
  a.layers = 2;
  a.channels = 9;
  a.l_hidden = 1;
  a.radial_hidden = {9, 6};
  list.push_back({"clebsch_gordan: two layers, l_max 2, l_hidden 1, two species", a, false, true});

  a = factored(3, 0.0);
  a.node_product = NodeProductKind::exact;
  a.layers = 2;
  a.channels = 4;
  a.l_hidden = 2;
  list.push_back({"clebsch_gordan: two layers, l_max 3, l_hidden 2, exact node product, ZBL", a, true});

  a = factored(1, 0.05);
  a.species = 2;
  a.layers = 3;
  a.channels = 5;
  a.l_hidden = 1;
  a.radial_hidden = {};
  list.push_back({"clebsch_gordan: three layers, l_max 1, fitted factors, linear radial functions", a});
  return list;
}

/// Numbers of channels are no multiples of a pack on purpose, except in "path". average_neighbors is such that random
/// weights give forces of about 1 eV/Å: smaller ones would hide behind ZBL and rounding, larger ones grow with every
/// power of the features.
inline std::vector<Variant> variants() {
  Architecture base;
  base.layers = 1;
  base.channels = 3;
  base.l_max = 0;
  base.l_hidden = 0;
  base.correlation = 1;
  base.product_terms = 1;
  base.bessel = 4;
  base.radial_hidden = {5};
  base.readout_hidden = 3;
  base.r_cut = 4.0;
  std::vector<Variant> list;

  Architecture a = base;
  a.radial_hidden = {};
  a.average_neighbors = 0.05;
  list.push_back({"scalar: one layer, l_max 0, correlation 1, linear radial functions", a});

  a = base;
  a.l_max = 3;
  a.correlation = 3;
  a.product_terms = 2;
  a.channels = 11;
  a.average_neighbors = 1.0;
  list.push_back({"one layer, l_max 3, correlation 3, two terms", a});

  a = base;
  a.species = 2;
  a.layers = 2;
  a.channels = 8;
  a.l_max = 3;
  a.l_hidden = 1;
  a.correlation = 3;
  a.radial_hidden = {9, 6};
  a.average_neighbors = 3.0;
  list.push_back({"path: two layers, l_max 3, l_hidden 1, two species", a, false, true});

  a = base;
  a.species = 3;
  a.layers = 2;
  a.channels = 5;
  a.l_max = 2;
  a.l_hidden = 2;
  a.correlation = 2;
  a.product_terms = 2;
  a.radial_weights = RadialWeights::degree;
  a.average_neighbors = 1.2;
  list.push_back({"degree: two layers, l_max 2, l_hidden 2, three species, ZBL", a, true, true});

  a = base;
  a.species = 2;
  a.layers = 3;
  a.channels = 4;
  a.l_max = 4;
  a.l_hidden = 3;
  a.correlation = 4;
  a.cutoff_power = 3;
  a.average_neighbors = 5.0;
  list.push_back({"three layers, l_max 4, l_hidden 3, correlation 4", a});

  a = base;
  a.layers = 3;
  a.channels = 4;
  a.l_max = 1;
  a.l_hidden = 1;
  a.correlation = 2;
  a.product_terms = 2;
  a.radial_weights = RadialWeights::degree;
  a.radial_hidden = {};
  a.average_neighbors = 1.0;
  list.push_back({"degree: three layers, l_max 1, linear radial functions, ZBL", a, true});

  a = base;
  a.layers = 2;
  a.channels = 2;
  a.l_max = 6;
  a.l_hidden = 2;
  a.correlation = 3;
  a.average_neighbors = 0.6;
  list.push_back({"l_max 6, l_hidden 2, correlation 3", a});

  a = base;
  a.node_product = NodeProductKind::exact;
  a.species = 2;
  a.layers = 2;
  a.channels = 9;
  a.l_max = 3;
  a.l_hidden = 1;
  a.correlation = 3;
  a.average_neighbors = 3.0;
  list.push_back({"exact: two layers, l_max 3, l_hidden 1, correlation 3, two species", a, false, true});

  a = base;
  a.node_product = NodeProductKind::exact;
  a.species = 2;
  a.layers = 2;
  a.channels = 3;
  a.l_max = 4;
  a.l_hidden = 2;
  a.correlation = 4;
  a.average_neighbors = 5.0;
  list.push_back({"exact: two layers, l_max 4, l_hidden 2, correlation 4, ZBL", a, true});

  a = base;
  a.node_product = NodeProductKind::exact;
  a.l_max = 2;
  a.average_neighbors = 1.0;
  list.push_back({"exact: one layer, l_max 2, correlation 1", a});

  a = base;
  a.self_product = Coupling::gaunt;
  a.species = 2;
  a.layers = 3;
  a.channels = 5;
  a.l_max = 3;
  a.l_hidden = 2;
  a.correlation = 2;
  a.average_neighbors = 3.0;
  list.push_back({"gaunt self product: three layers, l_max 3, l_hidden 2, two species", a});

  a = base;
  a.self_product = Coupling::clebsch_gordan;
  a.node_product = NodeProductKind::exact;
  a.layers = 2;
  a.channels = 9;
  a.l_max = 2;
  a.l_hidden = 1;
  a.correlation = 2;
  a.average_neighbors = 1.0;
  list.push_back({"clebsch_gordan self product: two layers, l_max 2, l_hidden 1, exact node product, ZBL", a, true});

  a = base;
  a.species = 2;
  a.layers = 2;
  a.channels = 6;
  a.l_max = 3;
  a.l_hidden = 1;
  a.correlation = 2;
  a.radial_weights = RadialWeights::shared;
  a.average_neighbors = 3.0;
  list.push_back({"shared: two layers, l_max 3, l_hidden 1, two species", a, false, true});

  a.species = 1;
  a.channels = 3;
  a.l_max = 4;
  a.l_hidden = 2;
  a.radial_hidden = {};
  list.push_back({"shared: two layers, l_max 4, l_hidden 2, linear radial functions", a});

  a.layers = 3;
  a.channels = 20;
  a.l_max = 2;
  a.l_hidden = 1;
  a.radial_hidden = {7, 5};
  a.radial_weights = RadialWeights::first;
  list.push_back({"first: three layers, l_max 2, l_hidden 1", a});
  for (auto const& variant : factored_variants(base)) list.push_back(variant);
  for (auto const& variant : mace_variants(base)) list.push_back(variant);
  for (auto const& variant : attention_variants(base)) list.push_back(variant);
  return list;
}

/// The variants with layers of this kind.
inline std::vector<Variant> variants_of(std::string const& kind) {
  std::vector<Variant> list;
  for (auto const& variant : variants())
    if (variant.architecture.layer_kind == kind) list.push_back(variant);
  return list;
}

/// A Clebsch-Gordan coupling is not invariant under inversion, nor are self products with odd paths; with fitted
/// factors not quite under rotation.
inline bool inverts(Architecture const& a) {
  return a.coupling == Coupling::gaunt && !(a.self_product == Coupling::clebsch_gordan && a.l_hidden > 0);
}
inline bool rotates(Architecture const& a) { return a.coupling == Coupling::gaunt || is_exact(a.factors); }

/// The algorithms that can compute the matrices of edges.
inline std::vector<ProductAlgorithm> matrix_algorithms_for(Architecture const& a) {
  return is_exact(a.factors) ? std::vector<ProductAlgorithm>{ProductAlgorithm::direct, ProductAlgorithm::cp}
                             : std::vector<ProductAlgorithm>{ProductAlgorithm::cp};
}

/// The algorithms that can compute the products of nodes.
inline std::vector<ProductAlgorithm> node_algorithms_for(Architecture const& a) {
  if (a.node_product != NodeProductKind::gaunt) return {ProductAlgorithm::direct};
  return every_algorithm<HostSpace>();
}

/// The algorithms that can compute all products.
inline std::vector<ProductAlgorithm> algorithms_for(Architecture const& a) {
  if (a.layer_kind == "attention") return matrix_algorithms_for(a);
  auto const of_nodes = node_algorithms_for(a);
  if (a.coupling == Coupling::gaunt) return of_nodes;
  std::vector<ProductAlgorithm> all;
  for (ProductAlgorithm const algorithm : matrix_algorithms_for(a))
    if (std::count(of_nodes.begin(), of_nodes.end(), algorithm) > 0) all.push_back(algorithm);
  return all;
}

}  // namespace tesseral::test
