// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The layers of tensor decomposition networks: two Clebsch-Gordan products for each edge, neighbours averaged with
/// learnt weights, and a feed-forward block (potentials/FORMAT.md, Attention).
#pragma once

#include "tesseral/model/layer_kind.hpp"

namespace tesseral {

LayerKind const& attention_kind();

/// The kind, and the hyper-parameters that it leaves no choice of; l_hidden and the factors follow from l_max.
void set_attention_defaults(Architecture&);

}  // namespace tesseral
