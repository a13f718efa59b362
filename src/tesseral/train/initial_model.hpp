// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The network before its first step.
#pragma once

#include "tesseral/train/config.hpp"
#include "tesseral/train/dataset.hpp"

namespace tesseral {

/// A model with fresh weights, normal with each tensor's init_value and init_scale; E0, scale, shift and, unless the
/// configuration gives it, average_neighbors come from the data. ZBL ends at the sum of the covalent radii, where no
/// bond is left to be repelled, or at r_cut.
ModelData initial_model(TrainingFile const&, Dataset const&);

}  // namespace tesseral
