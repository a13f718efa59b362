// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Features before the first layer: h_i[00][c] = X[species_i][c]; adjoint X_adj[s][c] = sum_{i of s} h_adj_i[00][c].
#pragma once

#include "tesseral/network/weights/model.hpp"

namespace tesseral {

/// h[i][c] for atoms 0 … atoms-1.
template <class Space, class Real>
void embedding_forward(Space const&, Array1<Real const, Space> weights, WeightRef, Array1<int const, Space> species,
                       int atoms, Features<Real, Space> h);

/// weight_adj [worker][weight] += …
template <class Space, class Real>
void embedding_backward(Space const&, WeightRef, Array1<int const, Space> species, int atoms,
                        Features<Real const, Space> h_adj, Array2<Real, Space> weight_adj);

}  // namespace tesseral
