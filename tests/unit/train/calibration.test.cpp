// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/calibration.hpp"

#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/sample_uncertainty.hpp"
#include "support/structures.hpp"
#include "tesseral/potential.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral::test {
namespace {

class CalibrationTest : public testing::Test {
 protected:
  CalibrationTest() {
    for (auto const& variant : variants())
      if (variant.architecture.species == 2) model = random_model(variant);
    F = model.architecture.layers * model.architecture.channels;
    for (int k = 0; k < 70; ++k) learnt.push_back(molecule(5, 2, 1 + k));  // more than are computed together
    Potential<> potential(model, exact_options());
    Random random(9);
    for (int k = 0; k < 8; ++k) {
      others.push_back({molecule(6, 2, 200 + k), {}});
      for (auto force : potential.evaluate(others[k].structure).forces) {
        for (double& x : force) x += 0.1 * random.normal();
        others[k].forces.push_back(force);
      }
    }
  }

  /// [atom][F] of all frames that were learnt from, and the atoms' species.
  std::vector<double> scalars(std::vector<int>& species) const {
    std::vector<double> all;
    Potential<> potential(model, exact_options());
    for (Structure const& structure : learnt) {
      auto const x = potential.evaluate(structure, {false, true}).scalars;
      all.insert(all.end(), x.begin(), x.end());
      species.insert(species.end(), structure.species.begin(), structure.species.end());
    }
    return all;
  }

  ModelData model;
  int F = 0;
  std::vector<Structure> learnt;
  std::vector<KnownForces> others;
};

// The mean square of W (x - center), over the atoms, is 1 for each of the F numbers, and they go with each other by
// chance alone: exactly so but for the noise that stands for what no atom differs in.
TEST_F(CalibrationTest, WhitensWhatWasLearntFrom) {
  auto const found = calibrate(model, learnt, others);
  ASSERT_TRUE(found);
  ForceUncertainty const& known = found->uncertainty;
  EXPECT_NO_THROW(check(known, 2, F));
  std::vector<int> species;
  std::vector<double> const x = scalars(species);
  std::vector<double> mean(2 * F, 0.0), count(2, 0.0);
  for (std::size_t i = 0; i < species.size(); ++i) {
    ++count[species[i]];
    for (int c = 0; c < F; ++c) mean[species[i] * F + c] += x[i * F + c];
  }
  for (int s = 0; s < 2; ++s)
    for (int c = 0; c < F; ++c) EXPECT_NEAR(known.center[s][c], mean[s * F + c] / count[s], 1e-12);
  std::vector<double> products(F * F, 0.0);
  for (std::size_t i = 0; i < species.size(); ++i) {
    std::vector<double> y(F, 0.0);
    for (int r = 0; r < F; ++r)
      for (int c = 0; c <= r; ++c) y[r] += known.whitening[r * F + c] * (x[i * F + c] - known.center[species[i]][c]);
    for (int r = 0; r < F; ++r)
      for (int c = 0; c < F; ++c) products[r * F + c] += y[r] * y[c] / static_cast<double>(species.size());
  }
  double largest = 0.0;
  for (int r = 0; r < F; ++r) {
    largest = std::max(largest, products[r * F + r]);
    EXPECT_LT(products[r * F + r], 1.0 + 1e-9);
    for (int c = 0; c < r; ++c) EXPECT_NEAR(products[r * F + c], 0.0, 1e-2);
  }
  EXPECT_GT(largest, 0.99);
}

TEST_F(CalibrationTest, ExpectedErrorsOfEachElementAreAsLargeAsTrueOnes) {
  auto const found = calibrate(model, learnt, others);
  ASSERT_TRUE(found);
  ModelData known = model;
  known.uncertainty = found->uncertainty;
  Potential<> potential(known, exact_options());
  std::vector<double> expected(2, 0.0), errors(2, 0.0);
  double all = 0.0, atoms = 0.0;
  for (KnownForces const& frame : others) {
    auto const result = potential.evaluate(frame.structure, {false, false, true});
    for (std::size_t i = 0; i < frame.forces.size(); ++i) {
      int const s = frame.structure.species[i];
      expected[s] += std::pow(result.expected_errors[i], 2);
      all += std::pow(result.expected_errors[i], 2);
      ++atoms;
      for (int d = 0; d < 3; ++d) errors[s] += std::pow(result.forces[i][d] - frame.forces[i][d], 2);
    }
  }
  for (int s = 0; s < 2; ++s) EXPECT_NEAR(expected[s] / errors[s], 1.0, 1e-10);
  EXPECT_EQ(found->atoms, 48u);
  EXPECT_NEAR(found->expected, std::sqrt(all / atoms), 1e-12);
  EXPECT_TRUE(std::abs(found->rank_correlation) < 0.5) << "the errors were made by chance";
  EXPECT_NE(calibration_line(*found).find("do not go by them"), std::string::npos);
}

TEST_F(CalibrationTest, AnElementThatIsNotValidatedHasTheScaleOfAll) {
  for (KnownForces& frame : others) frame.structure.species.assign(6, 0);
  auto const found = calibrate(model, learnt, others);
  ASSERT_TRUE(found);
  EXPECT_GT(found->uncertainty.scale[0], 0.0);
  EXPECT_EQ(found->uncertainty.scale[1], found->uncertainty.scale[0]);
}

TEST_F(CalibrationTest, AnElementThatWasNotLearntLiesFarFromAllOthers) {
  for (Structure& structure : learnt) structure.species.assign(5, 0);
  auto const found = calibrate(model, learnt, others);
  ASSERT_TRUE(found);
  for (int c = 0; c < F; ++c) EXPECT_NEAR(found->uncertainty.center[1][c], found->uncertainty.center[0][c], 1e-12);
}

TEST_F(CalibrationTest, ThereIsNoneWithoutFramesForcesOrDifferences) {
  EXPECT_FALSE(calibrate(model, {}, others));
  EXPECT_FALSE(calibrate(model, learnt, {}));
  EXPECT_FALSE(calibrate(model, {molecule(1, 1, 1), molecule(1, 1, 2)}, others)) << "lone atoms are all alike";
}

}  // namespace
}  // namespace tesseral::test
