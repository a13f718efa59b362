// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/initial_model.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

Dataset example_data() {
  Dataset data;
  data.elements = {"H", "C"};
  data.E0 = {-13.0, -1000.0};
  data.scale = 2.5;
  data.shift = -3.0;
  data.average_neighbors = 11.0;
  return data;
}

TrainingFile example_config() {
  TrainingFile config;
  config.architecture.average_neighbors = 0.0;
  config.architecture.r_cut = 1.2;
  return config;
}

TEST(InitialModel, TakesItsUnitsFromTheData) {
  ModelData const model = initial_model(example_config(), example_data());
  EXPECT_EQ(model.architecture.species, 2);
  EXPECT_EQ(model.architecture.average_neighbors, 11.0);
  EXPECT_EQ(model.elements, example_data().elements);
  EXPECT_EQ(model.E0, example_data().E0);
  EXPECT_EQ(model.scale, 2.5);
  EXPECT_EQ(model.shift, -3.0);

  TrainingFile config = example_config();
  config.architecture.average_neighbors = 4.0;
  EXPECT_EQ(initial_model(config, example_data()).architecture.average_neighbors, 4.0);
}

TEST(InitialModel, EndsZblBeyondTheCovalentRadiiOrAtTheCutoff) {
  TrainingFile config = example_config();
  for (double const reach : {1.0, 1.1}) {
    config.zbl_reach = reach;
    ModelData const model = initial_model(config, example_data());
    ASSERT_EQ(model.zbl_cutoff.size(), 2u);
    EXPECT_NEAR(model.zbl_cutoff[0][0], reach * (0.31 + 0.31), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[0][1], reach * (0.31 + 0.76), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[1][0], reach * (0.31 + 0.76), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[1][1], 1.2, 1e-12);
  }
  config.zbl = false;
  EXPECT_TRUE(initial_model(config, example_data()).zbl_cutoff.empty());
}

TEST(InitialModel, DrawsWeightsOfTheRightMeanAndSpread) {
  TrainingFile config = example_config();
  config.architecture.channels = 64;
  ModelData const model = initial_model(config, example_data());
  for (auto const& tensor : weight_tensors(model.architecture)) {
    if (tensor.size < 400) continue;
    double mean = 0.0, square = 0.0;
    double const count = static_cast<double>(tensor.size);
    for (std::size_t k = tensor.offset; k < tensor.offset + tensor.size; ++k) mean += model.weights[k] / count;
    for (std::size_t k = tensor.offset; k < tensor.offset + tensor.size; ++k)
      square += (model.weights[k] - mean) * (model.weights[k] - mean) / count;
    EXPECT_NEAR(mean, tensor.init_value, 4.0 * tensor.init_scale / std::sqrt(count)) << tensor.name;
    EXPECT_NEAR(std::sqrt(square), tensor.init_scale, 4.0 * tensor.init_scale / std::sqrt(2.0 * count)) << tensor.name;
  }
}

TEST(InitialModel, FollowsItsSeed) {
  TrainingFile config = example_config();
  std::vector<double> const weights = initial_model(config, example_data()).weights;
  EXPECT_EQ(initial_model(config, example_data()).weights, weights);
  config.training.seed = 2;
  EXPECT_NE(initial_model(config, example_data()).weights, weights);
}

}  // namespace
}  // namespace tesseral
