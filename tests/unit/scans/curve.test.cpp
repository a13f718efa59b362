// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/curve.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace tesseral::scans {
namespace {

// H2: a Morse well of 4.5 eV at 0.74 Å, contact at 0.5 Å.
double morse(double r) {
  double const x = std::exp(-1.9 * (r - 0.74));
  return 4.5 * (x * x - 2.0 * x);
}

Verdict verdict_of(std::function<double(double)> const& energy) {
  Curve curve;
  curve.distances = scan_distances(0.05, 5.0, 1.02, 0.05);
  curve.contact = 0.5;
  for (double const r : curve.distances) curve.energies.push_back(energy(r));
  return judge(curve);
}

TEST(Curve, ABondPasses) {
  Verdict const verdict = verdict_of(morse);
  EXPECT_TRUE(verdict.falls());
  EXPECT_LT(verdict.rise, 0.0);
  EXPECT_NEAR(verdict.depth, 4.5, 0.01);
  EXPECT_NEAR(verdict.depth_at, 0.74, 0.02);
  EXPECT_TRUE(verdict.is_held(4.6));
  EXPECT_FALSE(verdict.is_held(4.4));
}

TEST(Curve, AHoleInsideContactIsARise) {
  Verdict const verdict =
      verdict_of([](double r) { return morse(r) - 1e5 * std::exp(-std::pow((r - 0.2) / 0.03, 2)); });
  EXPECT_FALSE(verdict.falls());
  EXPECT_NEAR(verdict.rise, 1e5, 2e3);
  EXPECT_NEAR(verdict.rise_from, 0.2, 0.01);
  EXPECT_GT(verdict.rise_to, verdict.rise_from);
  EXPECT_LE(verdict.rise_to, 0.5);
  EXPECT_TRUE(verdict.is_held(4.6)) << "beyond contact it is as before";
}

TEST(Curve, AFallTowardsTheNucleusIsARise) {
  Verdict const verdict = verdict_of([](double r) { return morse(r) - 0.1 / (r * r); });
  EXPECT_FALSE(verdict.falls());
  EXPECT_EQ(verdict.rise_from, 0.05);
}

// A fall is strict: what stays level lets atoms through.
TEST(Curve, ALevelStretchInsideContactIsNoFall) {
  Verdict const verdict = verdict_of([](double r) { return morse(std::max(r, 0.3)); });
  EXPECT_FALSE(verdict.falls());
  EXPECT_EQ(verdict.rise, 0.0);
}

TEST(Curve, ARiseBeyondContactIsNone) {
  EXPECT_TRUE(verdict_of([](double r) { return morse(r) + (r > 0.55 ? 3.0 : 0.0); }).falls());
}

TEST(Curve, AWellBeyondContactIsDepth) {
  Verdict const verdict = verdict_of([](double r) { return morse(r) - 20.0 * std::exp(-std::pow(r - 2.5, 2)); });
  EXPECT_TRUE(verdict.falls());
  EXPECT_GT(verdict.depth, 20.0);
  EXPECT_NEAR(verdict.depth_at, 2.5, 0.1);
}

TEST(Curve, WhatIsNotFiniteFails) {
  for (double const bad : {std::nan(""), std::numeric_limits<double>::infinity(), -HUGE_VAL})
    for (double const where : {0.3, 3.0}) {
      Verdict const verdict = verdict_of([&](double r) { return r > where && r < where + 0.1 ? bad : morse(r); });
      EXPECT_FALSE(verdict.falls()) << bad;
      EXPECT_FALSE(verdict.is_held(1e9)) << bad;
    }
}

TEST(Curve, DistancesGrowByAFactorThenBySteps) {
  auto const distances = scan_distances(0.05, 5.0, 1.02, 0.05);
  EXPECT_EQ(distances.front(), 0.05);
  EXPECT_EQ(distances.back(), 5.0);
  for (std::size_t k = 1; k < distances.size(); ++k) {
    EXPECT_GT(distances[k], distances[k - 1]);
    EXPECT_LE(distances[k], 1.0200001 * distances[k - 1]);
    EXPECT_LE(distances[k] - distances[k - 1], 0.0500001);
  }
  EXPECT_EQ(scan_distances(0.05, 0.05, 1.1, 0.1), std::vector<double>{0.05});
}

}  // namespace
}  // namespace tesseral::scans
