// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The answers that a model file carries to test itself.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <vector>

namespace tesseral {

/// Replaces the self-tests of the model by these structures with the answers of the engine, in double and with the
/// exact radial network.
void compute_self_test(ModelData& model, std::vector<Structure> const& structures);

}  // namespace tesseral
