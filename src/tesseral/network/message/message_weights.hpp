// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the tensors of a layer of kind message stand in Model::values(); its radial network is in LayerWeights.
#pragma once

#include "tesseral/network/blocks/self_product.hpp"
#include "tesseral/network/weights/model.hpp"

namespace tesseral {

struct MessageWeights {
  WeightRef mixing_in, mixing_message, mixing_out, residual;
  WeightRef product_scale, product_weight;                 // only with NodeProductKind::gaunt
  WeightRef product_nested, product_linear, product_path;  // only with NodeProductKind::exact
  WeightRef product_pair, product_triple;                  // and product_linear: only with NodeProductKind::symmetric
  WeightRef density;                                       // only with Normalisation::density
  SelfProductWeights self;  // only with Architecture::self_product, before the last layer
};

template <class Space, class Real>
MessageWeights message_weights(Model<Space, Real> const& model, int t) {
  auto const ref = [&](char const* name) { return model.weight(t, name); };
  return {ref("mixing_in"),
          ref("mixing_message"),
          ref("mixing_out"),
          ref("residual"),
          ref("product_scale"),
          ref("product_weight"),
          ref("product_nested"),
          ref("product_linear"),
          ref("product_path"),
          ref("product_pair"),
          ref("product_triple"),
          ref("density"),
          {ref("self_x"), ref("self_y"), ref("self_scale_x"), ref("self_scale_y"), ref("self_scale_z")}};
}

}  // namespace tesseral
