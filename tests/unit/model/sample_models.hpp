// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Models with every part that a file can have, files of their own for each test, and comparison bit by bit.
#pragma once

#include "support/random_model.hpp"
#include "support/sample_range.hpp"
#include "support/sample_uncertainty.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/network/attention/attention_kind.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

namespace tesseral::test {

/// Small: two layers, two species, two radial networks' hidden layers, ZBL, fitted range, two self-tests, provenance.
inline ModelData sample_model(RadialWeights radial_weights = RadialWeights::degree) {
  Architecture a;
  a.species = 2;
  a.layers = 2;
  a.channels = 3;
  a.l_max = 2;
  a.l_hidden = 1;
  a.correlation = 2;
  a.product_terms = 2;
  a.bessel = 4;
  a.radial_hidden = {5, 6};
  a.radial_weights = radial_weights;
  a.readout_hidden = 7;
  a.average_neighbors = 11.25;
  a.r_cut = 4.5;
  ModelData model = random_model(a, 17, true);
  // Numbers that a detour over text or single precision would change.
  model.weights[0] = -0.0;
  model.weights[1] = std::numeric_limits<double>::denorm_min();
  model.weights[2] = std::numeric_limits<double>::max();
  model.weights[3] = 0.1;
  model.fitted_range = sample_range(a.species, a.r_cut);
  model.uncertainty = sample_uncertainty(a);
  model.provenance = {{"command", "tesseral train a.toml\n# a second line, Å"}, {"commit", ""}, {"date", "2026-07-01"}};
  Random random(3);
  for (int n : {1, 3}) {
    SelfTest test;
    for (int i = 0; i < n; ++i) {
      test.structure.species.push_back(i % 2);
      test.structure.positions.push_back({random.normal(), random.normal(), random.normal()});
      test.forces.push_back({random.normal(), random.normal(), random.normal()});
    }
    for (int d = 0; d < 3; ++d)
      for (int k = 0; k < 3; ++k) {
        test.structure.cell[d][k] = random.normal();
        test.virial[d][k] = random.normal();
      }
    test.structure.periodic = {true, false, n == 3};
    test.energy = random.normal();
    model.self_tests.push_back(test);
  }
  return model;
}

/// Small, of attention layers.
inline ModelData attention_model() {
  Architecture a;
  set_attention_defaults(a);
  a.species = 2;
  a.channels = 4;
  a.heads = 2;
  a.l_max = a.l_hidden = 1;
  a.bessel = 4;
  a.radial_hidden = {5};
  a.readout_hidden = 7;
  a.factors = coupling_factors(1, 0.05);
  return random_model(a, 18);
}

/// Small, of messages with a Clebsch-Gordan coupling.
inline ModelData factored_model() {
  Architecture a;
  a.coupling = Coupling::clebsch_gordan;
  a.radial_weights = RadialWeights::shared;
  a.channels = 4;
  a.l_max = a.l_hidden = 1;
  a.correlation = 2;
  a.bessel = 4;
  a.radial_hidden = {5};
  a.readout_hidden = 7;
  a.factors = coupling_factors(1, 0.05);
  return random_model(a, 19);
}

inline std::string read_bytes(std::string const& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_bytes(std::string const& path, std::string const& bytes) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Doubles as their bytes, so that -0 is not 0.
inline void append(std::string& bytes, double value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}
template <class Rows>
void append(std::string& bytes, Rows const& rows) {
  bytes += std::to_string(rows.size()) + ":";
  for (auto const& row : rows) append(bytes, row);
}

/// Everything in a structure or model as one string of bytes.
inline std::string all_bytes(SelfTest const& test) {
  std::string bytes;
  for (int s : test.structure.species) bytes += std::to_string(s) + ",";
  for (bool p : test.structure.periodic) bytes += p ? "T" : "F";
  append(bytes, test.structure.positions);
  append(bytes, test.structure.cell);
  append(bytes, test.energy);
  append(bytes, test.forces);
  append(bytes, test.virial);
  return bytes;
}
inline std::string all_bytes(FittedRange const& range) {
  std::string bytes = std::to_string(range.frames) + ",";
  for (int count : range.atoms) bytes += std::to_string(count) + ",";
  append(bytes, range.closest);
  for (auto const& row : range.neighbors) bytes += std::to_string(row[0]) + "-" + std::to_string(row[1]) + ",";
  if (range.energy) append(bytes, *range.energy);
  bytes += "|";
  if (range.largest_force) append(bytes, *range.largest_force);
  return bytes + "|";
}
inline std::string all_bytes(ModelData const& model) {
  Architecture const& a = model.architecture;
  std::string bytes;
  for (int value : {a.species, a.layers, a.channels, a.l_max, a.l_hidden, a.correlation, a.product_terms, a.bessel,
                    a.cutoff_power, a.readout_hidden, static_cast<int>(a.radial_weights),
                    static_cast<int>(a.node_product), static_cast<int>(a.coupling), a.heads, a.factors.rank,
                    a.factors.l1, static_cast<int>(a.factors.coupling), static_cast<int>(a.factors.fitted)})
    bytes += std::to_string(value) + ",";
  bytes += a.layer_kind + "," + (a.self_product ? name(*a.self_product) : "none") + ",";
  for (int width : a.radial_hidden) bytes += std::to_string(width) + ";";
  for (double value :
       {a.average_neighbors, a.r_cut, model.scale, model.shift, a.factors.relative_error, a.factors.equivariance_error})
    append(bytes, value);
  for (auto const* factor : {&a.factors.A, &a.factors.B, &a.factors.C}) append(bytes, *factor);
  for (auto const& symbol : model.elements) bytes += symbol + " ";
  append(bytes, model.E0);
  bytes += lone_atom_names[static_cast<int>(model.lone_atom)];
  append(bytes, model.full_neighbors);
  append(bytes, model.full_bonds);
  append(bytes, model.bond_radius);
  append(bytes, model.soft_below);
  append(bytes, model.energy_floor);
  append(bytes, model.inner_radius);
  append(bytes, model.zbl_cutoff);
  append(bytes, model.zbl_polynomial);
  append(bytes, model.weights);
  bytes += model.fitted_range ? all_bytes(*model.fitted_range) : "unknown";
  if (model.uncertainty) {
    append(bytes, model.uncertainty->center);
    append(bytes, model.uncertainty->whitening);
    append(bytes, model.uncertainty->scale);
  }
  for (auto const& [name, text] : model.provenance) bytes += name + "=" + text + "\n";
  for (auto const& test : model.self_tests) bytes += all_bytes(test) + "|";
  return bytes;
}

}  // namespace tesseral::test
