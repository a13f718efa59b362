// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/optimiser.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

std::vector<WeightTensor> two_tensors() {
  WeightTensor a, b;
  a.name = "a", a.shape = {3}, a.init_scale = 0.5, a.init_value = 1.0, a.offset = 0, a.size = 3;
  b.name = "b", b.shape = {2}, b.init_scale = 2.0, b.init_value = 0.0, b.offset = 3, b.size = 2;
  return {a, b};
}

// One weight after the other, in the variable x = (w - mean)/unit, by the papers' formulas.
class NaiveAdam {
 public:
  NaiveAdam(TrainingConfig options, std::vector<WeightTensor> const& tensors) : o_(options), tensors_(tensors) {}

  void step(double lr, std::vector<double> const& gradient, std::vector<double>& w) {
    ++n_;
    m_.resize(w.size()), v_.resize(w.size()), top_.resize(w.size());
    std::vector<double> g(w.size());
    double square = 0.0;
    for (auto const& t : tensors_)
      for (std::size_t k = t.offset; k < t.offset + t.size; ++k) {
        g[k] = gradient[k] * t.init_scale;
        square += g[k] * g[k];
      }
    if (o_.clip > 0.0 && std::sqrt(square) > o_.clip)
      for (double& x : g) x *= o_.clip / std::sqrt(square);
    for (auto const& t : tensors_)
      for (std::size_t k = t.offset; k < t.offset + t.size; ++k) {
        m_[k] = o_.beta1 * m_[k] + (1 - o_.beta1) * g[k];
        v_[k] = o_.beta2 * v_[k] + (1 - o_.beta2) * g[k] * g[k];
        top_[k] = std::max(top_[k], v_[k]);
        double const m_hat = m_[k] / (1 - std::pow(o_.beta1, n_));
        double const v_hat = (o_.optimiser == OptimiserKind::amsgrad ? top_[k] : v_[k]) / (1 - std::pow(o_.beta2, n_));
        double x = (w[k] - t.init_value) / t.init_scale;
        x -= lr * (m_hat / (std::sqrt(v_hat) + o_.epsilon) + o_.weight_decay * x);
        w[k] = t.init_value + t.init_scale * x;
      }
  }

 private:
  TrainingConfig o_;
  std::vector<WeightTensor> tensors_;
  std::vector<double> m_, v_, top_;
  int n_ = 0;
};

void compare_with_naive(TrainingConfig const& options) {
  Optimiser adam(options, two_tensors());
  NaiveAdam naive(options, two_tensors());
  std::vector<double> w = {1.0, 0.3, -0.2, 2.0, -1.0}, expected = w, gradient(5);
  Random random(7);
  for (int n = 0; n < 30; ++n) {
    for (double& g : gradient) g = random.normal() * (n < 5 ? 3.0 : 0.1);
    adam.step(0.05, gradient, w);
    naive.step(0.05, gradient, expected);
    for (int k = 0; k < 5; ++k) ASSERT_NEAR(w[k], expected[k], 1e-12) << "step " << n << ", weight " << k;
  }
}

TEST(Adam, IsTheFormula) {
  TrainingConfig options;
  options.optimiser = OptimiserKind::adam;
  options.clip = 0.0;
  compare_with_naive(options);
}

TEST(Adam, IsTheFormulaWithAmsgradDecayAndClipping) {
  TrainingConfig options;
  options.weight_decay = 0.1;
  options.clip = 1.5;
  compare_with_naive(options);
}

TEST(Adam, ReturnsTheNormBeforeClipping) {
  TrainingConfig options;
  options.clip = 1.0;
  Optimiser adam(options, two_tensors());
  std::vector<double> w(5, 0.0);
  EXPECT_DOUBLE_EQ(adam.step(0.1, {6.0, 0.0, 0.0, 2.0, 0.0}, w), 5.0);
}

TEST(Adam, RejectsTheStateOfAnotherNetwork) {
  Optimiser adam({}, two_tensors());
  Optimiser::State state = adam.state();
  state.variance.pop_back();
  EXPECT_THROW(adam.set_state(state), Error);
}

// Two 2x3 matrices and three numbers that are none.
std::vector<WeightTensor> matrices_and_numbers() {
  WeightTensor a, b;
  a.name = "a", a.shape = {2, 2, 3}, a.matrix_rows = 1, a.init_scale = 0.5, a.offset = 0, a.size = 12;
  b.name = "b", b.shape = {3}, b.init_scale = 2.0, b.init_value = 1.0, b.offset = 12, b.size = 3;
  return {a, b};
}

