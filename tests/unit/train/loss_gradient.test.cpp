// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/loss_gradient.hpp"

#include "support/finite_differences.hpp"
#include "unit/train/small_training_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

// Largest tried number of weights of a tensor.
constexpr std::size_t tried_weights = 12;

class LossGradientTest : public testing::TestWithParam<RadialWeights> {
 protected:
  LossGradientTest()
      : data_(test::random_model(test::small_architecture(GetParam()), 5, true)),
        frames_(test::labelled_frames(data_.architecture.species, data_.architecture.r_cut)) {
    for (auto const& frame : frames_) batch_.push_back(&frame);
    // A repulsion of hundreds of eV/Å would drown the differences of the loss in rounding errors.
    for (auto& row : data_.zbl_cutoff) row.assign(row.size(), 1.6);
    model_ = std::make_shared<HostModel>(data_);
  }

  // Every tensor's gradient against differences of the loss itself, relative to the tensor's largest entry.
  void expect_gradient(LossWeights const& weights) {
    LossGradient gradient_of(model_, TrainingConfig().displacement);
    std::vector<double> gradient;
    model_->set_weights(data_.weights);
    gradient_of(weights, batch_, gradient);
    ASSERT_EQ(gradient.size(), data_.weights.size());
    for (auto const& tensor : weight_tensors(data_.architecture)) {
      double largest = 0.0;
      for (std::size_t k = 0; k < tensor.size; ++k) largest = std::max(largest, std::abs(gradient[tensor.offset + k]));
      EXPECT_GT(largest, 0.0) << tensor.name;
      std::size_t const stride = std::max<std::size_t>(1, tensor.size / tried_weights);
      for (std::size_t k = 0; k < tensor.size; k += stride) {
        std::vector<double> varied = data_.weights;
        double& weight = varied[tensor.offset + k];
        double const at = weight;
        auto const loss = [&](double change) {
          weight = at + change;
          model_->set_weights(varied);
          return compare(weights, batch_, gradient_of.predict(batch_)).mean_loss();
        };
        double const expected = test::derivative(loss, 5e-4 * std::max(1.0, std::abs(at)));
        EXPECT_NEAR(gradient[tensor.offset + k], expected, 1e-6 * largest) << tensor.name << ", weight " << k;
      }
    }
  }

  ModelData data_;
  std::vector<LabelledFrame> frames_;
  std::vector<LabelledFrame const*> batch_;
  std::shared_ptr<HostModel> model_;
};

TEST_P(LossGradientTest, IsTheDerivativeOfTheWholeLoss) { expect_gradient({1.0, 10.0, 5.0, 0.0, 0.0}); }
TEST_P(LossGradientTest, IsTheDerivativeOfTheEnergyTerm) { expect_gradient({1.0, 0.0, 0.0, 0.0, 0.0}); }
TEST_P(LossGradientTest, IsTheDerivativeOfTheForcesTerm) { expect_gradient({0.0, 1.0, 0.0, 0.0, 0.0}); }
TEST_P(LossGradientTest, IsTheDerivativeOfTheStressTerm) { expect_gradient({0.0, 0.0, 1.0, 0.0, 0.0}); }

TEST_P(LossGradientTest, IsTheMeanOverFrames) {
  LossWeights const weights = {1.0, 10.0, 5.0, 0.0, 0.0};
  LossGradient gradient_of(model_, TrainingConfig().displacement);
  std::vector<double> together, alone, sum(data_.weights.size(), 0.0);
  gradient_of(weights, batch_, together);
  double largest = 0.0;
  for (auto const* frame : batch_) {
    gradient_of(weights, {frame}, alone);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += alone[k] / static_cast<double>(batch_.size());
  }
  for (double g : together) largest = std::max(largest, std::abs(g));
  for (std::size_t k = 0; k < sum.size(); ++k) ASSERT_NEAR(together[k], sum[k], 1e-6 * largest) << "weight " << k;
}

INSTANTIATE_TEST_SUITE_P(RadialWeights, LossGradientTest,
                         testing::Values(RadialWeights::path, RadialWeights::degree, RadialWeights::shared),
                         [](auto const& info) { return name(info.param); });

}  // namespace
}  // namespace tesseral
