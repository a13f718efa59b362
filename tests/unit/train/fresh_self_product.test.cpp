// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A fresh network with self products is near the one without them, so that training starts as smoothly.
#include "support/evaluate.hpp"
#include "support/structures.hpp"
#include "tesseral/train/initial_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tesseral::test {
namespace {

Dataset crystal_data() {
  Dataset data;
  data.elements = {"Si"};
  data.E0 = {0.0};
  data.average_neighbors = 20.0;
  LabelledFrame frame;
  frame.structure = triclinic_cell(5, 1, 12);
  frame.edges = find_edges(frame.structure, 4.0);
  data.train = {frame};
  return data;
}

TEST(FreshSelfProduct, IsASmallCorrection) {
  Structure const structure = triclinic_cell(5, 1, 12);
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan})
    for (int const l_hidden : {0, 1, 2}) {
      TrainingFile config;
      config.reaches.zbl = false;
      config.architecture.average_neighbors = 0.0;
      config.architecture.r_cut = 4.0;
      config.architecture.l_hidden = l_hidden;
      config.architecture.self_product = coupling;
      ModelData model = initial_model(config, crystal_data());
      auto const with = Potential<HostSpace>(model).evaluate(structure).forces;
      auto const tensors = weight_tensors(model.architecture);
      WeightTensor const scale = find_tensor(tensors, "layer_0/self_scale_z");
      std::fill_n(model.weights.begin() + static_cast<std::ptrdiff_t>(scale.offset), scale.size, 0.0);
      auto const without = Potential<HostSpace>(model).evaluate(structure).forces;
      double change = 0.0, size = 0.0;
      for (std::size_t i = 0; i < with.size(); ++i)
        for (int d = 0; d < 3; ++d) {
          change += std::pow(with[i][d] - without[i][d], 2);
          size += std::pow(without[i][d], 2);
        }
      RecordProperty(name(coupling) + std::to_string(l_hidden), std::to_string(std::sqrt(change / size)));
      EXPECT_LT(std::sqrt(change / size), 0.2) << name(coupling) << ", l_hidden " << l_hidden;
      EXPECT_GT(std::sqrt(change / size), 1e-3) << name(coupling) << ", l_hidden " << l_hidden;
    }
}

}  // namespace
}  // namespace tesseral::test
