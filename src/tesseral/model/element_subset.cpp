// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/element_subset.hpp"

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <utility>

namespace tesseral {
namespace {

/// For each kept species its number before.
using Kept = std::vector<int>;

template <class Row>
void keep(std::vector<Row>& rows, Kept const& kept) {
  if (rows.empty()) return;
  std::vector<Row> const all = std::move(rows);
  rows.clear();
  for (int const s : kept) rows.push_back(all[s]);
}

void keep_pairs(SpeciesPairs& pairs, Kept const& kept) {
  keep(pairs, kept);
  for (auto& row : pairs) keep(row, kept);
}

std::vector<double> kept_weights(ModelData const& model, Kept const& kept) {
  std::vector<double> weights;
  for (WeightTensor const& tensor : weight_tensors(model.architecture)) {
    auto const begin = model.weights.begin() + tensor.offset;
    if (tensor.species < 0) {
      weights.insert(weights.end(), begin, begin + tensor.size);
      continue;
    }
    std::size_t inner = 1;  // numbers of one species that stand together
    for (std::size_t d = tensor.species + 1; d < tensor.shape.size(); ++d) inner *= tensor.shape[d];
    std::size_t const outer = tensor.size / (inner * tensor.shape[tensor.species]);
    for (std::size_t k = 0; k < outer; ++k)
      for (int const s : kept) {
        auto const first = begin + (k * tensor.shape[tensor.species] + s) * inner;
        weights.insert(weights.end(), first, first + inner);
      }
  }
  return weights;
}

void keep_self_tests(std::vector<SelfTest>& tests, Kept const& kept) {
  std::vector<SelfTest> const all = std::move(tests);
  tests.clear();
  for (SelfTest test : all) {
    bool whole = true;
    for (int& s : test.structure.species) {
      auto const place = std::find(kept.begin(), kept.end(), s);
      whole = whole && place != kept.end();
      s = static_cast<int>(place - kept.begin());
    }
    if (whole) tests.push_back(std::move(test));
  }
}

}  // namespace

ModelData with_elements(ModelData const& model, std::vector<std::string> const& elements) {
  Kept kept;
  for (std::string const& element : elements) {
    int const s = species_of(model, element);
    require(std::find(kept.begin(), kept.end(), s) == kept.end(),
            "element '" + element + "' is named twice (it has one species) name it once");
    kept.push_back(s);
  }
  require(!kept.empty(), "no elements (a potential has at least one) name those of the structure");
  ModelData subset = model;
  subset.weights = kept_weights(model, kept);
  subset.architecture.species = static_cast<int>(kept.size());
  subset.elements = elements;
  for (auto* const numbers :
       {&subset.E0, &subset.full_neighbors, &subset.full_bonds, &subset.soft_below, &subset.energy_floor})
    keep(*numbers, kept);
  for (auto* const pairs : {&subset.bond_radius, &subset.inner_radius, &subset.zbl_cutoff, &subset.zbl_polynomial})
    keep_pairs(*pairs, kept);
  if (subset.agnesi) keep(subset.agnesi->radii, kept);
  if (subset.fitted_range) {
    keep(subset.fitted_range->atoms, kept);
    keep_pairs(subset.fitted_range->closest, kept);
    keep(subset.fitted_range->neighbors, kept);
  }
  if (subset.uncertainty) {
    keep(subset.uncertainty->center, kept);
    keep(subset.uncertainty->scale, kept);
  }
  keep_self_tests(subset.self_tests, kept);
  return subset;
}

}  // namespace tesseral
