// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What tests of single layers share: a model in a space's memory, every layer of every architecture of a kind.
#pragma once

#include "reference/radial.hpp"
#include "support/adjoint.hpp"
#include "support/architectures.hpp"
#include "support/features.hpp"
#include "support/near.hpp"
#include "support/random_model.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tesseral::test {

template <class Space>
class LayerTest : public testing::Test {
 public:
  static constexpr int atoms = 7;
  static constexpr int workers = 3;  // not the number of threads: any number must do

  /// test(data, model, t) for all layers; a failure names its architecture and layer.
  template <class Test>
  static void for_each_layer(Test const& test) {
    for_each_layer(RadialEvaluation::network, test);
  }
  template <class Test>
  static void for_each_layer(RadialEvaluation radial, Test const& test, std::string const& kind = "message") {
    for (auto const& variant : variants_of(kind)) {
      ModelData const data = random_model(variant);
      Model<Space, double> model(data, radial);
      for (int t = 0; t < variant.architecture.layers; ++t) {
        SCOPED_TRACE(variant.name + ", layer " + std::to_string(t));
        test(data, model, t);
      }
    }
  }

  static std::vector<int> random_species(Architecture const& architecture, int n = atoms) {
    Random random(8);
    std::vector<int> species;
    for (int i = 0; i < n; ++i) species.push_back(i < architecture.species ? i : random.index(architecture.species));
    return species;
  }

  /// Gradients with respect to the named tensors by expect_adjoint(), and none with respect to any other weight.
  /// forward() evaluates with the model's present weights.
  template <class Forward>
  static void expect_weight_gradient(ModelData const& data, Model<Space, double>& model,
                                     std::vector<std::string> const& names, Array2<double, Space> const& weight_adj,
                                     std::vector<double> const& y_adj, Forward const& forward, double tolerance) {
    auto const gradient = sum_of_workers(model, weight_adj);
    std::vector<bool> named(gradient.size(), false);
    auto const tensors = weight_tensors(data.architecture);
    for (auto const& name : names) {
      SCOPED_TRACE(name);
      auto const& tensor = find_tensor(tensors, name);
      std::size_t const end = tensor.offset + tensor.size;
      for (std::size_t k = tensor.offset; k < end; ++k) named[k] = true;
      auto const with_weights = [&](std::vector<double> const& weights) {
        model.set_weights(weights);
        return forward();
      };
      expect_adjoint(with_weights, data.weights, gradient, y_adj, tensor.offset, end, tolerance);
    }
    model.set_weights(data.weights);
    double others = 0.0;
    for (std::size_t k = 0; k < gradient.size(); ++k)
      if (!named[k]) others += std::abs(gradient[k]);
    EXPECT_EQ(others, 0.0) << "a weight of another tensor got a gradient";
  }
};

}  // namespace tesseral::test
