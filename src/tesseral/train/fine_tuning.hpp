// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a network that exists already takes from new data before it learns from them.
#pragma once

#include "tesseral/data/dataset.hpp"
#include "tesseral/train/config.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// The configuration takes over the network and the elements of `start`, the learning rate that suits it unless one is
/// given, and its E0 for elements whose E0 the data do not tell. Throws Error naming an element of [data] elements that
/// the model does not have.
void adopt_network(TrainingFile&, ModelData const& start);

/// The model to begin with: `start` with the E0 of the data, and constants of the energy that fit them: its mean errors
/// of the training frames' energies per atom go to the E0 of the elements whose E0 is still that of `start`
/// (Dataset::E0_of_start), by least squares over compositions, or to the shift if the data have no atoms of such
/// elements. Data of another level of theory differ by such constants first of all. Its scale and average_neighbors
/// stay, since its weights were learnt with them, and so do its radii. Kokkos must run.
ModelData continued_model(ModelData start, Dataset const&);

/// A line for each pair of species that comes closer in the training frames than where the network of `model`, which
/// was learnt from others, falls silent: it cannot learn what is there.
std::vector<std::string> silent_pairs(ModelData const& model, Dataset const&);

/// For each tensor whether [training] freeze keeps it: `parts` are beginnings of names, without the layer's, such as
/// "radial" or "mixing_out". Throws Error that lists what there is for a part that no tensor belongs to.
std::vector<bool> frozen_tensors(std::vector<WeightTensor> const&, std::vector<std::string> const& parts);

}  // namespace tesseral
