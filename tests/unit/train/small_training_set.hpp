// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A small network with every kind of weight, and frames with every kind of label.
#pragma once

#include "support/random.hpp"
#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/data/dataset.hpp"
#include "tesseral/network/attention/attention_kind.hpp"

#include <vector>

namespace tesseral::test {

/// Of attention with RadialWeights::shared.
inline Architecture small_architecture(RadialWeights radial_weights) {
  Architecture a;
  a.species = 2;
  a.layers = 2;
  a.channels = 4;
  a.l_max = 2;
  a.l_hidden = 1;
  a.correlation = 3;
  a.product_terms = 2;
  a.bessel = 4;
  a.radial_hidden = {5, 6};
  a.radial_weights = radial_weights;
  a.readout_hidden = 3;
  a.average_neighbors = 8.0;
  a.r_cut = 4.0;
  if (radial_weights == RadialWeights::shared) {
    set_attention_defaults(a);
    a.heads = 2;
    a.l_hidden = a.l_max;
    a.factors = coupling_factors(a.l_max);
  }
  return a;
}

/// The structure with random labels.
inline LabelledFrame labelled_frame(Structure structure, double r_cut, bool with_virial, Random& random) {
  LabelledFrame frame;
  frame.edges = find_edges(structure, r_cut);
  frame.energy = random.normal();
  for (std::size_t i = 0; i < structure.positions.size(); ++i)
    frame.forces.push_back({random.normal(), random.normal(), random.normal()});
  if (with_virial) {
    auto& w = frame.virial.emplace();
    for (int x = 0; x < 3; ++x)
      for (int y = 0; y <= x; ++y) w[x][y] = w[y][x] = random.normal();
  }
  frame.structure = std::move(structure);
  return frame;
}

/// A periodic cell with a virial, a molecule, a single atom, and a molecule with an energy alone.
inline std::vector<LabelledFrame> labelled_frames(int n_species, double r_cut) {
  Random random(3);
  std::vector<LabelledFrame> frames;
  frames.push_back(labelled_frame(triclinic_cell(5, n_species, 12), r_cut, true, random));
  frames.push_back(labelled_frame(molecule(6, n_species, 11), r_cut, false, random));
  frames.push_back(labelled_frame(molecule(1, n_species, 10), r_cut, false, random));
  frames.push_back(labelled_frame(molecule(3, n_species, 9), r_cut, false, random));
  frames.back().forces.clear();
  return frames;
}

}  // namespace tesseral::test
