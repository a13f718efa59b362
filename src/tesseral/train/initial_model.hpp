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

}  // namespace tesseral
