// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the tensors of a layer of kind attention stand in Model::values(); its radial network is in LayerWeights.
#pragma once

#include "tesseral/network/weights/model.hpp"

namespace tesseral {

struct AttentionWeights {
  WeightRef norm_in, mixing_in, value, attention, mixing_out, norm_out;
  WeightRef feed_in, feed_gate, feed_out;
};

template <class Space, class Real>
AttentionWeights attention_weights(Model<Space, Real> const& model, int t) {
  auto const ref = [&](char const* name) { return model.weight(t, name); };
  return {ref("norm_in"),  ref("mixing_in"), ref("value"),     ref("attention"), ref("mixing_out"),
          ref("norm_out"), ref("feed_in"),   ref("feed_gate"), ref("feed_out")};
}

}  // namespace tesseral
