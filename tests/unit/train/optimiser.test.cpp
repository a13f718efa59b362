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
  a.name = "a", a.init_scale = 0.5, a.init_value = 1.0, a.offset = 0, a.size = 3;
  b.name = "b", b.init_scale = 2.0, b.init_value = 0.0, b.offset = 3, b.size = 2;
  return {a, b};
}

// One weight after the other, in the variable x = (w - mean)/unit, by the papers' formulas.
class NaiveAdam {
 public:
  NaiveAdam(AdamOptions options, std::vector<WeightTensor> const& tensors) : o_(options), tensors_(tensors) {}

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
        double const v_hat = (o_.amsgrad ? top_[k] : v_[k]) / (1 - std::pow(o_.beta2, n_));
        double x = (w[k] - t.init_value) / t.init_scale;
        x -= lr * (m_hat / (std::sqrt(v_hat) + o_.epsilon) + o_.weight_decay * x);
        w[k] = t.init_value + t.init_scale * x;
      }
  }

 private:
  AdamOptions o_;
  std::vector<WeightTensor> tensors_;
  std::vector<double> m_, v_, top_;
  int n_ = 0;
};

void compare_with_naive(AdamOptions const& options) {
  Adam adam(options, two_tensors());
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
  AdamOptions options;
  options.amsgrad = false;
  compare_with_naive(options);
}

TEST(Adam, IsTheFormulaWithAmsgradDecayAndClipping) {
  AdamOptions options;
  options.weight_decay = 0.1;
  options.clip = 1.5;
  compare_with_naive(options);
}

TEST(Adam, ReturnsTheNormBeforeClipping) {
  AdamOptions options;
  options.clip = 1.0;
  Adam adam(options, two_tensors());
  std::vector<double> w(5, 0.0);
  EXPECT_DOUBLE_EQ(adam.step(0.1, {6.0, 0.0, 0.0, 2.0, 0.0}, w), 5.0);
}

TEST(Adam, RejectsTheStateOfAnotherNetwork) {
  Adam adam({}, two_tensors());
  Adam::State state = adam.state();
  state.variance.pop_back();
  EXPECT_THROW(adam.set_state(state), Error);
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
