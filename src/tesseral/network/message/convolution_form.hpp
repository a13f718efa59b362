// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What an architecture alone says of its convolutions; without kernels, for those that read models.
#pragma once

#include "tesseral/model/architecture.hpp"

namespace tesseral {

/// Whether the convolution over an atom's edges can be a product for each edge and channel: the radial weights of its
/// paths factor (network/message/product_message.hpp).
inline bool convolution_is_product(Architecture const& a) {
  bool const factors = a.radial_weights == RadialWeights::degree || a.radial_weights == RadialWeights::shared;
  return a.coupling == Coupling::gaunt && factors && a.message_mixing == MessageMixing::degree;
}

}  // namespace tesseral
