// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Layers whose neighbours are summed, then multiplied: message, node product, residual (potentials/FORMAT.md,
/// Message).
#pragma once

#include "tesseral/model/layer_kind.hpp"

namespace tesseral {

LayerKind const& message_kind();

}  // namespace tesseral
