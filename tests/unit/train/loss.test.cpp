// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/loss.hpp"

#include "support/finite_differences.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

LabelledFrame frame_of(int atoms) {
  LabelledFrame frame;
  frame.structure.species.assign(atoms, 0);
  frame.structure.positions.assign(atoms, {});
  return frame;
}

// Two atoms with all labels, one with forces alone, one with an energy alone.
std::vector<LabelledFrame> example_frames() {
  std::vector<LabelledFrame> frames = {frame_of(2), frame_of(1), frame_of(1)};
  frames[0].energy = -3.0;
  frames[0].forces = {{0.1, 0.2, 0.3}, {-0.1, -0.2, -0.3}};
  frames[0].virial = {{{1.0, 0.2, 0.3}, {0.2, 2.0, 0.4}, {0.3, 0.4, 3.0}}};
  frames[1].forces = {{1.0, 0.0, 0.0}};
  frames[2].energy = 5.0;
  return frames;
}

Predictions example_predictions() {
  Predictions p;
  p.energy = {-2.0, 7.0, 4.7};
  p.forces = {{0.3, 0.1, 0.3}, {-0.1, 0.0, 0.1}, {1.0, 0.5, 0.0}, {9.0, 9.0, 9.0}};
  p.virial.assign(3, {{{1.5, 0.1, 0.0}, {0.2, 2.0, 0.4}, {0.3, 0.4, 3.0}}});
  return p;
}

std::vector<LabelledFrame const*> pointers(std::vector<LabelledFrame> const& frames) {
  std::vector<LabelledFrame const*> result;
  for (auto const& frame : frames) result.push_back(&frame);
  return result;
}

TEST(Loss, IsTheFormula) {
  auto const frames = example_frames();
  LossWeights const weights = {2.0, 30.0, 4.0, 0.0, 0.0};
  ErrorSums const sums = compare(weights, pointers(frames), example_predictions());
  double const forces = 0.04 + 0.01 + 0.04 + 0.16;
  double const virial = (0.25 + 0.01 + 0.09) / 4.0;
  double const first = 2.0 * 0.25 + 30.0 / 6.0 * forces + 4.0 / 9.0 * virial;
  EXPECT_NEAR(sums.mean_loss(), (first + 30.0 / 3.0 * 0.25 + 2.0 * 0.09) / 3.0, 1e-14);
  EXPECT_NEAR(sums.mean_root_loss(), (std::sqrt(first) + std::sqrt(30.0 / 3.0 * 0.25) + std::sqrt(2.0 * 0.09)) / 3.0,
              1e-14);
  EXPECT_NEAR(sums.energy_rmse(), std::sqrt((0.25 + 0.09) / 2.0), 1e-14);
  EXPECT_NEAR(sums.forces_rmse(), std::sqrt((forces + 0.25) / 9.0), 1e-14);
  EXPECT_NEAR(sums.virial_rmse(), std::sqrt(virial / 9.0), 1e-14);
  EXPECT_NEAR(sums.energy_mae(), (0.5 + 0.3) / 2.0, 1e-14);
  EXPECT_NEAR(sums.forces_mae(), (0.2 + 0.1 + 0.2 + 0.4 + 0.5) / 9.0, 1e-14);
}

// Nine errors that halve count for more than a hundredth of one that is large.
TEST(Loss, ItsRootIsNotRuledByOneFrame) {
  std::vector<LabelledFrame> frames(10, frame_of(1));
  for (auto& frame : frames) frame.energy = 0.0;
  auto const errors = [&](double of_nine, double of_one) {
    Predictions predicted;
    predicted.energy.assign(9, of_nine);
    predicted.energy.push_back(of_one);
    predicted.forces.resize(10);
    predicted.virial.resize(10);
    return compare(LossWeights{}, pointers(frames), predicted);
  };
  ErrorSums const before = errors(2.0, 99.0), after = errors(1.0, 100.0);
  EXPECT_GT(after.mean_loss(), before.mean_loss());
  EXPECT_LT(after.mean_root_loss(), before.mean_root_loss());
}

