// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A model with random, well-scaled weights for a given architecture.
#pragma once

#include "support/architectures.hpp"
#include "support/random.hpp"
#include "tesseral/model/model_data.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace tesseral::test {

/// Standard deviation of a test's weights: maps keep the size of their input, whatever training starts from. Attention
/// normalises its features: what training starts from is large enough for forces that show.
inline double weight_deviation(WeightTensor const& tensor, std::string const& kind) {
  if (tensor.name.find("/density") != std::string::npos) return 2.0;  // so that messages are as small as by an average
  if (tensor.name.find("/product_triple") != std::string::npos) return 0.3 * tensor.init_scale;  // cubes grow
  if (tensor.matrix_rows < 0) return tensor.init_scale;
  if (kind == "attention") return tensor.init_scale;
  bool const behind_silu =
      tensor.name.find("/radial_") != std::string::npos && tensor.name.find("/radial_0") == std::string::npos;
  return (behind_silu ? 1.7 : 1.0) / std::sqrt(tensor.shape[tensor.matrix_rows]);
}

/// A number for each pair of species, a part of r_cut between these.
inline SpeciesPairs random_pairs(Architecture const& architecture, Random& random, double low, double high) {
  int const S = architecture.species;
  SpeciesPairs pairs(S, std::vector<double>(S));
  for (int a = 0; a < S; ++a)
    for (int b = 0; b <= a; ++b) pairs[a][b] = pairs[b][a] = architecture.r_cut * random.uniform(low, high);
  return pairs;
}

/// Up to four species. With `zbl`, the repulsion of each pair ends between 0.6 and 0.9 of r_cut.
inline ModelData random_model(Architecture const& architecture, std::uint64_t seed, bool zbl = false) {
  Random random(seed);
  std::vector<std::string> const symbols = {"O", "C", "H", "Si"};
  int const S = architecture.species;
  ModelData model;
  model.architecture = architecture;
  model.elements.assign(symbols.begin(), symbols.begin() + S);
  for (int s = 0; s < S; ++s) model.E0.push_back(random.normal());
  model.scale = 0.7;
  model.shift = -0.3;
  if (zbl) model.zbl_cutoff = random_pairs(architecture, random, 0.6, 0.9);
  auto const tensors = weight_tensors(architecture);
  model.weights.resize(weight_count(tensors));
  for (auto const& tensor : tensors)
    for (std::size_t k = 0; k < tensor.size; ++k)
      model.weights[tensor.offset + k] =
          tensor.init_value + weight_deviation(tensor, architecture.layer_kind) * random.normal();
  return model;
}

/// An atom alone gets its E0, and edges as short as many of the tests' fall silent. ZBL between equal atoms ends as a
/// polynomial.
inline void guard(ModelData& model, std::uint64_t seed = 6, LoneAtom lone_atom = LoneAtom::faded) {
  Random random(seed);
  model.lone_atom = lone_atom;
  model.full_neighbors.clear();
  model.full_bonds.clear();
  for (int s = 0; s < model.architecture.species; ++s) model.full_neighbors.push_back(random.uniform(1.0, 6.0));
  model.inner_radius = random_pairs(model.architecture, random, 0.4, 0.6);
  model.bond_radius = random_pairs(model.architecture, random, 0.7, 1.0);
  for (int s = 0; s < model.architecture.species; ++s) model.full_bonds.push_back(random.uniform(1.0, 4.0));
  std::size_t const zbl = model.zbl_cutoff.size();
  model.zbl_polynomial.assign(zbl, std::vector<double>(zbl, 0.0));
  for (std::size_t s = 0; s < zbl; ++s) model.zbl_polynomial[s][s] = 1.0;
}

/// No atom of a guarded model binds by as much as a floor, which many of the tests' come near.
inline void give_floor(ModelData& model, std::uint64_t seed = 7) {
  Random random(seed);
  model.soft_below.clear();
  model.energy_floor.clear();
  for (int s = 0; s < model.architecture.species; ++s) {
    model.soft_below.push_back(random.uniform(-0.2, 0.0));
    model.energy_floor.push_back(model.soft_below.back() - random.uniform(0.2, 0.5));
  }
}

/// What radial functions and the repulsion of networks of the MACE kind may have.
inline void transform(ModelData& model, std::uint64_t seed = 8) {
  Random random(seed);
  Architecture const& a = model.architecture;
  if (!model.zbl_cutoff.empty())
    model.zbl = {9.0, 0.3, 0.4235, 5, {0.1818, 0.5099, 0.2802, 0.02817}, {3.2, 0.9423, 0.4028, 0.2016}};
  model.agnesi = Agnesi{1.0805, 0.9183, 4.5791, {}};
  for (int s = 0; s < a.species; ++s) model.agnesi->radii.push_back(random.uniform(0.5, 1.5));
  for (int n = 1; n <= a.bessel; ++n)
    model.bessel_frequencies.push_back(n * std::acos(-1.0) / a.r_cut * random.uniform(0.9, 1.1));
}

inline ModelData random_model(Variant const& variant, std::uint64_t seed = 5) {
  ModelData model = random_model(variant.architecture, seed, variant.zbl);
  if (variant.transformed) transform(model, seed);
  if (variant.guarded) guard(model, seed, variant.zbl ? LoneAtom::faded : LoneAtom::reference);
  return model;
}

}  // namespace tesseral::test
