// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The network before its first step.
#pragma once

#include "tesseral/data/dataset.hpp"
#include "tesseral/train/config.hpp"

namespace tesseral {

/// A model with fresh weights, normal with each tensor's init_value and init_scale; E0, scale, shift and, unless the
/// configuration gives it, average_neighbors come from the data, and so do what it is fitted to and the radii of
/// pair_radii.hpp.
ModelData initial_model(TrainingFile const&, Dataset const&);

/// For fine-tuning `start`: the configuration takes over its network, its elements, and its E0 for those elements that
/// [data] gives none for. Throws Error naming an element of [data] elements that the model does not have.
void adopt_network(TrainingFile&, ModelData const& start);

/// The model to begin fine-tuning with: `start` with the E0 of the data (see adopt_network()). Its scale, shift and
/// average_neighbors stay, since its weights were learnt with them, and so do its radii.
ModelData continued_model(ModelData start, Dataset const&);

}  // namespace tesseral