TrainingConfig muon_config() {
  TrainingConfig config;
  config.optimiser = OptimiserKind::muon;
  config.clip = 0.0;
  config.momentum = 0.95;
  return config;
}

// A matrix with orthogonal rows of lengths 3 and 1: all steps of Newton and Schulz are polynomials of the singular
// values 3 and 1 over √10, which numbers alone can follow.
TEST(Muon, StepsTheSingularValuesOfAKnownMatrix) {
  std::vector<double> gradient(15, 0.0);
  gradient[0] = 3.0, gradient[4] = -1.0;               // rows (3 0 0) and (0 -1 0)
  gradient[6 + 2] = 3.0e-4, gradient[6 + 3] = 1.0e-4;  // rows (0 0 3) and (1 0 0): the length must not matter
  double singular[2] = {3.0 / std::sqrt(10.0), 1.0 / std::sqrt(10.0)};
  for (double& s : singular)
    for (int n = 0; n < 5; ++n) s = 3.4445 * s - 4.7750 * s * s * s + 2.0315 * s * s * s * s * s;

  TrainingConfig config = muon_config();
  config.weight_decay = 0.1;
  Optimiser muon(config, matrices_and_numbers());
  std::vector<double> weights(15, 1.0);
  muon.step(0.01, gradient, weights);
  double const length = 0.01 * 0.2 * std::sqrt(3.0) * 0.5;  // rate, Adam's size, columns, init_scale
  double const decayed = 1.0 - 0.01 * 0.1;
  std::vector<double> expected(12, decayed);
  expected[0] -= length * singular[0];
  expected[4] += length * singular[1];
  expected[6 + 2] -= length * singular[0];
  expected[6 + 3] -= length * singular[1];
  for (int k = 0; k < 12; ++k) EXPECT_NEAR(weights[k], expected[k], 1e-14) << "weight " << k;
}

TEST(Muon, FollowsTheMomentumOfTheGradients) {
  // With rows alone (1x2) an orthogonal matrix is the direction, so one step shows that of m.
  WeightTensor row;
  row.name = "row", row.shape = {1, 2}, row.matrix_rows = 0, row.size = 2;
  Optimiser muon(muon_config(), {row});
  std::vector<double> weights(2, 0.0);
  muon.step(0.1, {1.0, 0.0}, weights);
  EXPECT_EQ(weights[1], 0.0);
  std::vector<double> const before = weights;
  muon.step(0.1, {0.0, 1.0}, weights);
  double const m[2] = {0.95 * 0.05, 0.05};
  double const step[2] = {before[0] - weights[0], before[1] - weights[1]};
  EXPECT_NEAR(step[0] / step[1], 0.95 * m[0] / (0.95 * m[1] + 0.05), 1e-12);
}

TEST(Muon, LeavesOtherWeightsToAdam) {
  TrainingConfig config = muon_config();
  config.weight_decay = 0.1;
  Optimiser muon(config, matrices_and_numbers());
  config.optimiser = OptimiserKind::adamw;
  Optimiser adam(config, matrices_and_numbers());
  std::vector<double> a(15, 0.5), b = a, gradient(15);
  Random random(8);
  for (int n = 0; n < 10; ++n) {
    for (double& g : gradient) g = random.normal();
    muon.step(0.05, gradient, a);
    adam.step(0.05, gradient, b);
    for (int k = 12; k < 15; ++k) ASSERT_EQ(a[k], b[k]) << "step " << n << ", weight " << k;
    ASSERT_NE(a[0], b[0]);
  }
  EXPECT_EQ(muon.state().variance.size(), 3u);
  EXPECT_THROW(adam.set_state(muon.state()), Error);
}

TEST(MovingAverage, RampsUpAndThenDecays) {
  MovingAverage average(0.5, {0.0});
  double expected = 0.0;
  for (int n = 0; n < 20; ++n) {
    double const decay = std::min(0.5, (1.0 + n) / (10.0 + n));
    double const weight = 1.0 + n * n;
    average.update({weight});
    expected = decay * expected + (1.0 - decay) * weight;
    ASSERT_DOUBLE_EQ(average.average()[0], expected);
  }
  EXPECT_EQ(average.updates(), 20);
}

}  // namespace
}  // namespace tesseral
