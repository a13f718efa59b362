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
  LabelledFrame lone;
  lone.structure.species = {0};
  lone.structure.positions = {{0.0, 0.0, 0.0}};
  data.train = {lone};
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

  TrainingFile config = example_config();
  config.architecture.average_neighbors = 4.0;
  EXPECT_EQ(initial_model(config, example_data()).architecture.average_neighbors, 4.0);
}

// Two frames: H and C 1.0 and 1.5 Å apart, and in the second one more H 1.7 Å from C.
Dataset two_frames() {
  Dataset data = example_data();
  data.train.clear();
  for (double const r : {1.0, 1.5}) {
    LabelledFrame frame;
    frame.structure.species = {0, 1};
    frame.structure.positions = {{0.0, 0.0, 0.0}, {r, 0.0, 0.0}};
    if (r > 1.05) {
      frame.structure.species.push_back(0);
      frame.structure.positions.push_back({r, 1.7, 0.0});
    }
    frame.edges = find_edges(frame.structure, 3.0);
    data.train.push_back(frame);
  }
  return data;
}

TEST(InitialModel, BringsTheShiftInWithTheNeighboursOfTheData) {
  auto const f = [&](double r) {
    double const s = r / 3.0;
    return 1.0 - 28.0 * std::pow(s, 6) + 48.0 * std::pow(s, 7) - 21.0 * std::pow(s, 8);
  };
  // of H and C: whole to 1.2 (0.31 + 0.76) Å
  auto const h = [&](double r) {
    double const s = std::max(0.0, r / (1.2 * (0.31 + 0.76)) - 1.0);
    return 1.0 - 10.0 * std::pow(s, 3) + 15.0 * std::pow(s, 4) - 6.0 * std::pow(s, 5);
  };
  TrainingFile config = example_config();
  config.architecture.r_cut = 3.0;
  ModelData const model = initial_model(config, two_frames());
  EXPECT_EQ(model.lone_atom, LoneAtom::faded);
  EXPECT_NEAR(model.bond_radius[0][1], 2.4 * (0.31 + 0.76), 1e-14);
  EXPECT_EQ(model.bond_radius[1][1], 3.0) << "the cutoff";
  // H-H, which are too far apart to be bound
  double const H_H = std::hypot(1.5, 1.7);
  ASSERT_EQ(model.full_neighbors.size(), 2u);
  ASSERT_EQ(model.full_bonds.size(), 2u);
  EXPECT_NEAR(model.full_neighbors[0], 0.9 * std::min({f(1.0), f(1.5) + f(H_H), f(1.7) + f(H_H)}), 1e-14);
  EXPECT_NEAR(model.full_neighbors[1], 0.9 * std::min(f(1.0), f(1.5) + f(1.7)), 1e-14);
  EXPECT_NEAR(model.full_bonds[0], 0.9 * h(1.7), 1e-14);
  EXPECT_NEAR(model.full_bonds[1], 0.9 * std::min(h(1.0), h(1.5) + h(1.7)), 1e-14);
  EXPECT_NEAR(model.shift, -3.0, 1e-12) << "no atom of the data has a part of it only";

  config.full_neighbors = 1.0;
  ModelData const cohesive = initial_model(config, two_frames());
  EXPECT_NEAR(cohesive.full_neighbors[1], 0.5 * (f(1.0) + f(1.5) + f(1.7)), 1e-14);
  EXPECT_EQ(cohesive.full_bonds, model.full_bonds);
  EXPECT_LT(cohesive.shift, -3.01) << "which some atoms have a part of only";

  config.lone_atom = LoneAtom::network;
  EXPECT_EQ(initial_model(config, two_frames()).shift, -3.0);
  EXPECT_TRUE(initial_model(config, two_frames()).full_bonds.empty());
  EXPECT_TRUE(initial_model(config, two_frames()).bond_radius.empty());
  EXPECT_TRUE(initial_model(config, two_frames()).full_neighbors.empty());
  EXPECT_EQ(initial_model(example_config(), example_data()).shift, 0.0);  // no neighbours anywhere
}

// A frame whose H is out of reach: a fifth of the mean of the others counts as full, and the shift grows to keep its
// mean.
TEST(InitialModel, DoesNotGiveTheShiftToAtomsAlone) {
  TrainingFile config = example_config();
  config.architecture.r_cut = 3.0;
  Dataset data = two_frames();
  data.train.resize(1);
  LabelledFrame apart = data.train.front();
  apart.structure.positions[1] = {9.0, 0.0, 0.0};
  apart.edges.clear();
  data.train.push_back(apart);
  ModelData const model = initial_model(config, data);
  EXPECT_NEAR(model.full_bonds[0], 0.2 * 0.5, 1e-14);
  EXPECT_NEAR(model.shift, -6.0, 1e-12);
}

TEST(InitialModel, FallsSilentInsideOfTheDataOrOfContact) {
  TrainingFile config = example_config();
  config.architecture.r_cut = 3.0;
  ModelData const model = initial_model(config, two_frames());
  ASSERT_EQ(model.inner_radius.size(), 2u);
  EXPECT_NEAR(model.inner_radius[0][1], 0.9 * 1.0, 1e-12);
  EXPECT_EQ(model.inner_radius[1][0], model.inner_radius[0][1]);
  EXPECT_NEAR(model.inner_radius[0][0], 0.6 * (0.62 + 1.6), 1e-12);  // no H is closer to another one
  EXPECT_NEAR(model.inner_radius[1][1], 0.6 * (1.52 + 1.6), 1e-12);
  EXPECT_EQ(model.zbl_cutoff[0][1], model.inner_radius[0][1]);  // beyond 0.8 (0.31 + 0.76)
  EXPECT_EQ(model.zbl_cutoff[1][1], model.inner_radius[1][1]);
  config.reaches.zbl_reach = 1.3;
  EXPECT_NEAR(initial_model(config, two_frames()).zbl_cutoff[0][1], 1.3 * (0.31 + 0.76), 1e-12);
  // H-C come to 1 Å; no C comes near another one
  EXPECT_TRUE(model.zbl_polynomial.empty());
  EXPECT_EQ(initial_model(config, two_frames()).zbl_polynomial, (SpeciesPairs{{0.0, 1.0}, {1.0, 0.0}}));
  config.reaches.inner_reach = 0.0;
  EXPECT_TRUE(initial_model(config, two_frames()).inner_radius.empty());
}

TEST(InitialModel, EndsZblBeyondTheCovalentRadiiOrAtTheCutoff) {
  TrainingFile config = example_config();
  config.reaches.inner_reach = 0.0;
  for (double const reach : {1.0, 1.1}) {
    config.reaches.zbl_reach = reach;
    ModelData const model = initial_model(config, example_data());
    ASSERT_EQ(model.zbl_cutoff.size(), 2u);
    EXPECT_NEAR(model.zbl_cutoff[0][0], reach * (0.31 + 0.31), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[0][1], reach * (0.31 + 0.76), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[1][0], reach * (0.31 + 0.76), 1e-12);
    EXPECT_NEAR(model.zbl_cutoff[1][1], 1.2, 1e-12);
  }
  config.reaches.zbl = false;
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
