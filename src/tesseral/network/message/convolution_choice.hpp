// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the convolution of a message: the sum over an atom's edges.
#pragma once

#include "tesseral/network/layers/product_choice.hpp"
#include "tesseral/network/message/convolution_form.hpp"

#include <string>

namespace tesseral {

/// The algorithm of a layer's convolution; direct, with the radial weights in the sum, if it is no product. With the
/// matrices of a clebsch_gordan message (network/message/factored_message.hpp) it is theirs: `direct` is always fewer
/// operations than exact factors, of any rank, and fitted ones leave only `cp`.
ProductAlgorithm convolution_of(Architecture const&, LayerAlgorithms const&);
/// Whether the first layer, with these algorithms, sums before channels appear (atomic_basis.hpp): where that is
/// cheaper, and no product is asked for in its place.
bool first_layer_is_summed(Architecture const&, LayerAlgorithms const&);

/// Of products and, if one is not direct, convolutions: "product cp", "product cp, convolution fourier".
std::string describe_with_convolutions(Architecture const&, ProductAlgorithms const&);

}  // namespace tesseral