TEST(Loss, WeighsEachFrameAsItAsks) {
  auto frames = example_frames();
  LossWeights const weights = {2.0, 30.0, 4.0, 0.0, 0.0};
  frames[0].weights = {3.0, 5.0, 7.0};
  frames[2].weights = {0.0, 1.0, 1.0};
  ErrorSums const sums = compare(weights, pointers(frames), example_predictions());
  double const forces = 0.04 + 0.01 + 0.04 + 0.16;
  double const virial = (0.25 + 0.01 + 0.09) / 4.0;
  double const first = 3.0 * 2.0 * 0.25 + 5.0 * 30.0 / 6.0 * forces + 7.0 * 4.0 / 9.0 * virial;
  EXPECT_NEAR(sums.mean_loss(), (first + 30.0 / 3.0 * 0.25) / 3.0, 1e-14);
  // The errors that are told are those of the labels.
  EXPECT_NEAR(sums.energy_rmse(), std::sqrt((0.25 + 0.09) / 2.0), 1e-14);
  EXPECT_NEAR(sums.forces_rmse(), std::sqrt((forces + 0.25) / 9.0), 1e-14);
}

TEST(Loss, GrowsLinearlyBeyondHubersLimits) {
  auto const frames = example_frames();
  LossWeights const weights = {1.0, 3.0, 0.0, 0.4, 0.3};
  ErrorSums const sums = compare(weights, pointers(frames), example_predictions());
  double const energies = (2.0 * 0.4 * 0.5 - 0.16) + 0.09;
  double const forces = (0.04 + 0.01 + 0.04 + (2.0 * 0.3 * 0.4 - 0.09)) / 2.0 + (2.0 * 0.3 * 0.5 - 0.09);
  EXPECT_NEAR(sums.mean_loss(), (energies + forces) / 3.0, 1e-14);
}

TEST(Loss, CountsEnergiesPerFrame) {
  auto const frames = example_frames();
  LossWeights weights = {2.0, 0.0, 0.0, 0.0, 0.0};
  weights.energy_per_frame = true;
  ErrorSums const sums = compare(weights, pointers(frames), example_predictions());
  EXPECT_NEAR(sums.mean_loss(), 2.0 * (1.0 + 0.09) / 3.0, 1e-14);
  // What is told stays per atom.
  EXPECT_NEAR(sums.energy_rmse(), std::sqrt((0.25 + 0.09) / 2.0), 1e-14);
}

TEST(Loss, HasTheAdjointOfItsValue) {
  auto frames = example_frames();
  frames[0].weights = {0.5, 1.5, 2.5};
  auto const batch = pointers(frames);
  for (bool const per_frame : {false, true})
    for (double const huber : {0.0, 0.25}) {
      LossWeights const weights = {2.0, 30.0, 4.0, huber, huber, per_frame};
      Predictions p = example_predictions(), adjoint;
      compare(weights, batch, p, &adjoint);
      auto const expect_derivative = [&](double& x, double x_adj) {
        double const at = x;
        auto const loss = [&](double change) {
          x = at + change;
          return compare(weights, batch, p).mean_loss();
        };
        EXPECT_NEAR(x_adj, test::derivative(loss, 1e-3), 1e-9);
        x = at;
      };
      for (std::size_t f = 0; f < p.energy.size(); ++f) {
        expect_derivative(p.energy[f], adjoint.energy[f]);
        for (int x = 0; x < 3; ++x)
          for (int y = 0; y < 3; ++y) expect_derivative(p.virial[f][x][y], adjoint.virial[f][x][y]);
      }
      for (std::size_t i = 0; i < p.forces.size(); ++i)
        for (int x = 0; x < 3; ++x) expect_derivative(p.forces[i][x], adjoint.forces[i][x]);
    }
}

}  // namespace
}  // namespace tesseral
