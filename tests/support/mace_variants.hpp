// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The architectures with what networks of the MACE kind have.
#pragma once

#include "support/variant.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"

#include <string>
#include <vector>

namespace tesseral::test {

/// Each option also without the others.
inline std::vector<Variant> mace_variants(Architecture const& base) {
  std::vector<Variant> list;
  Architecture a = base;
  a.species = 2;
  a.layers = 2;
  a.channels = 9;
  a.l_max = 3;
  a.l_hidden = 1;
  a.correlation = 1;
  a.radial_hidden = {9, 6};
  a.message_mixing = MessageMixing::path;
  a.average_neighbors = 3.0;
  list.push_back({"mixing by path: two layers, l_max 3, l_hidden 1, two species", a, true, false, true});

  a.layers = 3;
  a.channels = 4;
  a.l_max = 2;
  a.l_hidden = 2;
  a.correlation = 2;
  a.product_terms = 2;
  a.radial_weights = RadialWeights::shared;
  a.species_mixing = {1, 0, 1};
  a.residual = {0, 1, 0};
  list.push_back(
      {"mixing by path and species: three layers, l_max 2, l_hidden 2, residual of one layer", a, false, true});

  a.l_max = 4;
  a.l_hidden = 3;
  a.layers = 2;
  a.species_mixing = {1, 1};
  a.residual = {};
  a.message_mixing = MessageMixing::degree;
  a.radial_weights = RadialWeights::degree;
  list.push_back({"mixing by species: two layers, l_max 4, l_hidden 3, degree weights", a, true, false, true});

  a = base;
  a.species = 3;
  a.layers = 2;
  a.channels = 5;
  a.l_max = 2;
  a.l_hidden = 1;
  a.normalisation = Normalisation::density;
  list.push_back({"density: two layers, l_max 2, l_hidden 1, three species", a, true, true, true});

  a = base;
  a.layers = 2;
  a.channels = 5;
  a.normalisation = Normalisation::density;
  a.message_mixing = MessageMixing::path;
  a.l_max = 4;
  a.l_hidden = 2;
  a.species = 2;
  list.push_back({"density and mixing by path: two layers, l_max 4, l_hidden 2", a, true, false, true});

  auto const symmetric = [&](int l_max, int l_hidden, int correlation) {
    Architecture b = base;
    b.node_product = NodeProductKind::symmetric;
    b.species = 2;
    b.layers = 2;
    b.channels = 9;
    b.l_max = l_max;
    b.l_hidden = l_hidden;
    b.correlation = correlation;
    if (correlation > 1) b.product_pairs = symmetric_pairs(l_max, l_hidden);
    if (correlation > 2) b.product_triples = symmetric_triples(l_max, l_hidden);
    return b;
  };
  a = symmetric(3, 1, 3);
  a.average_neighbors = 3.0;
  list.push_back({"symmetric: two layers, l_max 3, l_hidden 1, correlation 3, two species", a, false, true});

  a = symmetric(2, 1, 2);
  a.average_neighbors = 1.0;
  list.push_back({"symmetric: two layers, l_max 2, l_hidden 1, correlation 2, ZBL", a, true});

  // the whole of it
  a = symmetric(3, 2, 3);
  a.species = 3;
  a.layers = 3;
  a.channels = 4;
  a.radial_hidden = {9, 6};
  a.message_mixing = MessageMixing::path;
  a.normalisation = Normalisation::density;
  a.species_mixing = {1, 0, 0};
  a.residual = {0, 1, 1};
  list.push_back({"MACE: three layers, l_max 3, l_hidden 2, three species", a, true, false, true});
  return list;
}

}  // namespace tesseral::test
